import * as vscode from 'vscode';
import { callCost } from '../../agent/models/callCost.ts';
import type { Profile } from '../../editor/profile.ts';
import { readSettings } from '../../editor/settings.ts';
import type { Client } from '../../openai/client.ts';
import { formatCount, formatDuration } from '../../protocol/figures.ts';
import type { App } from '../app.ts';
import { costNote, doneMessage, droppedNote } from '../doneMessage.ts';
import { PlayerPanel, type SpokenBy } from '../audio/playerPanel.ts';
import { saveSpeech } from '../audio/saveSpeech.ts';
import { speak, type SpeechRequest } from '../audio/speak.ts';
import { splitAtSentences } from '../audio/splitAtSentences.ts';
import { taskModel } from '../taskModel.ts';

/** The most that the API takes at once. */
const mostCharacters = 4_096;

/** Speaks the selection, or the paragraph at the cursor, in a panel beside the editor while it arrives. */
export async function run(app: App): Promise<void> {
  const editor = app.lastEditor.require();
  const text = textToSpeak(editor);
  const model = await taskModel(app, 'speech');
  const voice = readSettings().speechVoice;
  const { profile } = app.account;
  const client = await app.account.client(profile, 'Speak');
  const pieces = splitAtSentences(text, mostCharacters);
  const spoken = PlayerPanel.show(app).begin(text, `${model}, ${voice}`, (audio) =>
    saveSpeech(audio, text, editor.document.uri),
  );
  const requests = pieces.map((input) => ({ model, voice, input }));
  try {
    spoken.end('done', await speakAll({ client, profile }, requests, spoken));
  } catch (error) {
    if (spoken.signal.aborted) {
      spoken.end('stopped', 'Stopped.');
      return;
    }
    spoken.end('failed', error instanceof Error ? error.message : String(error));
    throw error;
  }
}

/** Answers with what is said at the end: how long it is, what it cost, what was left out. */
async function speakAll(
  { client, profile }: { client: Client; profile: Profile },
  requests: readonly SpeechRequest[],
  spoken: SpokenBy,
): Promise<string> {
  const dropped = new Set<string>();
  let durationMs = 0;
  let usd: number | undefined = 0;
  for (const [index, request] of requests.entries()) {
    spoken.tell(requests.length > 1 ? `Part ${index + 1} of ${requests.length}…` : 'Speaking…');
    const spokenPart = await speak(client, request, { signal: spoken.signal, onAudio: (audio) => spoken.add(audio) });
    for (const sentence of spokenPart.dropped) dropped.add(sentence);
    const { audioSeconds } = spokenPart;
    const cost = callCost({
      path: '/audio/speech',
      request: { ...request },
      ...(audioSeconds !== undefined && { audioSeconds }),
    });
    usd = usd === undefined || !cost ? undefined : usd + cost.usd;
    durationMs += (audioSeconds ?? 0) * 1000;
  }
  const length = durationMs > 0 ? formatDuration(durationMs) : 'Done';
  const parts =
    requests.length > 1
      ? ` in ${requests.length} requests, since one takes ${formatCount(mostCharacters)} characters`
      : '';
  const cost = usd === undefined ? undefined : { usd };
  return doneMessage(length + parts, costNote(cost, profile), droppedNote([...dropped]));
}

function textToSpeak({ document, selection }: vscode.TextEditor): string {
  const text = selection.isEmpty ? paragraphAt(document, selection.active.line) : document.getText(selection);
  if (text.trim() === '') throw new Error('There is no text at the cursor. Select what is to be spoken.');
  return text.trim();
}

/** The lines around this one, up to blank ones. */
function paragraphAt(document: vscode.TextDocument, line: number): string {
  const isBlank = (at: number) => document.lineAt(at).isEmptyOrWhitespace;
  if (isBlank(line)) return '';
  let [first, last] = [line, line];
  while (first > 0 && !isBlank(first - 1)) first--;
  while (last + 1 < document.lineCount && !isBlank(last + 1)) last++;
  return document.getText(new vscode.Range(first, 0, last, Number.MAX_SAFE_INTEGER));
}
