import * as vscode from 'vscode';
import type { App } from '../../app.ts';
import { parseCell } from '../cell.ts';
import type { CellSession } from '../cellSession.ts';
import { withoutKeys } from '../keys.ts';
import { loadEndpoints } from '../loadEndpoints.ts';
import { notebookType } from '../notebookType.ts';
import { parsePlaceholder, walk } from '../placeholders.ts';
import { withoutSecrets } from '../redactResult.ts';
import { readCall, type Call } from './readCall.ts';
import type { Lookup } from './value.ts';

/** Puts a cell into the clipboard as code: the one that a menu was opened at, else the selected one. */
export async function copyCell(
  { account, notebooks }: App,
  argument: unknown,
  language: string,
  write: (call: Call) => string,
): Promise<void> {
  const cell = cellOf(argument);
  const servers = [account.profile, ...account.profiles()];
  const lookup = lookupIn(cell.notebook, (other) => notebooks.session(other));
  const call = readCall(parseCell(withoutKeys(cell.document.getText())), servers, await loadEndpoints(), lookup);
  await vscode.env.clipboard.writeText(write(call));
  vscode.window.setStatusBarMessage(`$(check) Copied as ${language}`, 4_000);
}

/** The answers of the cells that have run. Throws a sentence where one has no such field. */
function lookupIn(
  notebook: vscode.NotebookDocument,
  sessionOf: (cell: vscode.NotebookCell) => CellSession | undefined,
): Lookup {
  return (expression) => {
    const placeholder = parsePlaceholder(expression);
    if (placeholder.kind !== 'answer') return undefined;
    const sessions = notebook.getCells().map(sessionOf);
    const session = sessions.findLast((one) => one?.answer && one.name === placeholder.name);
    if (!session?.answer) return undefined;
    // A server may have repeated what it was sent.
    return withoutSecrets(walk(session.answer.value, placeholder.steps, `{{${expression}}}`), session.hidden);
  };
}

/** Menus give the cell itself; anything else that comes in is not trusted to be one. */
function cellOf(argument: unknown): vscode.NotebookCell {
  const editor = vscode.window.activeNotebookEditor;
  const notebooks = vscode.workspace.notebookDocuments.filter(({ notebookType: type }) => type === notebookType);
  const [selection] = editor?.selections ?? [];
  const selected =
    editor && selection && notebooks.includes(editor.notebook) ? editor.notebook.cellAt(selection.start) : undefined;
  const cell = notebooks.flatMap((notebook) => notebook.getCells()).find((one) => one === argument) ?? selected;
  if (cell?.kind !== vscode.NotebookCellKind.Code)
    throw new Error('Select the cell of a request in an API notebook first.');
  return cell;
}
