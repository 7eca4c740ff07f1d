import * as vscode from 'vscode';
import { noSettings, type ConversationSettings } from '../agent/conversationSettings.ts';
import { modelInfo } from '../agent/models/catalog.ts';
import { parameterStates } from '../agent/models/parameterStates.ts';
import { sentHostedTools } from '../editor/sentHostedTools.ts';
import { readSettings } from '../editor/settings.ts';
import { locateUri } from '../editor/tools/workspaceFiles.ts';
import type { ChatMethods, ParametersState } from '../protocol/chat.ts';
import type { Handlers } from '../protocol/rpc.ts';
import { changedParameters } from './changedParameters.ts';
import { enterMcpToken } from './enterMcpToken.ts';
import { effortFor } from './model.ts';
import type { Parts } from './parts.ts';
import { requireTrust } from './requireTrust.ts';

type ParameterMethods = Pick<
  ChatMethods,
  | 'selectModel'
  | 'selectEffort'
  | 'setSettings'
  | 'resetSettings'
  | 'authorizeMcpServer'
  | 'chooseSchema'
  | 'listVectorStores'
  | 'useChatProfile'
  | 'switchChatProfile'
>;

const mostVectorStores = 200;

/** What the chat does to the settings of the conversation it shows. What comes from the page is checked. */
export function parameterMethods(app: Parts, conversationId: () => Promise<string>): Handlers<ParameterMethods> {
  const { chatProfiles, conversationSettings } = app;
  const change = async (changed: (settings: ConversationSettings) => unknown) => {
    const id = await conversationId();
    const { checkSettings } = await import('../agent/conversationSettings.ts');
    await conversationSettings.set(id, checkSettings(changed(await conversationSettings.get(id))));
  };
  return {
    selectModel: ({ model }) => change((settings) => ({ ...settings, model: model === '' ? undefined : model })),
    selectEffort: ({ effort }) =>
      change((settings) => ({ ...settings, effort: effort === 'default' ? undefined : effort })),
    setSettings: ({ parameters, hostedTools }) => change((settings) => ({ ...settings, parameters, hostedTools })),
    resetSettings: () =>
      change(({ profile, model, effort, instructions, tools }) => ({
        ...noSettings,
        ...{ profile, model, effort, instructions, tools },
      })),
    authorizeMcpServer: async ({ label }) => {
      const { mcp = [] } = (await conversationSettings.get(await conversationId())).hostedTools;
      const server = mcp.find(({ server_label }) => server_label === label);
      if (!server) throw new Error('This MCP server is not in the conversation any more.');
      await enterMcpToken(app, server);
    },
    chooseSchema: () => chooseSchema(app),
    listVectorStores: () => listVectorStores(app),
    useChatProfile: async ({ name }) => chatProfiles.use(await conversationId(), name ?? undefined),
    switchChatProfile: async () => vscode.commands.executeCommand('parley.switchChatProfile'),
  };
}

/** What the chat shows of the settings of a conversation. */
export async function parametersState(
  app: Pick<Parts, 'account' | 'apiKeys' | 'chatProfiles' | 'conversationSettings'>,
  conversationId: string,
  model: string,
): Promise<ParametersState> {
  const { account, apiKeys, chatProfiles, conversationSettings } = app;
  const [settings, { profiles, problems }] = await Promise.all([
    conversationSettings.get(conversationId),
    chatProfiles.list(),
  ]);
  const { parameters, hostedTools } = settings;
  const { maxOutputTokens } = modelInfo(model);
  const { mcp = [] } = await sentHostedTools(hostedTools, (server) => apiKeys.mcpToken(account.profile, server));
  return {
    conversationId,
    parameters,
    hostedTools,
    authorized: mcp.filter(({ authorization }) => authorization !== undefined).map((server) => server.server_label),
    states: parameterStates(account.api(), model, { parameters, ...effortFor(model, settings.effort) }),
    changed: changedParameters(settings),
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(settings.profile !== undefined && { profile: settings.profile }),
    profiles: profiles.map(({ name, description }) => ({ name, ...(description && { description }) })),
    profileProblems: problems,
  };
}

/** The effort shown: the conversation's, else that of the settings. */
export const shownEffort = ({ effort }: ConversationSettings) => effort ?? readSettings().reasoningEffort;

async function chooseSchema(app: Parts): Promise<string | null> {
  requireTrust('uses no schema of its files');
  const { pickSchema } = await import('./extract/pickSchema.ts');
  const uri = await pickSchema(app, {
    title: 'Schema of the Answers',
    placeHolder: 'Choose a JSON Schema of the workspace',
  });
  if (!uri) return null;
  const file = await locateUri(uri);
  if (!file) throw new Error('The schema of a conversation must be a file of the workspace.');
  return file.label;
}

async function listVectorStores({ account }: Parts): Promise<{ id: string; name: string }[]> {
  const stores: { id: string; name: string }[] = [];
  for await (const { id, name } of (await account.client()).vectorStores.list({ limit: 100 })) {
    stores.push({ id, name: name || id });
    if (stores.length === mostVectorStores) break;
  }
  return stores;
}
