import type { App } from '../app.ts';
import { placeIn } from './hunkPlace.ts';

/** Of the document and line named, else at the cursor. */
export async function run({ edits }: App, ...args: unknown[]): Promise<void> {
  await edits.act('rejectHunk', ...placeIn(args));
}
