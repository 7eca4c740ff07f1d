import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { requireTrust } from '../requireTrust.ts';
import { CellError } from './placeholders.ts';
import type { FileAccess } from './readFile.ts';

/** Throws a CellError in a workspace that is not trusted. */
export function assertTrusted(): void {
  try {
    requireTrust('runs no cell of a notebook');
  } catch (cause) {
    throw new CellError((cause as Error).message, { cause, actions: ['manageTrust'] });
  }
}

/** Asks in a dialog that has to be answered. */
export async function confirm(question: { message: string; detail: string; action: string }): Promise<boolean> {
  const { message, detail, action } = question;
  return (await vscode.window.showInformationMessage(message, { modal: true, detail }, action)) === action;
}

/** Where a notebook's files are looked for, and where they are taken from without a question. */
export function foldersOf({ uri, isUntitled }: vscode.NotebookDocument): Pick<FileAccess, 'folder' | 'folders'> {
  const folders = (vscode.workspace.workspaceFolders ?? [])
    .filter((folder) => folder.uri.scheme === 'file')
    .map((folder) => folder.uri.fsPath);
  const folder = !isUntitled && uri.scheme === 'file' ? path.dirname(uri.fsPath) : folders[0];
  return { folders, ...(folder !== undefined && { folder }) };
}

/** A path as people write it: `~` for the home folder. */
export function shortPath(file: string): string {
  const home = homedir() + path.sep;
  return file.startsWith(home) ? path.join('~', file.slice(home.length)) : file;
}
