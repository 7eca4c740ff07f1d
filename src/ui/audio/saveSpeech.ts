import * as vscode from 'vscode';
import type { SpeechAudio } from '../../protocol/player.ts';
import { mediaFile } from '../mediaFile.ts';
import { requireTrust } from '../requireTrust.ts';
import { slugOf } from '../saveNew.ts';
import { pcmMimeType } from './speak.ts';

/** The types of which one goes on where another ends. */
const joinable: readonly string[] = [pcmMimeType, 'audio/mpeg', 'audio/mp3', 'audio/aac'];

/** Asks where to and saves. `document` is what the text is from: its folder is offered. */
export async function saveSpeech(audio: readonly SpeechAudio[], text: string, document: vscode.Uri): Promise<void> {
  requireTrust('saves no file');
  const { bytes, extension } = speechFile(audio);
  const folder = vscode.workspace.getWorkspaceFolder(document)?.uri ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = `${slugOf(text, 'speech')}.${extension}`;
  const uri = await vscode.window.showSaveDialog({
    title: 'Save Speech',
    filters: { Audio: [extension] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  if (!uri) return;
  await vscode.workspace.fs.writeFile(uri, bytes);
  void vscode.window.showInformationMessage(`Saved ${vscode.workspace.asRelativePath(uri)}`);
}

/** The audio of a speech as one file and what its name ends in. Throws a sentence for files that cannot be joined. */
export function speechFile(audio: readonly SpeechAudio[]): ReturnType<typeof mediaFile> {
  const [first] = audio;
  if (!first) throw new Error('There is no audio to save.');
  const { mimeType } = first;
  if (audio.length > 1 && !(joinable.includes(mimeType) && audio.every((piece) => piece.mimeType === mimeType))) {
    throw new Error('The server sent several files of a kind that cannot be joined into one.');
  }
  return mediaFile(mimeType, Buffer.concat(audio.map(({ base64 }) => Buffer.from(base64, 'base64'))));
}
