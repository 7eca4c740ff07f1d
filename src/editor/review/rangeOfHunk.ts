import * as vscode from 'vscode';
import type { Hunk } from '../edit/hunks.ts';

/** The lines of the hunk in the document that has the changes; where lines were only removed, the one before them. */
export function rangeOfHunk(document: vscode.TextDocument, { at, lines }: Hunk): vscode.Range {
  const last = document.lineCount - 1;
  const first = Math.min(lines.length > 0 ? at : Math.max(0, at - 1), last);
  const end = Math.min(lines.length > 0 ? at + lines.length - 1 : first, last);
  return new vscode.Range(first, 0, end, document.lineAt(end).range.end.character);
}
