import path from 'node:path';
import * as vscode from 'vscode';
import { locateUri } from './workspaceFiles.ts';

const mostWords = 100;
const mostBases = 4;
const mostFileBytes = 1024 * 1024;

/**
 * The files of the workspace that the words of a command line name, so that what they hold can be kept before it runs;
 * those above 1 MB are left out. `folder`: where it runs. A folder that it names may be where the next word leads from.
 */
export async function namedFiles(command: string, folder: vscode.Uri): Promise<vscode.Uri[]> {
  const words = new Set(command.split(/[\s"'`;|&<>(){}$=:,@]+/).filter((word) => /^[^-\p{Cc}][^\p{Cc}]*$/u.test(word)));
  const bases = [folder];
  const files = new Map<string, vscode.Uri>();
  for (const word of [...words].slice(0, mostWords))
    for (const base of [...bases]) {
      const uri = vscode.Uri.file(path.resolve(base.fsPath, word));
      const stat = await vscode.workspace.fs.stat(uri).then(
        (found) => found,
        () => undefined,
      );
      const isFolder = stat !== undefined && (stat.type & vscode.FileType.Directory) !== 0;
      if (isFolder && bases.length < mostBases) bases.push(uri);
      if (!stat || isFolder) continue;
      if (stat.size <= mostFileBytes && (await locateUri(uri))?.uri.toString() === uri.toString())
        files.set(uri.toString(), uri);
    }
  return [...files.values()];
}
