import * as vscode from 'vscode';
import { hashOf, type FileContent } from '../../store/checkpointStore.ts';
import { locateUri } from '../tools/workspaceFiles.ts';
import type { Fingerprints } from './planRestore.ts';

/** Larger files are not kept. */
export const mostKeptBytes = 20 * 1024 * 1024;

export interface ContentNow extends FileContent {
  /** Stands for the content of a file that is not kept: it is too large, or a link leads elsewhere. */
  large?: string;
}

/** What is on disk, and what an editor holds unsaved. A folder counts as too large, and nothing is read through a link. */
export async function readContent(uri: vscode.Uri): Promise<ContentNow> {
  const stat = await statOf(uri);
  if (stat && stat.type & vscode.FileType.Directory) return { large: 'a folder' };
  if (stat && (await isElsewhere(uri))) return { large: 'a link' };
  if (stat && stat.size > mostKeptBytes) return { large: `${stat.size} bytes at ${stat.mtime}` };
  const document = openDocument(uri);
  return {
    ...(stat && { disk: await vscode.workspace.fs.readFile(uri) }),
    ...(document?.isDirty && {
      unsaved: await vscode.workspace.encode(document.getText(), { encoding: document.encoding }),
    }),
  };
}

/** Whether a file is outside of the open folders, or a link leads to another place. */
export const isElsewhere = async (uri: vscode.Uri): Promise<boolean> =>
  (await locateUri(uri))?.uri.toString() !== uri.toString();

export const fingerprintsOf = ({ disk, unsaved, large }: ContentNow): Fingerprints => ({
  disk: large ?? (disk && hashOf(disk)),
  unsaved: unsaved && hashOf(unsaved),
});

export const openDocument = (uri: vscode.Uri): vscode.TextDocument | undefined =>
  vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());

export const nameOf = (uri: vscode.Uri): string => vscode.workspace.asRelativePath(uri);

const absent: ReadonlySet<string> = new Set(['FileNotFound', 'FileNotADirectory']);

/** Undefined where nothing is there. */
async function statOf(uri: vscode.Uri): Promise<vscode.FileStat | undefined> {
  try {
    return await vscode.workspace.fs.stat(uri);
  } catch (error) {
    if (error instanceof vscode.FileSystemError && absent.has(error.code)) return undefined;
    throw error;
  }
}
