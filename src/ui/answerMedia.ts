import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { mediaOf } from '../agent/mediaOf.ts';
import type { Transcript } from '../agent/transcript.ts';
import type { Conversation } from './conversations.ts';
import { mediaFile } from './mediaFile.ts';
import { slugOf } from './saveNew.ts';

/** Asks where to save an image or a sound of an answer. */
export async function saveMedia(transcript: Transcript, itemId: string, index: number): Promise<void> {
  const { bytes, name, extension, isImage } = fileOf(transcript, itemId, index);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await vscode.window.showSaveDialog({
    title: isImage ? 'Save Image' : 'Save Audio',
    filters: { [isImage ? 'Image' : 'Audio']: [extension] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  if (uri) await vscode.workspace.fs.writeFile(uri, bytes);
}

/** Below the global storage, the images of a conversation that were opened. */
const imagesOf = (storage: vscode.Uri, conversationId: string): vscode.Uri =>
  vscode.Uri.joinPath(storage, 'images', conversationId);

/**
 * Shows an image of an answer beside the code. It is put below `storage`, the same image in the same file, until
 * `removeImages`.
 */
export async function openImage(
  { id, session }: Pick<Conversation, 'id' | 'session'>,
  itemId: string,
  index: number,
  storage: vscode.Uri,
): Promise<void> {
  const { transcript } = session;
  const { bytes, name, isImage } = fileOf(transcript, itemId, index);
  if (!isImage) throw new Error('This is no image.');
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const uri = vscode.Uri.joinPath(imagesOf(storage, id), digest, name);
  await vscode.workspace.fs.writeFile(uri, bytes);
  await vscode.commands.executeCommand('vscode.open', uri, { preview: true });
}

/** Removes what `openImage` wrote for a conversation. */
export async function removeImages(storage: vscode.Uri, conversationId: string): Promise<void> {
  try {
    await vscode.workspace.fs.delete(imagesOf(storage, conversationId), { recursive: true });
  } catch (error) {
    if (!(error instanceof vscode.FileSystemError && error.code === 'FileNotFound')) throw error;
  }
}

function fileOf(transcript: Transcript, itemId: string, index: number) {
  const media = mediaOf(transcript, itemId, index);
  if (!media) throw new Error('There is nothing to save here any more.');
  const { bytes, extension } = mediaFile(media.mediaType, Buffer.from(media.data, 'base64'));
  const isImage = media.mediaType.startsWith('image/');
  return { bytes, extension, name: `${slugOf(media.name, 'media')}.${extension}`, isImage };
}
