import type { App } from '../app.ts';

/** Opens the parameters of the conversation in the chat. */
export async function run({ chat }: App): Promise<void> {
  (await chat.show()).editParameters();
}
