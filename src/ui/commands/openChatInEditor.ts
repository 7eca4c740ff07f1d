import type { App } from '../app.ts';

/** Opens the conversation with the id that is given, else the one of the side bar. */
export async function run({ chat, conversations }: App, id?: unknown): Promise<void> {
  const conversation = typeof id === 'string' ? await conversations.open(id) : undefined;
  if (typeof id === 'string' && !conversation) throw new Error('This conversation was deleted.');
  await chat.openPanel(conversation);
}
