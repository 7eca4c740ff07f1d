import * as vscode from 'vscode';
import type { Attachment, ImageAttachment } from '../agent/transcript.ts';
import { attachmentOf, fileOf } from './context.ts';

/** The largest image the API takes, in bytes. */
const maxImageBytes = 20 * 1024 * 1024;
const maxTextBytes = 20 * 1024 * 1024;

const mediaTypes: Readonly<Record<string, ImageAttachment['mediaType']>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
};

/** A file as it goes beside a message. Throws a sentence for what cannot: folders, other binaries, what is too large. */
export async function attachFile(uri: vscode.Uri): Promise<Attachment> {
  const label = vscode.workspace.asRelativePath(uri);
  const { type, size } = await vscode.workspace.fs.stat(uri);
  if (type & vscode.FileType.Directory) throw new Error(`${label} is a folder. Attach the files in it that matter.`);
  const mediaType = mediaTypes[uri.path.slice(uri.path.lastIndexOf('.') + 1).toLowerCase()];
  if (size > (mediaType ? maxImageBytes : maxTextBytes)) throw new Error(`${label} is larger than 20 MB.`);
  if (mediaType) {
    const bytes = await vscode.workspace.fs.readFile(uri);
    return { kind: 'image', label, mediaType, data: Buffer.from(bytes).toString('base64') };
  }
  return attachmentOf(fileOf(await vscode.workspace.openTextDocument(uri)));
}
