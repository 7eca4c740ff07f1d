import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from '../support/until.ts';

const command = `curl https://api.openai.com/v1/chat/completions \\
  -H "Authorization: Bearer sk-0123456789abcdefghij" \\
  -d '{"model": "gpt-5", "messages": [{"role": "user", "content": "Hi"}], "stream": true}'
curl https://api.openai.com/v1/models`;
const textsOf = (notebook: vscode.NotebookDocument) => notebook.getCells().map(({ document }) => document.getText());

async function paste(text: string): Promise<vscode.NotebookEditor> {
  await vscode.env.clipboard.writeText(text);
  await vscode.commands.executeCommand('parley.pasteCurl');
  return until('a notebook is active', () => vscode.window.activeNotebookEditor);
}

async function copied(as: string, ...args: unknown[]): Promise<string> {
  await vscode.env.clipboard.writeText('nothing');
  await vscode.commands.executeCommand(`parley.copyAs${as}`, ...args);
  return vscode.env.clipboard.readText();
}

describe('curl', () => {
  afterEach(async () => {
    while (vscode.window.activeNotebookEditor) {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
  });

  it('is pasted into a new notebook, then behind the selected cell, without the key', async () => {
    const { notebook } = await paste(command);
    const [first = '', second] = textsOf(notebook);
    assert.equal(notebook.notebookType, 'parley-api');
    assert.match(first, /^POST \/chat\/completions\n\n\{\n {2}"model": "gpt-5"/);
    assert.equal(second, 'GET /models');
    const editor = await until('the notebook is active', () => vscode.window.activeNotebookEditor);
    editor.selections = [new vscode.NotebookRange(0, 1)];
    await paste('curl https://api.openai.com/v1/files');
    assert.deepEqual(textsOf(notebook), [first, 'GET /files', 'GET /models']);
    assert.deepEqual([editor.selection.start, editor.selection.end], [1, 2]);
    assert.ok(!textsOf(notebook).join().includes('sk-'));
  });

  it('comes out of a cell again, as do TypeScript and Python', async () => {
    const { notebook } = await paste(command);
    const cell = notebook.cellAt(0);
    assert.match(
      await copied('Curl', cell),
      /^curl 'https:\/\/api\.openai\.com\/v1\/chat\/completions' \\\n {2}-H "Authorization: Bearer \$OPENAI_API_KEY"/,
    );
    assert.match(await copied('TypeScript', cell), /client\.chat\.completions\.create\(\{[^]*for await/);
    assert.match(await copied('Python', cell), /client\.chat\.completions\.create\([^]*for event in/);
    const editor = await until('the notebook is active', () => vscode.window.activeNotebookEditor);
    editor.selections = [new vscode.NotebookRange(1, 2)];
    assert.match(await copied('Python'), /client\.models\.list\(\)/);
  });
});
