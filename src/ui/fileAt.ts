import path from 'node:path';
import * as vscode from 'vscode';
import { fileFromPath } from '../openai/fileFromPath.ts';

/** A file to send: from disk as it is sent, from anywhere else whole. Rejects with the file system's error. */
export async function fileAt(uri: vscode.Uri): Promise<File> {
  if (uri.scheme === 'file') return fileFromPath(uri.fsPath);
  const bytes = await vscode.workspace.fs.readFile(uri);
  return new File([new Uint8Array(bytes)], path.posix.basename(uri.path));
}

/**
 * The files that a command of the explorer was given, the one clicked first, of those whose name ends in one of the
 * extensions; without any the user is asked. Throws a `CancellationError` where that is closed.
 */
export async function filesGiven(
  args: readonly unknown[],
  options: { title: string; kind: string; extensions: readonly string[]; many: boolean },
): Promise<[vscode.Uri, ...vscode.Uri[]]> {
  const [clicked, selected] = args;
  const given = [clicked, ...(Array.isArray(selected) ? (selected as unknown[]) : [])]
    .filter((uri) => uri instanceof vscode.Uri)
    .filter((uri, index, all) => all.findIndex((other) => other.toString() === uri.toString()) === index)
    .filter(({ path: name }) => options.extensions.includes(path.posix.extname(name).slice(1).toLowerCase()));
  const [first, ...others] = given;
  if (first) return [first, ...others];
  const [picked, ...more] =
    (await vscode.window.showOpenDialog({
      title: options.title,
      canSelectMany: options.many,
      filters: { [options.kind]: [...options.extensions] },
    })) ?? [];
  if (!picked) throw new vscode.CancellationError();
  return [picked, ...more];
}
