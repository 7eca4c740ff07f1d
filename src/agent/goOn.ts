import { askUser, type AskContext } from './askUser.ts';
import type { Recorder } from './recorder.ts';

/** Asks whether a turn that has come to a limit goes on. Rejects when cancelled. */
export async function goOn(text: string, more: string, recorder: Recorder, context: AskContext): Promise<boolean> {
  const options = [
    { id: 'continue', label: more },
    { id: 'stop', label: 'Stop' },
  ];
  return (await askUser({ text, options }, recorder, context)).option === 'continue';
}
