import * as vscode from 'vscode';
import { savingChanges } from './settings.ts';

/** A created file is on disk already: it is saved once more where the settings want saving to format or trim. */
export async function saveCreated(uri: vscode.Uri): Promise<void> {
  const document = await readable(uri);
  if (!document || document.isDirty || !savingChanges(document)) return;
  // VS Code saves nothing that is as on disk: a line that takes its own place makes it unsaved.
  const at = document
    .getText()
    .split(/\r?\n/)
    .findIndex((line) => line !== '');
  if (at < 0) return;
  const { range, text } = document.lineAt(at);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, range, text);
  if (await vscode.workspace.applyEdit(edit)) await document.save();
}

/** Undefined for what no text editor opens. */
async function readable(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    return undefined;
  }
}
