import type { App } from '../app.ts';

/** Exports the conversation with the id that is given, else the one in view. */
export async function run({ chat, conversations }: App, id?: unknown): Promise<void> {
  const { exportConversation } = await import('../conversationFiles.ts');
  const conversation = typeof id === 'string' ? await conversations.open(id) : await (await chat.show()).conversation;
  if (!conversation) throw new Error('This conversation was deleted.');
  await exportConversation(conversations, conversation);
}
