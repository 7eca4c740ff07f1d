import type { App } from '../app.ts';

/** Exports the conversation with the id that is given, else the one in view. */
export async function run(app: App, id?: unknown): Promise<void> {
  const { chat, conversations } = app;
  const { exportConversation } = await import('../conversationFiles.ts');
  const conversation = typeof id === 'string' ? await conversations.open(id) : await (await chat.show()).conversation;
  if (!conversation) throw new Error('This conversation was deleted.');
  await exportConversation(app, conversation);
}
