import * as vscode from 'vscode';
import type { App } from '../app.ts';
import { notebookType, requestLanguage } from '../notebook/notebookType.ts';

const prose = `# API notebook

Each cell is a request: method and path, headers if any, and after a blank line the body. Run it with the button beside it.
A cell with a name is there for those below it: \`{{hello.id}}\` is the id of its answer.`;

/** Opens a new notebook with one request, for the model that is chosen. */
export async function run({ account }: App): Promise<void> {
  const api = account.api();
  const model = await modelOf(account);
  const request = api === 'responses' ? responses(model) : chatCompletions(model);
  const notebook = await vscode.workspace.openNotebookDocument(
    notebookType,
    new vscode.NotebookData([
      new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, prose, 'markdown'),
      new vscode.NotebookCellData(vscode.NotebookCellKind.Code, `# @name hello\n${request}`, requestLanguage),
    ]),
  );
  await vscode.window.showNotebookDocument(notebook);
}

/** A notebook can be written without a server: the model is then left to be filled in. */
async function modelOf(account: App['account']): Promise<string> {
  try {
    return await account.model();
  } catch {
    return '';
  }
}

const responses = (model: string) => `POST /responses

{
  "model": ${JSON.stringify(model)},
  "input": "Say hello in three languages.",
  "stream": true
}`;

const chatCompletions = (model: string) => `POST /chat/completions

{
  "model": ${JSON.stringify(model)},
  "messages": [{ "role": "user", "content": "Say hello in three languages." }],
  "stream": true
}`;
