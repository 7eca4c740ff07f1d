import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { resultMime, type CellResult } from '../../src/protocol/cellResult.ts';
import { startRawServer, type RawServer } from '../support/rawServer.ts';
import { until } from '../support/until.ts';
import { setUserSettings, useProfiles } from './accountSetup.ts';

const [workspace] = vscode.workspace.workspaceFolders ?? [];

const resultOf = (cell: vscode.NotebookCell): CellResult | undefined => {
  const item = cell.outputs.flatMap(({ items }) => items).find(({ mime }) => mime === resultMime);
  return item && (JSON.parse(new TextDecoder().decode(item.data)) as CellResult);
};

describe('a long operation of a notebook', () => {
  let server: RawServer;
  let status: string;
  let file: string;
  let opened = 0;

  beforeEach(async () => {
    status = 'in_progress';
    server = await startRawServer(({ method }, response) => {
      if (method === 'POST') status = 'cancelled';
      const body = JSON.stringify({ object: 'batch', id: 'batch_1', status });
      response.writeHead(200, { 'content-type': 'application/json', 'openai-poll-after-ms': '10' }).end(body);
    });
    await useProfiles({ name: 'Local', baseURL: `${server.origin}/v1` });
    // A file of its own for each: VS Code may close an editor late, once its file is deleted.
    file = join(workspace?.uri.fsPath ?? '', `follow${++opened}.openai.md`);
    await writeFile(file, '```http\nGET /batches/batch_1\n```\n');
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(file);
    await setUserSettings({ 'parley.profiles': undefined, 'parley.activeProfile': undefined });
    await server.close();
  });

  async function runCell(): Promise<vscode.NotebookCell> {
    const notebook = await vscode.workspace.openNotebookDocument(vscode.Uri.file(file));
    await vscode.window.showNotebookDocument(notebook);
    await vscode.commands.executeCommand('notebook.execute');
    const cell = notebook.cellAt(0);
    await until('the cell has ended', () => resultOf(cell)?.state === 'done' && cell.executionSummary?.success);
    return cell;
  }

  const progressOf = (cell: vscode.NotebookCell) => {
    const part = resultOf(cell)?.parts.find(({ kind }) => kind === 'progress');
    return part?.kind === 'progress' ? part.label : undefined;
  };

  it('is followed until it is done', async () => {
    const cell = await runCell();
    assert.equal(progressOf(cell), 'batch_1: in_progress');
    const following = vscode.commands.executeCommand('parley.followResult', cell);
    await until('the server was asked again', () => server.requests.length > 2);
    status = 'completed';
    await following;
    assert.equal(progressOf(cell), 'batch_1: completed');
    assert.equal(resultOf(cell)?.state, 'done');
  });

  it('is cancelled at the server, and its end is shown', async () => {
    const cell = await runCell();
    await vscode.commands.executeCommand('parley.cancelOperation', cell);
    assert.ok(server.requests.some(({ method, url }) => method === 'POST' && url === '/v1/batches/batch_1/cancel'));
    assert.equal(progressOf(cell), 'batch_1: cancelled');
  });
});
