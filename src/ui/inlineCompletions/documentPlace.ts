import * as vscode from 'vscode';
import { isSecretUri } from '../../editor/secretUri.ts';
import { placeIn, type Place } from './place.ts';

/** Files of the user's and cells of notebooks; no output, no side of a diff that git holds. */
export const completedSchemes = ['file', 'untitled', 'vscode-remote', 'vscode-vfs', 'vscode-notebook-cell'].map(
  (scheme) => ({ scheme }),
);

/** Far more lines than go to the model. */
const mostLines = { before: 400, after: 150 };

/** A place, and what VS Code is to replace there besides. */
export interface DocumentPlace extends Place {
  /** Of the entry chosen in the list of suggestions, which a completion goes on from. */
  selected?: vscode.SelectedCompletionInfo;
}

/** Undefined where nothing is to be proposed: within a word, or beside what is chosen in the list of suggestions. */
export function placeAt(
  document: vscode.TextDocument,
  position: vscode.Position,
  { triggerKind, selectedCompletionInfo: selected }: vscode.InlineCompletionContext,
): DocumentPlace | undefined {
  const isAsked = triggerKind === vscode.InlineCompletionTriggerKind.Invoke;
  const [start, end] = selected ? [selected.range.start, selected.range.end] : [position, position];
  if (selected && !selected.text.startsWith(document.getText(new vscode.Range(start, position)))) return undefined;
  const first = new vscode.Position(Math.max(0, start.line - mostLines.before), 0);
  const last = document.lineAt(Math.min(document.lineCount - 1, end.line + mostLines.after)).range.end;
  const textIn = (range: vscode.Range) => document.getText(range).replaceAll('\r\n', '\n');
  const place = placeIn(
    {
      file: vscode.workspace.asRelativePath(document.uri),
      languageId: document.languageId,
      before: textIn(new vscode.Range(first, start)) + (selected?.text ?? ''),
      after: textIn(new vscode.Range(end, last)),
    },
    { isAsked },
  );
  return place && { ...place, ...(selected && { selected }) };
}

/** Whether the name of the file, or of what it is a link to, is one that secrets are kept under. */
export const isSecretDocument = async ({ uri, languageId }: vscode.TextDocument): Promise<boolean> =>
  languageId === 'dotenv' || isSecretUri(uri);

/** Whether the settings have completions in this language. */
export const isCompleted = (languages: Readonly<Record<string, boolean>>, languageId: string): boolean =>
  languages[languageId] ?? languages['*'] ?? true;
