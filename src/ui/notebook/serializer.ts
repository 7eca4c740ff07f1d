import * as vscode from 'vscode';
import { formatMarkdown, newFile, parseMarkdown, type MarkdownCell, type Written } from './markdownCells.ts';
import { requestLanguage } from './notebookType.ts';

/** A notebook of a file's bytes. Throws a sentence where they are not UTF-8: writing them back would change them. */
export function readNotebook(content: Uint8Array): vscode.NotebookData {
  const { cells, ...file } = parseMarkdown(decode(content));
  const data = new vscode.NotebookData(cells.map(cellData));
  data.metadata = { file };
  return data;
}

/** The bytes of its file; of what has not changed, those it was read from. */
export function writeNotebook(data: vscode.NotebookData): Uint8Array {
  const { file = newFile } = (data.metadata ?? {}) as { file?: typeof newFile };
  const cells = data.cells.map(({ kind, value, metadata }): MarkdownCell => {
    const { written } = (metadata ?? {}) as { written?: Written };
    const isRequest = kind === vscode.NotebookCellKind.Code;
    return { kind: isRequest ? 'request' : 'markdown', text: value, ...(written && { written }) };
  });
  return new TextEncoder().encode(formatMarkdown({ ...file, cells }));
}

function cellData({ kind, text, written }: MarkdownCell): vscode.NotebookCellData {
  const data =
    kind === 'request'
      ? new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, requestLanguage)
      : new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, text, 'markdown');
  data.metadata = { written };
  return data;
}

function decode(content: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch (cause) {
    throw new Error('The file is not UTF-8. Open it with the text editor and save it as UTF-8.', { cause });
  }
}
