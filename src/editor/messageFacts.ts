import * as vscode from 'vscode';
import type { LastEditor } from './context.ts';
import { plainLine } from './otherTools/plainText.ts';

const mostOpenFiles = 8;
const mostNameCharacters = 200;

/** What holds as a message is sent and may not at the next: the date, and which files of the workspace are open. */
export function messageFacts(lastEditor: Pick<LastEditor, 'current'>, now = new Date()): string[] {
  const editor = lastEditor.current;
  const active = editor && nameOf(editor.document.uri);
  const open = vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap(({ input }) => (input instanceof vscode.TabInputText ? (nameOf(input.uri) ?? []) : []));
  const others = [...new Set(open)].filter((name) => name !== active).slice(0, mostOpenFiles);
  return [
    `Date: ${localDate(now)}`,
    ...(editor && active !== undefined ? [`Active file: ${active}, line ${editor.selection.active.line + 1}`] : []),
    ...(others.length > 0 ? [`Also open: ${others.join(', ')}`] : []),
  ];
}

/** Undefined for what is in no folder of the workspace: that is nobody's business. */
const nameOf = (uri: vscode.Uri): string | undefined =>
  vscode.workspace.getWorkspaceFolder(uri) && plainLine(vscode.workspace.asRelativePath(uri), mostNameCharacters);

const localDate = (now: Date): string =>
  [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
