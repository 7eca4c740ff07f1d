import type { App } from '../app.ts';

/** Goes back to the profile from before the replay. */
export async function run({ replay }: App): Promise<void> {
  if (replay.name === undefined) throw new Error('Nothing is replayed.');
  await replay.stop();
}
