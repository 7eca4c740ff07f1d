import type { App } from '../app.ts';

export async function run({ chat }: App): Promise<void> {
  const view = await chat.show();
  await view.newConversation();
  view.compose({});
}
