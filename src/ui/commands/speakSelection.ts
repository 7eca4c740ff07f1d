import * as vscode from 'vscode';
import type { Profile } from '../../editor/profile.ts';
import { readSettings } from '../../editor/settings.ts';
import { formatCount, formatDuration } from '../../protocol/figures.ts';
import type { App } from '../app.ts';
import { costNote, doneMessage, droppedNote } from '../doneMessage.ts';
import { PlayerPanel } from '../audio/playerPanel.ts';
import { saveSpeech } from '../audio/saveSpeech.ts';
import { mostSpokenAtOnce, speakAll, type SpokenAll } from '../audio/speakAll.ts';
import { taskModel } from '../taskModel.ts';

/** Speaks the selection, or the paragraph at the cursor, in a panel beside the editor while it arrives. */
export async function run(app: App): Promise<void> {
  const editor = app.lastEditor.require();
  const text = textToSpeak(editor);
  const model = await taskModel(app, 'speech');
  const voice = readSettings().speechVoice;
  const { profile } = app.account;
  const client = await app.account.client(profile, 'Speak');
  const spoken = PlayerPanel.show(app).begin(text, `${model}, ${voice}`, (audio) =>
    saveSpeech(audio, text, editor.document.uri),
  );
  try {
    const all = await speakAll(
      client,
      { model, voice, input: text },
      {
        signal: spoken.signal,
        onAudio: (audio) => spoken.add(audio),
        onPart: (part, parts) => spoken.tell(parts > 1 ? `Part ${part} of ${parts}…` : 'Speaking…'),
      },
    );
    spoken.end('done', spokenMessage(all, profile));
  } catch (error) {
    if (spoken.signal.aborted) {
      spoken.end('stopped', 'Stopped.');
      return;
    }
    spoken.end('failed', error instanceof Error ? error.message : String(error));
    throw error;
  }
}

/** How long it is, what it cost, what was left out. */
function spokenMessage({ parts, durationMs, cost, dropped }: SpokenAll, profile: Profile): string {
  const length = durationMs > 0 ? formatDuration(durationMs) : 'Done';
  const requests =
    parts > 1 ? ` in ${parts} requests, since one takes ${formatCount(mostSpokenAtOnce)} characters` : '';
  return doneMessage(length + requests, costNote(cost, profile), droppedNote(dropped));
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
