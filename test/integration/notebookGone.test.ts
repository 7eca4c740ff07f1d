import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startRawServer, type RawServer } from '../support/rawServer.ts';
import { until } from '../support/until.ts';
import { setUserSettings, useProfiles } from './accountSetup.ts';

const [workspace] = vscode.workspace.workspaceFolders ?? [];

describe('a cell that goes while it runs', () => {
  let server: RawServer;
  let given: string[];
  let file: string;

  beforeEach(async () => {
    given = [];
    server = await startRawServer(({ url }, response) => {
      if (url.endsWith('/quick')) {
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"a"}');
        return;
      }
      // Never answered.
      response.on('close', () => given.push(url));
    });
    await useProfiles({ name: 'Local', baseURL: `${server.origin}/v1` });
    file = join(workspace?.uri.fsPath ?? '', `gone.openai.md`);
    await writeFile(file, '```http\nGET /slow\n```\n\n```http\nGET /quick\n```\n');
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(file);
    await setUserSettings({ 'parley.profiles': undefined, 'parley.activeProfile': undefined });
    await server.close();
  });

  it('is given up when it is deleted, and the next one runs', async () => {
    const notebook = await vscode.workspace.openNotebookDocument(vscode.Uri.file(file));
    const editor = await vscode.window.showNotebookDocument(notebook);
    editor.selection = new vscode.NotebookRange(0, 1);
    void vscode.commands.executeCommand('notebook.cell.execute', { ranges: [{ start: 0, end: 1 }] });
    await until('the slow one was asked', () => server.requests.length === 1);
    const edit = new vscode.WorkspaceEdit();
    edit.set(notebook.uri, [vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(0, 1))]);
    await vscode.workspace.applyEdit(edit);
    await until('its request was given up', () => given.includes('/v1/slow'));
    const cell = notebook.cellAt(0);
    await vscode.commands.executeCommand('notebook.cell.execute', { ranges: [{ start: 0, end: 1 }] });
    await until('the next one has ended', () => cell.executionSummary?.success === true);
    assert.equal(server.requests.length, 2);
  });
});
