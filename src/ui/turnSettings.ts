import * as vscode from 'vscode';
import { modelInfo } from '../agent/models/catalog.ts';
import { buildInstructions } from '../agent/prompt.ts';
import type { TurnSettings } from '../agent/session.ts';
import { toolsIn } from '../agent/toolsIn.ts';
import { readSettings } from '../editor/settings.ts';
import type { PlanPorts } from '../editor/tools/presentPlan.ts';
import type { Parts } from './parts.ts';
import { effortFor, openModelStream } from './model.ts';
import { modePrompt } from './modePrompts.ts';

type TurnParts = Pick<Parts, 'account' | 'commands' | 'edits' | 'lastEditor' | 'modes'> & { plans: PlanPorts };

/** What a turn of this conversation is run with, by its mode and the settings of now. */
export async function turnSettings(
  { account, commands, edits, lastEditor, modes, plans }: TurnParts,
  conversationId: string,
): Promise<TurnSettings> {
  const { instructions: userInstructions, maxSteps: stepLimit } = readSettings();
  const mode = modes.get(conversationId);
  const [model, stream, { createTools }, { presentPlan }] = await Promise.all([
    account.model(),
    openModelStream(account),
    import('../editor/tools/index.ts'),
    import('../editor/tools/presentPlan.ts'),
  ]);
  const tools = createTools({
    commands,
    edits,
    takesImages: modelInfo(model).images,
    editor: () => lastEditor.current,
    outputCharacters: () => readSettings().toolOutputCharacters,
  });
  const usable = modelInfo(model).tools ? toolsIn(mode, [...tools, presentPlan(plans)]) : [];
  const offered = vscode.workspace.isTrusted ? usable : usable.filter(({ kind }) => kind === 'read');
  return {
    model,
    ...effortFor(model),
    instructions: buildInstructions({ fixed: modePrompt(mode), userInstructions, facts: workspaceFacts() }),
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
