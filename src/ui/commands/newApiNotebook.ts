import * as vscode from 'vscode';
import type { App } from '../app.ts';
import { requestLanguage } from '../notebook/notebookType.ts';

const prose = `# API notebook

Each cell is a request: method and path, headers if any, and after a blank line the body. Run it with the button beside it.
A cell with a name is there for those below it: \`{{hello.id}}\` is the id of its answer.`;

/** Opens a new notebook with one request, for the model that is chosen. */
export async function run({ account }: App): Promise<void> {
  const api = account.api();
  const model = await modelOf(account);
  const request = api === 'responses' ? responses(model) : chatCompletions(model);
  const cells = [
    new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, prose, 'markdown'),
    new vscode.NotebookCellData(vscode.NotebookCellKind.Code, `# @name hello\n${request}`, requestLanguage),
  ];
  const notebook = await vscode.workspace.openNotebookDocument(newName());
  const edit = new vscode.WorkspaceEdit();
  edit.set(notebook.uri, [vscode.NotebookEdit.insertCells(0, cells)]);
  await vscode.workspace.applyEdit(edit);
  const theRequest = new vscode.NotebookRange(1, 2);
  await vscode.window.showNotebookDocument(notebook, { selections: [theRequest] });
}

/** With the ending by which a saved file is a notebook again: VS Code would propose `Untitled-1.md`. */
function newName(): vscode.Uri {
  const taken = new Set(vscode.workspace.notebookDocuments.map(({ uri }) => uri.toString()));
  for (let number = 1; ; number++) {
    const uri = vscode.Uri.from({ scheme: 'untitled', path: `Untitled-${number}.openai.md` });
    if (!taken.has(uri.toString())) return uri;
  }
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
