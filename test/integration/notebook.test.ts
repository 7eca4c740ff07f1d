import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { resultMime, type CellResult } from '../../src/protocol/cellResult.ts';
import type { CellSession } from '../../src/ui/notebook/cellSession.ts';
import { cellStatusBar } from '../../src/ui/notebook/cellStatusBar.ts';
import { startRawServer, type RawServer, type Respond } from '../support/rawServer.ts';
import { until } from '../support/until.ts';
import { setUpAccount, setUserSettings, useProfiles } from './accountSetup.ts';

const [workspace] = vscode.workspace.workspaceFolders ?? [];
const file = join(workspace?.uri.fsPath ?? '', 'test.openai.md');

const text = `# Things\r
\r
Some *prose*.\r
\r
\`\`\`http\r
# @name first\r
GET /things\r
\`\`\`\r
\r
~~~http the second\r
GET /things/{{first.id}}\r
~~~\r
\r
\r
\`\`\`http\r
GET /missing/{{first.id}}\r
\`\`\`\r
\`\`\`http\r
GET /never\r
\`\`\``;

const answer: Respond = ({ url }, response) => {
  const status = url.includes('missing') ? 404 : 200;
  const body = status === 200 ? { id: 'thing_1', url } : { error: { message: 'It is missing.' } };
  response.writeHead(status, { 'content-type': 'application/json', 'x-request-id': 'req_1' }).end(JSON.stringify(body));
};

const resultOf = (cell: vscode.NotebookCell): CellResult | undefined => {
  const item = cell.outputs.flatMap(({ items }) => items).find(({ mime }) => mime === resultMime);
  return item && (JSON.parse(new TextDecoder().decode(item.data)) as CellResult);
};
const ended = (cell: vscode.NotebookCell) =>
  until('the cell has ended', () => {
    const result = resultOf(cell);
    return cell.executionSummary?.success !== undefined && result?.state !== 'running' && result;
  });

async function open(): Promise<{ notebook: vscode.NotebookDocument; requests: vscode.NotebookCell[] }> {
  const notebook = await vscode.workspace.openNotebookDocument(vscode.Uri.file(file));
  await vscode.window.showNotebookDocument(notebook);
  return { notebook, requests: notebook.getCells().filter(({ kind }) => kind === vscode.NotebookCellKind.Code) };
}

const runAll = () => vscode.commands.executeCommand('notebook.execute');

describe('the API notebook', () => {
  let server: RawServer;
  let respond: Respond;

  beforeEach(async () => {
    respond = answer;
    server = await startRawServer((...exchange) => respond(...exchange));
    await useProfiles({ name: 'Local', baseURL: `${server.origin}/v1` });
    await writeFile(file, text);
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(file);
    await setUserSettings({ 'parley.profiles': undefined, 'parley.activeProfile': undefined });
    await server.close();
  });

  it('is prose and requests, and a changed cell changes its own lines of the file', async () => {
    const { notebook, requests } = await open();
    assert.deepEqual(
      notebook.getCells().map(({ kind, document }) => [kind, document.languageId]),
      [
        [vscode.NotebookCellKind.Markup, 'markdown'],
        ...Array.from({ length: 4 }, () => [vscode.NotebookCellKind.Code, 'openai-http']),
      ],
    );
    const second = requests[1];
    assert.ok(second);
    assert.equal(second.document.getText(), 'GET /things/{{first.id}}');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(second.document.uri, new vscode.Position(0, 0), '# @name second\n');
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.ok(await notebook.save());
    assert.equal(await readFile(file, 'utf8'), text.replace('GET /things/{{', '# @name second\r\nGET /things/{{'));
  });

  it('runs all cells in order, each with the answers before it, up to the first that fails', async () => {
    const { notebook, requests } = await open();
    await runAll();
    const [first, second, third, fourth] = requests;
    assert.ok(first && second && third && fourth);
    const [one, two, three] = [await ended(first), await ended(second), await ended(third)];
    assert.equal(one.state, 'done');
    assert.equal(two.state, 'done');
    assert.equal(second.executionSummary?.success, true);
    assert.equal(third.executionSummary?.success, false);
    assert.equal(three.state, 'failed');
    assert.ok(three.parts.some((part) => part.kind === 'error' && part.text.startsWith('It is missing.')));
    assert.deepEqual(
      server.requests.map(({ url }) => url),
      ['/v1/things', '/v1/things/thing_1', '/v1/missing/thing_1'],
    );
    assert.deepEqual(fourth.outputs, []);
    assert.ok(!notebook.isDirty, 'outputs are no change of the file');
    await notebook.save();
    assert.equal(await readFile(file, 'utf8'), text);
  });

  it('sends nothing twice at once in one notebook, and stops at the button', async () => {
    let held = 0;
    respond = () => held++;
    const { requests } = await open();
    const [first, second] = requests;
    assert.ok(first && second);
    const running = vscode.commands.executeCommand('notebook.cell.execute', {
      ranges: [{ start: first.index, end: first.index + 1 }],
    });
    await until('the request has arrived', () => held === 1);
    assert.equal(resultOf(first)?.state ?? 'running', 'running');
    await vscode.commands.executeCommand('notebook.cancelExecution');
    await running;
    assert.equal(
      (
        await until('it is shown', () => {
          const result = resultOf(first);
          return result?.state === 'cancelled' && result;
        })
      ).state,
      'cancelled',
    );
    assert.equal(held, 1);
    assert.deepEqual(second.outputs, []);
  });

  it('forgets an answer with its output', async () => {
    const { requests } = await open();
    const [first, second] = requests;
    assert.ok(first && second);
    await vscode.commands.executeCommand('notebook.cell.execute', {
      ranges: [{ start: first.index, end: first.index + 1 }],
    });
    assert.equal((await ended(first)).state, 'done');
    await vscode.commands.executeCommand('notebook.clearAllCellsOutputs');
    await until('the output is gone', () => first.outputs.length === 0);
    await vscode.commands.executeCommand('notebook.cell.execute', {
      ranges: [{ start: second.index, end: second.index + 1 }],
    });
    const { parts } = await ended(second);
    assert.ok(parts.some((part) => part.kind === 'error' && part.text.includes('no cell that is named')));
    assert.equal(server.requests.length, 1);
  });

  it('has the figures, a way on and the server below a cell', async () => {
    const { requests } = await open();
    const [first] = requests;
    assert.ok(first);
    const setup = setUpAccount();
    const { account } = setup;
    const session: CellSession = {
      result: {
        request: { method: 'POST', path: '/batches' },
        state: 'done',
        status: 200,
        requestId: 'req_1',
        durationMs: 1200,
        notes: [],
        parts: [],
      },
      hidden: [],
      isPending: true,
      client: () => account.client(),
    };
    const changed = new vscode.EventEmitter<void>();
    const provider = cellStatusBar(account, (cell) => (cell === first ? session : undefined), changed.event);
    const stop = new vscode.CancellationTokenSource();
    const itemsOf = async (cell: vscode.NotebookCell) =>
      [(await provider.provideCellStatusBarItems(cell, stop.token)) ?? []].flat();
    try {
      const [figures, follow, server, ...others] = await itemsOf(first);
      assert.equal(figures?.text, '200 · 1.2 s');
      assert.equal(figures.tooltip, 'POST /batches\nRequest id: req_1');
      assert.equal(follow?.text, '$(sync) Follow Until Done');
      assert.ok(typeof follow.command === 'object' && follow.command.command === 'parley.followResult');
      assert.deepEqual(follow.command.arguments, [first]);
      assert.equal(server?.text, '$(server) Local');
      assert.deepEqual(others, []);
      const unrun = requests[1] && (await itemsOf(requests[1]));
      assert.deepEqual(
        unrun?.map((item) => item.text),
        ['$(server) Local'],
      );
    } finally {
      changed.dispose();
      stop.dispose();
      setup.dispose();
    }
  });

  it('begins anew with a request for the active model', async () => {
    await setUserSettings({ 'parley.model': 'mine' });
    await vscode.commands.executeCommand('parley.newApiNotebook');
    const notebook = await until('it is shown', () => vscode.window.activeNotebookEditor?.notebook);
    assert.ok(notebook.isUntitled);
    assert.match(notebook.uri.path, /\.openai\.md$/, 'what is saved under this name is a notebook');
    assert.equal(notebook.notebookType, 'parley-api');
    const [prose, request] = notebook.getCells();
    assert.equal(prose?.kind, vscode.NotebookCellKind.Markup);
    assert.match(
      request?.document.getText() ?? '',
      /^# @name hello\nPOST \/chat\/completions\n\n\{\n {2}"model": "mine",/,
    );
    assert.equal(vscode.window.activeNotebookEditor?.selection.start, 1, 'the request is chosen');
    await runAll();
    assert.ok(request);
    await ended(request);
    assert.equal((JSON.parse(server.requests[0]?.body ?? '') as { model: string }).model, 'mine');
    await setUserSettings({ 'parley.model': undefined });
  });
});
