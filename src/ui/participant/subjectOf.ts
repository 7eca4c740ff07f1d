import * as vscode from 'vscode';
import { fileOf, passageAt, type Passage } from '../../editor/context.ts';
import type { Parts } from '../parts.ts';
import { passageOf } from '../passageOf.ts';
import { isAboutTheSame, type CommandName } from './followUps.ts';
import type { ReadReferences } from './readReferences.ts';

/** Where the code of an answer was, as its result keeps it. */
export interface KeptSubject {
  uri: string;
  /** Of its first line, from 0. */
  line: number;
  whole: boolean;
}

interface Asked {
  command: CommandName | undefined;
  prompt: string;
  read: ReadReferences;
  /** That of the answer before. */
  last: KeptSubject | undefined;
}

/**
 * The code that a request is about: a part of a file that it refers to, the selection in a file that it refers to, that
 * file, the code of the answer before where a follow-up was clicked, else what our commands would take in the editor.
 * Undefined where it needs none. Throws a sentence where it needs one and no file is open.
 */
export async function subjectOf(parts: Parts, { command, prompt, read, last }: Asked): Promise<Passage | undefined> {
  const { texts, images } = read;
  const passages = texts.flatMap(({ passage, implicit }) => (passage ? [{ passage, implicit }] : []));
  const part =
    passages.find(({ passage, implicit }) => passage.kind === 'selection' && !implicit) ?? implicitIn(parts, passages);
  if (part) return part.passage;
  const editor = parts.lastEditor.current;
  const named = passages.find(({ implicit }) => !implicit);
  if (named) {
    const selected = editor?.document === named.passage.document && !editor.selection.isEmpty;
    return selected ? passageAt(editor.document, editor.selection) : named.passage;
  }
  if (command === undefined || (command === 'explain' && texts.length + images.length > 0)) {
    return editor && !editor.selection.isEmpty ? passageAt(editor.document, editor.selection) : undefined;
  }
  if (last && isAboutTheSame(prompt)) return reopen(last);
  return passageOf(parts, []);
}

/** What VS Code says is selected; of what is only in view it says the same, so the editor is asked. */
function implicitIn<P extends { passage: Passage; implicit: boolean }>(
  { lastEditor }: Parts,
  passages: readonly P[],
): P | undefined {
  const editor = lastEditor.current;
  return passages.find(
    ({ passage, implicit }) =>
      implicit &&
      passage.kind === 'selection' &&
      editor?.document === passage.document &&
      !editor.selection.isEmpty &&
      passage.range.contains(editor.selection),
  );
}

/** The code may have changed since: the definition that begins there now. */
async function reopen({ uri, line, whole }: KeptSubject): Promise<Passage> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
  if (whole) return fileOf(document);
  const { firstNonWhitespaceCharacterIndex: character } = document.lineAt(Math.min(line, document.lineCount - 1));
  const at = document.validatePosition(new vscode.Position(line, character));
  return passageAt(document, new vscode.Range(at, at));
}
