import * as vscode from 'vscode';
import { notebookType, requestLanguage } from './notebookType.ts';

/**
 * Puts requests behind the selected cells of the active API notebook, as one step to undo, or into a new notebook, and
 * selects them. Runs nothing.
 */
export async function insertCells(cells: readonly string[]): Promise<void> {
  const data = cells.map((text) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, requestLanguage));
  const active = activeNotebook();
  if (!active) {
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

function activeNotebook(): vscode.NotebookEditor | undefined {
  const active = vscode.window.activeNotebookEditor;
  return active?.notebook.notebookType === notebookType ? active : undefined;
}

function select(editor: vscode.NotebookEditor, from: number, to: number): void {
  const range = new vscode.NotebookRange(from, to);
  editor.selections = [range];
  editor.revealRange(range, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
}
