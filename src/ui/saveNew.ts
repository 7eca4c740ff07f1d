import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { confine } from '../editor/paths.ts';
import { safeFileName } from '../openai/safeFileName.ts';

const slugCharacters = 60;

/** A short file name of a text: `A red fox, at dawn` becomes `a-red-fox-at-dawn`. Never empty. */
export function slugOf(text: string, fallback: string): string {
  const words =
    text
      .toLowerCase()
      .normalize('NFC')
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  let slug = '';
  for (const word of words) {
    const longer = slug === '' ? Array.from(word).slice(0, slugCharacters).join('') : `${slug}-${word}`;
    if (longer.length > slugCharacters) break;
    slug = longer;
  }
  return safeFileName(slug, fallback);
}

/**
 * The folder for what is made: the workspace folder of the document, else the only one, else one that is asked for. Throws
 * a `CancellationError` where the question is closed.
 */
export async function outputFolder(document: vscode.Uri | undefined): Promise<vscode.Uri> {
  const own = document && vscode.workspace.getWorkspaceFolder(document);
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (own) return own.uri;
  if (folders.length === 1 && folders[0]) return folders[0].uri;
  const picked =
    folders.length > 1
      ? (await vscode.window.showWorkspaceFolderPick({ placeHolder: 'Where shall it be saved?' }))?.uri
      : (
          await vscode.window.showOpenDialog({ canSelectFiles: false, canSelectFolders: true, openLabel: 'Save Here' })
        )?.[0];
  if (!picked) throw new vscode.CancellationError();
  return picked;
}

/**
 * Writes a new file below `folder` and answers where: `below/name`, or `name-2`, `name-3` … where that is taken. Links that
 * lead out of the folder are not followed: that throws a sentence.
 */
export async function saveNew(folder: vscode.Uri, below: string, name: string, bytes: Uint8Array): Promise<vscode.Uri> {
  const { name: stem, ext } = path.posix.parse(safeFileName(name));
  const parent = vscode.Uri.joinPath(folder, below);
  if (folder.scheme === 'file') {
    await confine(parent.fsPath, [{ name: path.basename(folder.fsPath), path: folder.fsPath }]);
  }
  for (let count = 1; ; count++) {
    const uri = vscode.Uri.joinPath(parent, count === 1 ? stem + ext : `${stem}-${count}${ext}`);
    if (await writeNew(uri, bytes)) return uri;
  }
}

/** Writes a file that must not be there yet. False where it is. */
async function writeNew(uri: vscode.Uri, bytes: Uint8Array): Promise<boolean> {
  if (uri.scheme !== 'file') {
    if (await isThere(uri)) return false;
    await vscode.workspace.fs.writeFile(uri, bytes);
    return true;
  }
  await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(uri, '..'));
  try {
    // Two commands may save at once; and this follows no link.
    await writeFile(uri.fsPath, bytes, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    await rm(uri.fsPath, { force: true });
    throw error;
  }
}

/** True where there is anything of this name, a link to nothing too. */
export async function isThere(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return false;
    throw error;
  }
}
