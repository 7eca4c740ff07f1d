import { posix } from 'node:path';
import type * as vscode from 'vscode';
import { parseCell } from './cell.ts';

/** Which cell makes a request: `api.openai.md: hello`, or its place where it has no name. */
export function cellLabel({ document, index, notebook }: vscode.NotebookCell): string {
  const { name } = parseCell(document.getText());
  return `${posix.basename(notebook.uri.path)}: ${name ?? `cell ${index + 1}`}`;
}
