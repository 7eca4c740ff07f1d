import * as vscode from 'vscode';
import { parseCell } from '../cell.ts';
import { requestLanguage } from '../notebookType.ts';
import type { CellContext } from './context.ts';

/** What the notebook of a cell, its folder and the environment hold. */
export function surroundings(
  document: vscode.TextDocument,
): Pick<CellContext, 'namesAbove' | 'environment' | 'listFiles'> {
  const notebook = notebookOf(document);
  return {
    namesAbove: notebook ? namesAbove(notebook, document) : [],
    environment: Object.keys(process.env),
    listFiles: (folder) => listFiles(notebook, folder),
  };
}

/** The notebook that a cell is in. */
export function notebookOf(document: vscode.TextDocument): vscode.NotebookDocument | undefined {
  return vscode.workspace.notebookDocuments.find((notebook) =>
    notebook.getCells().some((cell) => cell.document === document),
  );
}

/** The requests of a notebook, in its order. */
export function requestsOf(notebook: vscode.NotebookDocument): vscode.TextDocument[] {
  const documents = notebook.getCells().map(({ document }) => document);
  return documents.filter(({ languageId }) => languageId === requestLanguage);
}

function namesAbove(notebook: vscode.NotebookDocument, document: vscode.TextDocument): string[] {
  const requests = requestsOf(notebook);
  const above = requests.slice(0, requests.indexOf(document));
  return [...new Set(above.flatMap((one) => parseCell(one.getText()).name ?? []))];
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
