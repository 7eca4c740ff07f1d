import type { App } from '../app.ts';

/** Ends a comparison: the answer of the conversation with the id that is given is kept, else of the one in view. */
export async function run(app: App, conversationId?: unknown): Promise<void> {
  const { keepAnswer } = await import('../keepAnswer.ts');
  const id = typeof conversationId === 'string' ? conversationId : (await (await app.chat.show()).conversation).id;
  await keepAnswer(app, id);
}
