import * as vscode from 'vscode';
import type { ImageAttachment, TextAttachment } from '../../agent/transcript.ts';
import { attachFile } from '../../editor/attachFile.ts';
import { attachmentOf, fileOf, wholeLines, type Passage } from '../../editor/context.ts';
import { imageType } from '../../editor/imageType.ts';
import { refuseSecret } from '../../editor/secretUri.ts';
import { isObject } from '../../openai/isObject.ts';

/** A text beside a request; without a passage it is of no document. */
export interface TextReference {
  attachment: TextAttachment;
  passage?: Passage;
  /** VS Code added it by itself: what is open. */
  implicit: boolean;
}

export interface ReadReferences {
  texts: readonly TextReference[];
  images: readonly ImageAttachment[];
  /** What is not sent, and why: a sentence each. */
  leftOut: readonly string[];
}

/** Reads what a request refers to, in the order of the prompt. Files that usually hold secrets are left out. */
export async function readReferences(references: readonly vscode.ChatPromptReference[]): Promise<ReadReferences> {
  const texts: TextReference[] = [];
  const images: ImageAttachment[] = [];
  const leftOut: string[] = [];
  // VS Code gives the last of the prompt first; those that are not in it have no range.
  const inOrder = references.toSorted((a, b) => (a.range?.[0] ?? -1) - (b.range?.[0] ?? -1));
  for (const reference of inOrder.filter(isForUs)) {
    try {
      const read = await readReference(reference);
      if ('attachment' in read) texts.push(read);
      else images.push(read);
    } catch (error) {
      leftOut.push(error instanceof Error ? error.message : String(error));
    }
  }
  return { texts, images, leftOut };
}

/** VS Code adds what its own agent works with. Instructions of a workspace count once it is trusted. */
function isForUs({ id }: vscode.ChatPromptReference): boolean {
  if (id.startsWith('vscode.customizations')) return false;
  return vscode.workspace.isTrusted || !isInstructions(id);
}

const isInstructions = (id: string): boolean => id.startsWith('vscode.instructions');

async function readReference(reference: vscode.ChatPromptReference): Promise<TextReference | ImageAttachment> {
  const { id, modelDescription } = reference;
  const value: unknown = reference.value;
  const implicit = id.startsWith('vscode.implicit') || isInstructions(id);
  if (value instanceof vscode.Uri) {
    await refuseSecret(value);
    const attachment = await attachFile(value);
    if (attachment.kind === 'audio') throw new Error(`${attachment.label} is a recording: the chat takes none.`);
    if (attachment.kind === 'image') return attachment;
    return { attachment, passage: fileOf(await vscode.workspace.openTextDocument(value)), implicit };
  }
  if (value instanceof vscode.Location) {
    await refuseSecret(value.uri);
    const document = await vscode.workspace.openTextDocument(value.uri);
    const range = wholeLines(document, document.validateRange(value.range));
    const passage: Passage = { document, range, kind: 'selection' };
    return { attachment: attachmentOf(passage), passage, implicit };
  }
  if (typeof value === 'string') {
    const label = modelDescription ?? id;
    return { attachment: { kind: 'file', label, uri: label, languageId: '', text: value }, implicit };
  }
  return readPicture(value, id);
}

/** A picture that was pasted or dropped, as VS Code gives it: its type, and a function for its bytes. */
async function readPicture(value: unknown, id: string): Promise<ImageAttachment> {
  if (isObject(value) && typeof value.data === 'function') {
    const data: unknown = await (value.data as () => unknown).call(value);
    const mediaType = data instanceof Uint8Array ? imageType(data) : undefined;
    if (mediaType && data instanceof Uint8Array)
      return { kind: 'image', label: 'picture', mediaType, data: Buffer.from(data).toString('base64') };
  }
  throw new Error(`${id} is of a kind that cannot be sent. Attach files, selections, text or pictures.`);
}
