import * as vscode from 'vscode';

/** The cell that a command was given, itself or its document's URI; else the one selected. Throws a sentence where there is none. */
export function chosenCell(argument: unknown): vscode.NotebookCell {
  const given = uriOf(argument)?.toString();
  if (given !== undefined) {
    const cells = vscode.workspace.notebookDocuments.flatMap((notebook) => notebook.getCells());
    const found = cells.find(({ document }) => document.uri.toString() === given);
    if (found) return found;
  }
  const editor = vscode.window.activeNotebookEditor;
  if (editor && editor.selection.start < editor.notebook.cellCount)
    return editor.notebook.cellAt(editor.selection.start);
  throw new Error('Select a cell of a notebook first.');
}

function uriOf(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  const { document } = (argument ?? {}) as Partial<vscode.NotebookCell>;
  return document?.uri instanceof vscode.Uri ? document.uri : undefined;
}
