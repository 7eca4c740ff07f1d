import * as vscode from 'vscode';

/** The one name that `written` is but for upper case, signs or its ending; undefined where there is none or several. */
export function closestName(written: string, names: readonly string[]): string | undefined {
  const withoutSigns = (name: string) => name.toLowerCase().replaceAll(/[-_\s]/g, '');
  const stem = (name: string) => withoutSigns(name).replace(/\.[^.]*$/, '');
  for (const form of [withoutSigns, stem]) {
    const [only, ...others] = names.filter((name) => form(name) === form(written));
    if (only !== undefined && others.length === 0) return only;
  }
  return undefined;
}

/** The path below `root` that was meant by one that is not there, as it is on disk; undefined where nothing is like it. */
export async function suggestPath(root: vscode.Uri, relative: string): Promise<string | undefined> {
  let found = root;
  const names: string[] = [];
  for (const segment of relative.split('/')) {
    const entries = await namesIn(found);
    const name = entries.includes(segment) ? segment : closestName(segment, entries);
    if (name === undefined) return elsewhere(root, relative);
    names.push(name);
    found = vscode.Uri.joinPath(found, name);
  }
  return names.join('/');
}

/** None of a folder that is not there. */
const namesIn = (folder: vscode.Uri): Promise<string[]> =>
  Promise.resolve(vscode.workspace.fs.readDirectory(folder)).then(
    (entries) => entries.map(([name]) => name),
    () => [],
  );

/** The only file of this name, wherever it is. */
async function elsewhere(root: vscode.Uri, relative: string): Promise<string | undefined> {
  const name = relative.split('/').at(-1) ?? '';
  if (/[[\]{}*?]/.test(name)) return undefined;
  const files = await vscode.workspace.findFiles(new vscode.RelativePattern(root, `**/${name}`), undefined, 2);
  const [only, ...others] = files;
  return only && others.length === 0 ? only.path.slice(root.path.length + 1) : undefined;
}
