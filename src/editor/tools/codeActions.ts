import * as vscode from 'vscode';
import { z } from 'zod';
import { defineTool, type Tool, type ToolContext } from '../../agent/tool.ts';
import { editedText } from './editedText.ts';
import { askLanguage } from './language.ts';
import { page } from './output.ts';
import type { ToolPorts } from './ports.ts';
import { reviewedCall, type FileChange } from './reviewedCall.ts';
import { locateEditable, locateUri, type WorkspaceFile } from './workspaceFiles.ts';

/** Actions beyond the first so many are listed without what they would change. */
const resolved = 50;

export const codeActions = ({ edits, outputCharacters }: ToolPorts): Tool =>
  defineTool({
    name: 'code_actions',
    description: 'Lists quick fixes and refactorings of a line, or applies one.',
    kind: 'write',
    parameters: z.strictObject({
      path: z.string(),
      line: z.number(),
      apply: z.string().nullable().describe('its title; null: list'),
    }),
    prepare: async ({ path, line, apply }, context) => {
      const file = await locateEditable(path);
      if (apply !== null) {
        const actions = await actionsAt(file, line, context);
        return reviewedCall(edits, await changesOf(chosen(actions, apply)), context);
      }
      const what = `Code actions of ${file.label}, line ${line}`;
      return {
        title: what,
        run: async () => {
          const actions = await actionsAt(file, line, context);
          return actions.length > 0 ? page(what, actions.map(describe), null, outputCharacters()) : `${what}: none.`;
        },
      };
    },
  });

async function actionsAt(file: WorkspaceFile, line: number, { signal }: ToolContext): Promise<vscode.CodeAction[]> {
  const document = await vscode.workspace.openTextDocument(file.uri);
  const index = Math.floor(line) - 1;
  if (index < 0 || index >= document.lineCount)
    throw new Error(`${file.label} has ${document.lineCount} lines; there is no line ${line}.`);
  const command = 'vscode.executeCodeActionProvider';
  const { range } = document.lineAt(index);
  const found = await askLanguage<vscode.CodeAction | vscode.Command>(
    command,
    signal,
    file.uri,
    range,
    undefined,
    resolved,
  );
  return found.filter(
    (action): action is vscode.CodeAction => !('command' in action && typeof action.command === 'string'),
  );
}

function describe({ title, kind, disabled, edit, isPreferred }: vscode.CodeAction): string {
  const notes = [
    kind?.value,
    isPreferred ? 'preferred' : undefined,
    disabled ? `not here: ${disabled.reason}` : edit ? undefined : 'only the user can apply it',
  ];
  return `${title} (${notes.filter((note) => note !== undefined && note !== '').join(', ')})`;
}

interface Applicable {
  title: string;
  edit: vscode.WorkspaceEdit;
}

function chosen(actions: readonly vscode.CodeAction[], title: string): Applicable {
  const named = actions.filter((action) => action.title === title);
  const action = named.find(({ edit, disabled }) => edit && !disabled) ?? named[0];
  if (!action)
    throw new Error(
      `There is no code action "${title}" here. There are: ${actions.map((one) => one.title).join('; ')}`,
    );
  const { disabled, edit } = action;
  if (disabled) throw new Error(`"${title}" cannot be applied here: ${disabled.reason}`);
  // A command of another extension may do anything; only edits can be reviewed.
  if (!edit) throw new Error(`"${title}" runs a command of an extension: only the user can apply it, in the editor.`);
  return { title, edit };
}

/** What the action changes, for review. A command that it also has is not run. */
async function changesOf({ title, edit }: Applicable): Promise<FileChange[]> {
  const entries = edit.entries();
  if (entries.length === 0 || entries.length !== edit.size)
    throw new Error(`"${title}" creates, moves or deletes files: only the user can apply it, in the editor.`);
  return Promise.all(
    entries.map(async ([uri, edits]) => {
      const file = await locateUri(uri);
      if (!file) throw new Error(`"${title}" would change ${uri.fsPath}, outside the workspace. Nothing was changed.`);
      const document = await vscode.workspace.openTextDocument(uri);
      const proposed = editedText(document, edits);
      return { file, verb: 'Edit' as const, original: document.getText(), proposed };
    }),
  );
}
