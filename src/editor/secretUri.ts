import { realpath } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { isSecret } from './sensitiveFiles.ts';

/** Whether a document or file usually holds keys or passwords, by its name and, links followed, by where it is. */
export async function isSecretUri({ scheme, path: requested, fsPath }: vscode.Uri): Promise<boolean> {
  const real = scheme === 'file' ? await realpath(fsPath).catch(() => fsPath) : requested;
  return isSecret({ relative: real.replaceAll(path.sep, '/'), requested });
}

/** Throws a sentence for a file that is not sent to a model without being asked for by name. */
export async function refuseSecret(uri: vscode.Uri): Promise<void> {
  if (!(await isSecretUri(uri))) return;
  throw new Error(
    `${vscode.workspace.asRelativePath(uri)} usually holds keys or passwords, so it is not sent. Write what may be seen of it into the message.`,
  );
}
