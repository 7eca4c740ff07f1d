import * as vscode from 'vscode';
import type { App } from '../app.ts';
import { notebookType, requestLanguage } from '../notebook/notebookType.ts';
import type { PastedCells } from '../notebook/curl/cellsFromCurl.ts';

/** Puts the curl commands of the clipboard, or of a question, into the active API notebook or a new one. Runs nothing. */
export async function run({ account }: App): Promise<void> {
  const { cellsFromCurl, holdsCurl } = await import('../notebook/curl/cellsFromCurl.ts');
  const servers = { active: account.profile, all: account.profiles() };
  const clipboard = await vscode.env.clipboard.readText();
  const text = holdsCurl(clipboard) ? clipboard : await askForCommand();
  if (text === undefined) return;
  const pasted = cellsFromCurl(text, servers);
  await insertCells(pasted);
  if (pasted.notes.length > 0) void vscode.window.showInformationMessage(pasted.notes.join(' '));

  function askForCommand(): Thenable<string | undefined> {
    return vscode.window.showInputBox({
      title: 'Paste curl as Request',
      prompt: 'The clipboard holds no curl command.',
      placeHolder: 'curl https://api.openai.com/v1/models',
      ignoreFocusOut: true,
      validateInput: (value) => {
        try {
          if (value.trim() !== '') cellsFromCurl(value, servers);
          return undefined;
        } catch (error) {
          return (error as Error).message;
        }
      },
    });
  }
}

/** Behind the selected cells, as one step to undo, and selects what came in. */
async function insertCells({ cells }: PastedCells): Promise<void> {
  const data = cells.map((text) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, requestLanguage));
  const active = vscode.window.activeNotebookEditor;
  if (active?.notebook.notebookType !== notebookType) {
    const notebook = await vscode.workspace.openNotebookDocument(notebookType, new vscode.NotebookData(data));
    const editor = await vscode.window.showNotebookDocument(notebook);
    select(editor, 0, data.length);
    return;
  }
  const { notebook, selections } = active;
  const at = Math.min(notebook.cellCount, Math.max(0, ...selections.map(({ end }) => end)));
  const edit = new vscode.WorkspaceEdit();
  edit.set(notebook.uri, [vscode.NotebookEdit.insertCells(at, data)]);
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error('The notebook cannot be changed.');
  select(active, at, at + data.length);
}

function select(editor: vscode.NotebookEditor, from: number, to: number): void {
  const range = new vscode.NotebookRange(from, to);
  editor.selections = [range];
  editor.revealRange(range, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
}
