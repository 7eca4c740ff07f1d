import * as vscode from 'vscode';
import type { Parts } from '../parts.ts';

/** The workspace folder for what a tool makes: that of the last editor, else the first. Throws a sentence where there is none. */
export function saveFolder({ lastEditor }: Pick<Parts, 'lastEditor'>): vscode.Uri {
  const document = lastEditor.current?.document.uri;
  const own = document && vscode.workspace.getWorkspaceFolder(document);
  const folder = own ?? vscode.workspace.workspaceFolders?.[0];
  if (folder) return folder.uri;
  throw new Error('No folder is open to save it in. Ask the user to open one.');
}
