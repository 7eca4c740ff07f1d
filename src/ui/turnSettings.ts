import * as vscode from 'vscode';
import { modelInfo } from '../agent/models/catalog.ts';
import { toolsIn } from '../agent/mode.ts';
import { buildInstructions } from '../agent/prompt.ts';
import type { TurnSettings } from '../agent/session.ts';
import { readSettings } from '../editor/settings.ts';
import type { Parts } from './parts.ts';
import { effortFor, openModelStream } from './model.ts';

/** What a turn of this conversation is run with, by its mode and the settings of now. */
export async function turnSettings(
  { account, edits, lastEditor, modes }: Pick<Parts, 'account' | 'edits' | 'lastEditor' | 'modes'>,
  conversationId: string,
): Promise<TurnSettings> {
  const { instructions: userInstructions, maxSteps: stepLimit } = readSettings();
  const [model, stream, { createTools }] = await Promise.all([
    account.model(),
    openModelStream(account),
    import('../editor/tools/index.ts'),
  ]);
  const tools = createTools({
    edits,
    takesImages: modelInfo(model).images,
    editor: () => lastEditor.current,
    outputCharacters: () => readSettings().toolOutputCharacters,
  });
  const usable = modelInfo(model).tools ? toolsIn(modes.get(conversationId), tools) : [];
  const offered = vscode.workspace.isTrusted ? usable : usable.filter(({ kind }) => kind === 'read');
  return {
    model,
    ...effortFor(model),
    instructions: buildInstructions({ userInstructions, facts: workspaceFacts() }),
    stream,
    tools: () => offered,
    stepLimit,
  };
}

function workspaceFacts(): string[] {
  const folders = vscode.workspace.workspaceFolders?.map(({ name }) => name) ?? [];
  return [
    folders.length > 0 ? `Folders: ${folders.join(', ')}` : 'No folder is open.',
    `Operating system: ${process.platform}`,
    ...(vscode.workspace.isTrusted ? [] : ['The user has not trusted it: nothing can be written or run.']),
  ];
}
