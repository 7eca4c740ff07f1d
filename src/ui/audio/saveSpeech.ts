import * as vscode from 'vscode';
import type { SpeechAudio } from '../../protocol/player.ts';
import { requireTrust } from '../requireTrust.ts';
import { slugOf } from '../saveNew.ts';
import { pcmMimeType, pcmRateHz } from './speak.ts';
import { wavFile } from './wavFile.ts';

const extensions: Partial<Record<string, string>> = {
  'audio/mpeg': 'mp3',
  'audio/mp3': 'mp3',
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/wave': 'wav',
  'audio/ogg': 'ogg',
  'audio/opus': 'opus',
  'audio/aac': 'aac',
  'audio/flac': 'flac',
  'audio/mp4': 'm4a',
  'audio/webm': 'webm',
};

/** The audio of a speech as one file and what its name ends in. Throws a sentence for files that cannot be joined. */
export function speechFile(audio: readonly SpeechAudio[]): { bytes: Uint8Array; extension: string } {
  const [first] = audio;
  if (!first) throw new Error('There is no audio to save.');
  const bytes = Buffer.concat(audio.map(({ base64 }) => Buffer.from(base64, 'base64')));
  if (audio.some(({ mimeType }) => mimeType !== first.mimeType)) throw cannotJoin();
  if (first.mimeType === pcmMimeType) return { bytes: wavFile(bytes, pcmRateHz), extension: 'wav' };
  const extension = extensions[first.mimeType] ?? 'bin';
  // Of the formats only these go on where another of them ends.
  if (audio.length > 1 && !['mp3', 'aac'].includes(extension)) throw cannotJoin();
  return { bytes, extension };
}

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

const cannotJoin = () => new Error('The server sent several files of a kind that cannot be joined into one.');
