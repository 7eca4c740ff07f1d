import { messageOf } from '../../agent/messageOf.ts';
import { readSettings } from '../../editor/settings.ts';
import type { App } from '../app.ts';
import { pickModel } from '../pickModel.ts';

/**
 * Answers a message with another model too, in a tab beside: of the conversation and the item that are given, else the
 * last one in view. The conversation itself stays as it is, and may still be answering.
 */
export async function run(app: App, conversationId?: unknown, itemId?: unknown): Promise<void> {
  const { chat, conversations, conversationSettings } = app;
  const conversation =
    typeof conversationId === 'string'
      ? await conversations.open(conversationId)
      : await (
          await chat.show()
        ).conversation;
  const { transcript } = conversation?.session ?? { transcript: [] };
  const last = transcript.at(-1);
  if (!conversation || !last) throw new Error('There is nothing to compare yet: send a message first.');
  const message = messageOf(transcript, typeof itemId === 'string' ? itemId : last.id);
  const settings = await conversationSettings.get(conversation.id);
  const current = settings.model ?? readSettings().model;
  const model = await pickModel(app, { title: 'Compare with', current });
  if (model === undefined) return;
  const other = await conversations.beginComparison(conversation.id, message.id, model);
  await conversationSettings.set(other.id, { ...settings, model });
  await chat.openPanel(other, { beside: true });
  await conversations.send(other.id, message.text, message.attachments);
}
