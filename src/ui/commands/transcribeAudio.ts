import type { App } from '../app.ts';
import { writeTranscripts } from '../audio/writeTranscripts.ts';

/** Writes what is said in an audio file into a text beside it. */
export async function run(app: App, ...args: unknown[]): Promise<void> {
  await writeTranscripts(app, 'transcriptions', args);
}
