import * as vscode from 'vscode';
import { locateUri } from '../tools/workspaceFiles.ts';
import type { WatchedChanges } from './commandWatch.ts';
import { readContent, type ContentNow } from './fileContent.ts';

/** A file that a command has changed, as it is now. */
export interface ChangedFile {
  /** Its URI. */
  name: string;
  how: keyof WatchedChanges;
  now: ContentNow;
}

/** More files than a person would look through: a build or an installation, which is not taken back file by file. */
const mostFiles = 500;

/** What git and package managers keep for themselves is theirs: it is neither held nor restored. */
const isTheirs = (uri: vscode.Uri): boolean => /\/(\.git|node_modules)(\/|$)/.test(uri.path);

/**
 * The files of the workspace that were changed. Of a folder that came or went, VS Code may tell only as a whole: then
 * these are all files in one that came, and of one that went the known ones and it.
 */
export async function changedFiles(
  { created, changed, deleted }: WatchedChanges,
  known: readonly string[],
): Promise<ChangedFile[]> {
  const found = new Map<string, ChangedFile>();
  const add = async (name: string, how: ChangedFile['how']): Promise<void> => {
    const uri = vscode.Uri.parse(name, true);
    if (found.has(name) || found.size >= mostFiles || isTheirs(uri)) return;
    if ((await locateUri(uri))?.uri.toString() !== name) return;
    const now = await readContent(uri);
    if (now.large !== 'a folder') found.set(name, { name, how, now });
    else if (how === 'created') for (const inside of await filesIn(uri)) await add(inside.toString(), how);
  };
  for (const name of deleted) {
    for (const inside of known) if (inside.startsWith(`${name}/`)) await add(inside, 'deleted');
    await add(name, 'deleted');
  }
  for (const name of changed) await add(name, 'changed');
  for (const name of created) await add(name, 'created');
  return [...found.values()];
}

const filesIn = (folder: vscode.Uri): Thenable<vscode.Uri[]> =>
  vscode.workspace.findFiles(new vscode.RelativePattern(folder, '**/*'), '**/node_modules/**', mostFiles);
