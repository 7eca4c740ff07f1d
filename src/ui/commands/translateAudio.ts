import type { App } from '../app.ts';
import { transcriptFile } from '../transcriptFile.ts';

/** Writes what is said in an audio file, in English, into a text beside it. */
export async function run(app: App, ...args: unknown[]): Promise<void> {
  await transcriptFile(app, 'translations', args);
}
