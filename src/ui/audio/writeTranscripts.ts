import path from 'node:path';
import * as vscode from 'vscode';
import { formatCount } from '../../protocol/figures.ts';
import type { App } from '../app.ts';
import { audioExtensions } from './audioExtensions.ts';
import { askTranscriptForm } from './askTranscriptForm.ts';
import { costNote, doneMessage, droppedNote } from '../doneMessage.ts';
import { fileAt, filesGiven } from '../fileAt.ts';
import { withProgress } from '../progress.ts';
import { requireTrust } from '../requireTrust.ts';
import { isThere, saveNew } from '../saveNew.ts';
import { transcribe, type TranscriptTask } from './transcribe.ts';

const words = {
  transcriptions: { title: 'Transcribe Audio File', doing: 'Transcribing', suffix: '' },
  translations: { title: 'Translate Audio File', doing: 'Translating', suffix: '.en' },
} as const satisfies Record<TranscriptTask, unknown>;

/** Writes down what is said in audio files, each into a text beside it, which is opened. All is asked before the first is sent. */
export async function writeTranscripts(app: App, task: TranscriptTask, args: readonly unknown[]): Promise<void> {
  requireTrust('saves no texts');
  const { title, doing, suffix } = words[task];
  const audio = await filesGiven(args, { title, kind: 'Audio', extensions: audioExtensions, many: true });
  const form = await askTranscriptForm(app, task, title);
  const { profile } = app.account;
  const client = await app.account.client(profile, title);
  const plans: { uri: vscode.Uri; target: string; mayReplace: boolean; doing: string }[] = [];
  for (const [index, uri] of audio.entries()) {
    const { base, name } = path.posix.parse(uri.path);
    const target = `${name}${suffix}.${form.format === 'text' ? 'txt' : form.format}`;
    const mayReplace = await askToReplace(vscode.Uri.joinPath(uri, '..', target));
    const place = audio.length > 1 ? ` (${index + 1} of ${audio.length})` : '';
    plans.push({ uri, target, mayReplace, doing: `${doing} ${base}${place}` });
  }
  for (const { uri, target, mayReplace, doing } of plans) {
    const { saved, transcript } = await withProgress(doing, async (signal, report) => {
      const file = await fileAt(uri);
      const made = await transcribe(
        client,
        { task, ...form, file },
        {
          signal,
          onUploadProgress: ({ sentBytes, totalBytes }) => report(uploadMessage(sentBytes, totalBytes)),
          onText: (text) => report(ending(text)),
        },
      );
      signal.throwIfAborted();
      const bytes = Buffer.from(made.text);
      return { saved: await save(uri, target, bytes, mayReplace), transcript: made };
    });
    await vscode.window.showTextDocument(saved, { preview: false });
    const done = `Saved ${vscode.workspace.asRelativePath(saved)}`;
    const found = transcript.text.trim() === '' ? `${done}, but no speech was found` : done;
    void vscode.window.showInformationMessage(
      doneMessage(found, costNote(transcript.cost, profile), droppedNote(transcript.dropped)),
    );
  }
}

async function save(audio: vscode.Uri, name: string, bytes: Uint8Array, mayReplace: boolean): Promise<vscode.Uri> {
  const folder = vscode.Uri.joinPath(audio, '..');
  if (!mayReplace) return saveNew(folder, '', name, bytes);
  const uri = vscode.Uri.joinPath(folder, name);
  await vscode.workspace.fs.writeFile(uri, bytes);
  return uri;
}

/** Asked before anything is paid for. A link is never written through. Throws a `CancellationError` where it is closed. */
async function askToReplace(uri: vscode.Uri): Promise<boolean> {
  if (!(await isThere(uri))) return false;
  const { type } = await vscode.workspace.fs.stat(uri);
  if (type !== vscode.FileType.File) return false;
  const [replace, keep] = ['Replace', 'Keep Both'];
  const question = `${vscode.workspace.asRelativePath(uri)} is there already.`;
  const answer = await vscode.window.showInformationMessage(question, { modal: true }, replace, keep);
  if (answer === undefined) throw new vscode.CancellationError();
  return answer === replace;
}

function uploadMessage(sentBytes: number, totalBytes: number | undefined): string {
  if (totalBytes === undefined) return `${formatCount(Math.round(sentBytes / 1024))} KB sent`;
  const percent = Math.round((sentBytes / totalBytes) * 100);
  return percent < 100 ? `${percent} % sent` : 'Sent. Waiting for the text…';
}

/** The last words that have come. */
const ending = (text: string): string => (text.length > 80 ? `…${text.slice(-80)}` : text).replace(/\s+/g, ' ');
