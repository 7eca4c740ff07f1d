import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { resultMime, type CellResult } from '../../src/protocol/cellResult.ts';
import { until } from '../support/until.ts';
import { setUserSettings, useProfiles } from './accountSetup.ts';

interface Request {
  /** The heading above it. */
  title: string;
  cell: vscode.NotebookCell;
}

const resultOf = (cell: vscode.NotebookCell): CellResult | undefined => {
  const item = cell.outputs.flatMap(({ items }) => items).find(({ mime }) => mime === resultMime);
  return item && (JSON.parse(new TextDecoder().decode(item.data)) as CellResult);
};

function requestsOf(notebook: vscode.NotebookDocument): Request[] {
  let title = '';
  return notebook.getCells().flatMap((cell) => {
    if (cell.kind === vscode.NotebookCellKind.Code) return [{ title, cell }];
    title = /^#+ (.+)/m.exec(cell.document.getText())?.[1] ?? title;
    return [];
  });
}

/** Runs cells in order and waits until the last of them has ended. */
async function run(cells: readonly vscode.NotebookCell[]): Promise<void> {
  const ranges = cells.map(({ index }) => ({ start: index, end: index + 1 }));
  await vscode.commands.executeCommand('notebook.cell.execute', { ranges });
  const last = cells.at(-1);
  await until(
    'the cells have ended',
    () =>
      last?.executionSummary?.success !== undefined || cells.some((cell) => cell.executionSummary?.success === false),
    { timeoutMs: 120_000 },
  );
}

describe('the API tour', function () {
  this.timeout(180_000);

  before(async () => {
    const url = process.env.TEST_OPENAI_URL ?? '';
    assert.notEqual(url, '');
    const azure = { name: 'Azure', baseURL: url.replace(/\/v1$/, '/openai'), azure: { apiVersion: '2024-10-21' } };
    await useProfiles({ name: 'Local', baseURL: url, api: 'responses' }, azure);
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await setUserSettings({ 'parley.profiles': undefined, 'parley.activeProfile': undefined });
  });

  it('runs from the first cell to the last: each is answered, but those that fail on purpose', async () => {
    await vscode.commands.executeCommand('parley.openApiTour');
    const notebook = vscode.window.activeNotebookEditor?.notebook;
    assert.ok(notebook, 'the tour is open');
    assert.equal(notebook.notebookType, 'parley-api');
    const requests = requestsOf(notebook);
    assert.ok(requests.length > 100);
    const firstError = requests.findIndex(({ title }) => title === 'Ask for a model that does not exist');
    assert.ok(firstError > 0);
    // That one asks in a dialog, which only a person can answer: test/e2e/tour.test.ts does.
    const asks = ({ title }: Request) => title === 'Delete a fine-tuned model';

    const answered = requests.slice(0, firstError).filter((request) => !asks(request));
    await run(answered.map(({ cell }) => cell));
    for (const { title, cell } of answered) {
      const result = resultOf(cell);
      const said = `${title}: ${cell.document.getText()}\n${JSON.stringify(result?.parts)}`;
      assert.equal(result?.state, 'done', said);
      assert.equal(cell.executionSummary?.success, true, said);
    }
    for (const { title, cell } of requests.slice(firstError)) {
      await run([cell]);
      assert.equal(cell.executionSummary?.success, false, title);
      assert.ok(
        resultOf(cell)?.parts.some(({ kind }) => kind === 'error'),
        title,
      );
    }

    const kinds = new Set(requests.flatMap(({ cell }) => resultOf(cell)?.parts.map(({ kind }) => kind) ?? []));
    for (const kind of [
      'text',
      'toolCall',
      'image',
      'audio',
      'embeddings',
      'moderation',
      'table',
      'plot',
      'error',
      'json',
    ] as const) {
      assert.ok(kinds.has(kind), kind);
    }
    assert.ok(!notebook.isDirty, 'nothing of the answers is in the file');
  });
});
