import * as vscode from 'vscode';
import type { ConversationSettings } from '../../agent/conversationSettings.ts';
import { chatModelIds, defaultModelId, modelInfo } from '../../agent/models/catalog.ts';
import { readSettings, updateSetting } from '../../editor/settings.ts';
import type { App } from '../app.ts';
import { livePick } from '../livePick.ts';

interface ModelItem extends vscode.QuickPickItem {
  /** Absent: a separator, or the error of a list that could not be read. */
  model?: string;
  error?: Error;
}

/** Chooses among the models the server lists, or any that is typed, for the chats in view and all new ones. */
export async function run(app: App): Promise<void> {
  const { account, log } = app;
  const { model: current } = readSettings();
  let ids: readonly string[] = [];
  let error: Error | undefined;
  const picked = await livePick<ModelItem>({
    title: `Model for ${account.profile.name}`,
    placeholder: 'Choose a model, or type its name',
    items: (typed) => [...(error ? [errorItem(error)] : []), ...modelItems(ids, current, typed)],
    isActive: ({ model }) => model === current,
    fromText: (typed) => (typed ? { label: typed, model: typed } : undefined),
    load: async () => {
      try {
        ids = await account.models({ refresh: true });
      } catch (failure) {
        log.warn('The models could not be listed.', failure);
        error = failure as Error;
      }
    },
  });
  if (picked?.error) throw picked.error;
  if (picked?.model === undefined) return;
  await updateSetting('model', picked.model);
  await letGoOfOwnModels(app);
}

/** The conversations the user sees take the model that was chosen: one of their own would stay. */
async function letGoOfOwnModels({ chat, conversationSettings }: App): Promise<void> {
  for (const { id } of await chat.conversationsInView()) {
    const settings = await conversationSettings.get(id);
    if (settings.model !== undefined) await conversationSettings.set(id, withoutModel(settings));
  }
}

function withoutModel(settings: ConversationSettings): ConversationSettings {
  const others = { ...settings };
  delete others.model;
  return others;
}

const errorItem = (error: Error): ModelItem => ({
  label: '$(warning) The server gave no list',
  detail: error.message,
  error,
});

function modelItems(ids: readonly string[], current: string, typed: string): readonly ModelItem[] {
  const chat = chatModelIds(ids);
  const others = ids.filter((id) => !chat.includes(id));
  const item = (id: string): ModelItem => ({
    label: id,
    model: id,
    ...(id === current && { iconPath: new vscode.ThemeIcon('check') }),
    description: describeModel(id),
  });
  const automatic: ModelItem = {
    label: 'Automatic',
    model: '',
    description: defaultModelId(ids) ?? 'a sensible one of those the server lists',
    ...(current === '' && { iconPath: new vscode.ThemeIcon('check') }),
  };
  return [
    automatic,
    ...chat.map(item),
    ...(others.length > 0 ? [separator('Other models')] : []),
    ...others.map(item),
    ...(current && !ids.includes(current) ? [separator('In the settings'), item(current)] : []),
    ...(typed && typed !== current && !ids.includes(typed)
      ? [{ ...item(typed), label: `Use “${typed}”`, alwaysShow: true }]
      : []),
  ];
}

const separator = (label: string): ModelItem => ({ label, kind: vscode.QuickPickItemKind.Separator });

/** What the catalog knows: `400k context · $1.25 in, $10 out per million tokens`. */
function describeModel(id: string): string {
  const { contextTokens, price } = modelInfo(id);
  const context = contextTokens && `${Math.round(contextTokens / 1000)}k context`;
  const cost = price && `$${price.input} in, $${price.output} out per million tokens`;
  return [context, cost].filter(Boolean).join(' · ');
}
