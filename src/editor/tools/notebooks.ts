import * as vscode from 'vscode';
import { cutMiddle } from './output.ts';
import { locateExisting, type WorkspaceFile } from './workspaceFiles.ts';

/** Opens the notebook without showing it. Throws a sentence where the file is none. */
export async function openNotebook(path: string): Promise<{ file: WorkspaceFile; notebook: vscode.NotebookDocument }> {
  const file = await locateExisting(path);
  try {
    return { file, notebook: await vscode.workspace.openNotebookDocument(file.uri) };
  } catch (error) {
    throw new Error(`${file.label} is no notebook that VS Code can open.`, { cause: error });
  }
}

/** The cell of that number, from 0. Throws a sentence. */
export function cellAt(
  notebook: vscode.NotebookDocument,
  { label }: WorkspaceFile,
  index: number,
): vscode.NotebookCell {
  if (!Number.isInteger(index) || index < 0 || index >= notebook.cellCount)
    throw new Error(`${label} has ${notebook.cellCount} cells, from 0 on; there is no cell ${index}.`);
  return notebook.cellAt(index);
}

export const languageOf = (cell: vscode.NotebookCell): string =>
  cell.kind === vscode.NotebookCellKind.Markup ? 'markdown' : cell.document.languageId;

/** What a cell has put out, as text. Of images only the type is told. */
export function outputText({ outputs }: vscode.NotebookCell, limit: number): string {
  const parts = outputs.map(({ items }) => {
    const item =
      items.find(({ mime }) => isText(mime) && mime !== 'text/html') ?? items.find(({ mime }) => isText(mime));
    const text = item && new TextDecoder().decode(item.data);
    if (text === undefined) return `[${items.map(({ mime }) => mime).join(', ')}]`;
    return item?.mime === errorMime ? errorText(text) : text.trimEnd();
  });
  return cutMiddle(parts.join('\n'), limit);
}

const errorMime = 'application/vnd.code.notebook.error';

const isText = (mime: string): boolean =>
  /^text\/|[/+]json$|^application\/vnd\.code\.notebook\.(stdout|stderr|error)$/.test(mime);

function errorText(json: string): string {
  const { name = 'Error', message = '', stack = '' } = JSON.parse(json) as Partial<Error>;
  return `${name}: ${message}${stack === '' ? '' : `\n${stack}`}`;
}
