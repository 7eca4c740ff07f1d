import { defaultModelId } from '../../agent/models/catalog.ts';
import type { ConversationSettings } from '../../agent/conversationSettings.ts';
import { readSettings, updateSetting } from '../../editor/settings.ts';
import type { App } from '../app.ts';
import { pickModel } from '../pickModel.ts';

/** Chooses among the models the server lists, or any that is typed, for the chats in view and all new ones. */
export async function run(app: App): Promise<void> {
  const { model: current } = readSettings();
  const model = await pickModel(app, {
    title: `Model for ${app.account.profile.name}`,
    current,
    automatic: defaultModelId,
  });
  if (model === undefined) return;
  await updateSetting('model', model);
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
