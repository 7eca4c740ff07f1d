import type { App } from '../app.ts';

export async function run({ chat }: App): Promise<void> {
  (await chat.show()).find();
}
