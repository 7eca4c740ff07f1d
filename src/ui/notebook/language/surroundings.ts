import * as vscode from 'vscode';
import { requestLanguage } from '../notebookType.ts';
import type { CellContext } from './context.ts';
import { NotebookIndex, noNames } from './notebookIndex.ts';

/** The cells of all notebooks that are open. It has to be told of changes. */
export type Cells = NotebookIndex<vscode.NotebookDocument, vscode.TextDocument>;

export const indexCells = (): Cells =>
  new NotebookIndex(() =>
    vscode.workspace.notebookDocuments.map((notebook) => [notebook, requestsOf(notebook)] as const),
  );

/** What the notebook of a cell, its folder and the environment hold. */
export function surroundings(
  cells: Cells,
  document: vscode.TextDocument,
): Pick<CellContext, 'namesAbove' | 'environment' | 'listFiles'> {
  const { notebook, namesAbove = noNames } = cells.placeOf(document) ?? {};
  return {
    namesAbove,
    environment: Object.keys(process.env),
    listFiles: (folder) => listFiles(notebook, folder),
  };
}

/** The requests of a notebook, in its order. */
export function requestsOf(notebook: vscode.NotebookDocument): vscode.TextDocument[] {
  const documents = notebook.getCells().map(({ document }) => document);
  return documents.filter(({ languageId }) => languageId === requestLanguage);
}

/** Names in a folder below that of the notebook; none for one that is elsewhere or not there. */
async function listFiles(notebook: vscode.NotebookDocument | undefined, folder: string): Promise<string[]> {
  const isSaved = notebook && !notebook.isUntitled;
  const home = isSaved ? vscode.Uri.joinPath(notebook.uri, '..') : vscode.workspace.workspaceFolders?.[0]?.uri;
  if (!home || folder.startsWith('/') || folder.split(/[/\\]/).includes('..')) return [];
  try {
    const entries = await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(home, folder));
    return entries
      .filter(([name]) => !name.startsWith('.') && name !== 'node_modules')
      .map(([name, type]) => (type & vscode.FileType.Directory ? `${name}/` : name));
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return [];
    throw error;
  }
}
