import * as vscode from 'vscode';
import { modelInfo } from '../agent/models/catalog.ts';
import { buildInstructions } from '../agent/prompt.ts';
import type { Tool } from '../agent/tool.ts';
import { toolsIn } from '../agent/toolsIn.ts';
import type { TurnChoice, TurnSettings } from '../agent/turnSettings.ts';
import { sentHostedTools } from '../editor/sentHostedTools.ts';
import { readSettings } from '../editor/settings.ts';
import type { PlanPorts } from '../editor/tools/presentPlan.ts';
import { ownTools } from './ownTools.ts';
import type { Parts } from './parts.ts';
import { effortFor, openModelStream } from './model.ts';
import { chatLabel } from './requests/featureLabel.ts';
import { modePrompt } from './modePrompts.ts';

type TurnParts = Pick<
  Parts,
  | 'account'
  | 'apiKeys'
  | 'commands'
  | 'conversations'
  | 'conversationSettings'
  | 'edits'
  | 'instructionFiles'
  | 'lastEditor'
  | 'log'
  | 'modes'
  | 'toolChoices'
> & {
  plans: PlanPorts;
};

/** What a turn of this conversation is run with, by its mode and the settings of now. */
export async function turnSettings(
  {
    account,
    apiKeys,
    commands,
    conversations,
    conversationSettings,
    edits,
    instructionFiles,
    lastEditor,
    log,
    modes,
    plans,
    toolChoices,
  }: TurnParts,
  conversationId: string,
  choice: TurnChoice,
): Promise<TurnSettings> {
  const { background, instructions: userInstructions, maxSteps: stepLimit } = readSettings();
  const mode = modes.get(conversationId);
  const own = await conversationSettings.keep(conversationId);
  const { profile } = account;
  const [model, stream, hostedTools, repository, { presentPlan }, { offerTools }, { sentParameters }] =
    await Promise.all([
      choice.model ?? own.model ?? account.model(),
      openModelStream(account, chatLabel(conversationId)),
      sentHostedTools(own.hostedTools, (server) => apiKeys.mcpToken(profile, server)),
      instructionFiles.list(),
      import('../editor/tools/presentPlan.ts'),
      import('../editor/otherTools/offerTools.ts'),
      import('../editor/sentParameters.ts'),
    ]);
  const parts = { account, commands, conversations, edits, lastEditor, log };
  const tools = [...(await ownTools(parts, modelInfo(model).images)), presentPlan(plans)];
  const usable = (all: readonly Tool[]): readonly Tool[] => {
    const offered = own.tools ? all.filter(({ name }) => own.tools?.includes(name)) : all;
    const ofMode = modelInfo(model).tools ? toolsIn(mode, offered) : [];
    return vscode.workspace.isTrusted ? ofMode : ofMode.filter(({ kind }) => kind === 'read');
  };
  const outputCharacters = (): number => readSettings().toolOutputCharacters;
  return {
    model,
    ...effortFor(model, own.effort),
    parameters: await sentParameters(own.parameters),
    hostedTools,
    background,
    instructions: buildInstructions({
      fixed: modePrompt(mode),
      userInstructions,
      ...(own.instructions !== undefined && { profileInstructions: own.instructions }),
      repository: repository.filter(({ on }) => on),
      facts: workspaceFacts(),
    }),
    stream,
    tools: offerTools(tools, { choices: toolChoices, outputCharacters, edits, usable }),
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
