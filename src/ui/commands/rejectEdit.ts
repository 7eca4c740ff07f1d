import type { App } from '../app.ts';

export async function run({ edits }: App): Promise<void> {
  await edits.rejectActive();
}
