import * as vscode from 'vscode';
import { searchExcludes } from '../settings.ts';
import { anyOf, ignoreGlobs } from './ignoreGlobs.ts';
import { locateUri, workspaceRoots, type WorkspaceFile } from './workspaceFiles.ts';

/** How many files one search looks at. */
const maxFiles = 20_000;

/**
 * The workspace files that match the glob, sorted by path, without what files.exclude, search.exclude and the
 * .gitignore of a workspace folder leave out, and without what links lead to outside the workspace.
 */
export async function searchFiles(glob: string, signal: AbortSignal): Promise<WorkspaceFile[]> {
  const source = new vscode.CancellationTokenSource();
  const cancel = (): void => source.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const uris = await Promise.all(
      targets(glob).map(async ({ uri, glob }) => {
        const exclude = anyOf([...searchExcludes(uri), '**/.git/**', ...(await ignoredIn(uri))]);
        return vscode.workspace.findFiles(new vscode.RelativePattern(uri, glob), exclude, maxFiles, source.token);
      }),
    );
    signal.throwIfAborted();
    const files = await Promise.all(uris.flat().map(locateUri));
    const inside = files.filter((file) => file !== undefined);
    return [...new Map(inside.map((file) => [file.label, file])).values()].sort((a, b) => (a.label < b.label ? -1 : 1));
  } finally {
    signal.removeEventListener('abort', cancel);
    source.dispose();
  }
}

/** A bare name is looked for everywhere; with several folders the glob may begin with the name of one. */
function targets(glob: string): { uri: vscode.Uri; glob: string }[] {
  const clean = glob.replace(/^\.?\//, '');
  const roots = workspaceRoots();
  const [first, ...rest] = clean.split('/');
  const named = roots.length > 1 && rest.length > 0 ? roots.find(({ name }) => name === first) : undefined;
  if (named) return [{ uri: named.uri, glob: rest.join('/') }];
  return roots.map(({ uri }) => ({ uri, glob: clean.includes('/') ? clean : `**/${clean}` }));
}

async function ignoredIn(folder: vscode.Uri): Promise<string[]> {
  try {
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, '.gitignore'));
    return ignoreGlobs(new TextDecoder().decode(bytes));
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return [];
    throw error;
  }
}
