import * as vscode from 'vscode';
import { fitTo } from '../editor/codeAnswer.ts';
import { splitLines } from '../editor/edit/lineDiff.ts';
import { omissionIn } from '../editor/edit/slips.ts';
import type { Edits, Review } from '../editor/review/edits.ts';

/** A part of a document as it was at one moment. */
export interface Target {
  uri: vscode.Uri;
  /** The whole text, and where the part is in it. */
  text: string;
  start: number;
  end: number;
  /** The part as a person reads it: "cart.ts:3–9". */
  label: string;
}

export function targetOf(document: vscode.TextDocument, range: vscode.Range): Target {
  const [first, last] = [range.start.line + 1, range.end.line + 1];
  const lines = first === last ? first : `${first}–${last}`;
  return {
    uri: document.uri,
    text: document.getText(),
    start: document.offsetAt(range.start),
    end: document.offsetAt(range.end),
    label: `${vscode.workspace.asRelativePath(document.uri)}:${lines}`,
  };
}

/**
 * Shows the target with the code in its place, as a diff. Undefined where that changes nothing. Throws a sentence for code
 * that leaves parts out.
 */
export async function proposeChange(
  edits: Edits,
  { uri, text, start, end, label }: Target,
  code: string,
  what: string,
): Promise<Review | undefined> {
  const left = omissionIn(code, splitLines(text));
  if (left !== undefined) throw new Error(`The code is not complete: "${left}" stands for a part that is left out.`);
  const proposed = text.slice(0, start) + fitTo(text.slice(start, end), code, text) + text.slice(end);
  return proposed === text ? undefined : edits.propose({ uri, original: text, proposed, title: `${label} (${what})` });
}
