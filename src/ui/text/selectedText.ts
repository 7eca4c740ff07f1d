import * as vscode from 'vscode';
import type { Parts } from '../parts.ts';

export interface SelectedText {
  text: string;
  /** `notes.md:3–7`, or `notes.md` for the whole of it. */
  label: string;
  /** 1-based, of the first character. */
  startLine: number;
  isWhole: boolean;
}

/**
 * Exactly what is selected in the document a command was given with its range, else in the last editor; the whole
 * document where nothing is. Throws a sentence where there is no text.
 */
export async function selectedText({ lastEditor }: Parts, args: readonly unknown[]): Promise<SelectedText> {
  const [uri, given] = args;
  const isGiven = uri instanceof vscode.Uri && given instanceof vscode.Range;
  const document = isGiven ? await vscode.workspace.openTextDocument(uri) : lastEditor.require().document;
  const range = isGiven ? given : lastEditor.require().selection;
  const isWhole = range.isEmpty;
  const text = document.getText(isWhole ? undefined : range);
  const name = document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1);
  if (text.trim() === '') throw new Error(`There is no text in ${isWhole ? name : 'the selection'}.`);
  const startLine = isWhole ? 1 : range.start.line + 1;
  const endLine = startLine + text.trimEnd().split('\n').length - 1;
  const lines = startLine === endLine ? `${startLine}` : `${startLine}–${endLine}`;
  return { text, label: isWhole ? name : `${name}:${lines}`, startLine, isWhole };
}
