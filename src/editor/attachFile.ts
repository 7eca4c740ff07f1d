import * as vscode from 'vscode';
import type { Attachment, AudioAttachment, ImageAttachment } from '../agent/transcript.ts';
import { attachmentOf, fileOf } from './context.ts';

/** The largest image the API takes, in bytes. */
const maxImageBytes = 20 * 1024 * 1024;
const maxOtherBytes = 20 * 1024 * 1024;

const mediaTypes: Readonly<Record<string, ImageAttachment['mediaType']>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
};

const audioFormats: Readonly<Record<string, AudioAttachment['format']>> = { wav: 'wav', mp3: 'mp3' };

/** A file as it goes beside a message. Throws a sentence for what cannot: folders, other binaries, what is too large. */
export async function attachFile(uri: vscode.Uri): Promise<Attachment> {
  const label = vscode.workspace.asRelativePath(uri);
  const { type, size } = await vscode.workspace.fs.stat(uri);
  if (type & vscode.FileType.Directory) throw new Error(`${label} is a folder. Attach the files in it that matter.`);
  const extension = uri.path.slice(uri.path.lastIndexOf('.') + 1).toLowerCase();
  const [mediaType, format] = [mediaTypes[extension], audioFormats[extension]];
  if (size > (mediaType ? maxImageBytes : maxOtherBytes)) throw new Error(`${label} is larger than 20 MB.`);
  const data = async () => Buffer.from(await vscode.workspace.fs.readFile(uri)).toString('base64');
  if (mediaType) return { kind: 'image', label, mediaType, data: await data() };
  if (format) return { kind: 'audio', label, format, data: await data() };
  return attachmentOf(fileOf(await vscode.workspace.openTextDocument(uri)));
}
