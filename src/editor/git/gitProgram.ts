import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';

/** What is used of the built-in extension's API. */
interface GitExtension {
  enabled: boolean;
  getAPI(version: 1): { git: { path: string } };
}

/** The git program that VS Code uses, else the one on the PATH. Throws a sentence where there is none. */
export async function findGit(): Promise<string> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (extension?.isActive && extension.exports.enabled) return extension.exports.getAPI(1).git.path;
  const name = process.platform === 'win32' ? 'git.exe' : 'git';
  // By its whole path: by name alone Windows would take one that lies in the repository.
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const program = path.join(folder, name);
    if (path.isAbsolute(folder) && (await isExecutable(program))) return program;
  }
  throw new Error('There is no git on this machine.');
}

const isExecutable = (program: string): Promise<boolean> =>
  access(program, constants.X_OK).then(
    () => true,
    () => false,
  );
