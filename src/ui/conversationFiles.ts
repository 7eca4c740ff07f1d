import path from 'node:path';
import * as vscode from 'vscode';
import { conversationMarkdown } from '../agent/conversationMarkdown.ts';
import { redact } from '../editor/redact.ts';
import { parseConversationFile, toConversationFile } from '../store/conversationFile.ts';
import type { Conversation, Conversations } from './conversations.ts';
import type { Parts } from './parts.ts';
import { markdownLink } from './images/imageLink.ts';
import { mediaFile } from './mediaFile.ts';
import { slugOf } from './saveNew.ts';

const MOST_BYTES = 100e6;

type Ports = Pick<Parts, 'conversations' | 'log'>;

/** The branch that is shown, without keys and what looks like one. */
export const markdownOf = ({ log }: Pick<Ports, 'log'>, { title, session }: Conversation): string =>
  redact(conversationMarkdown(title, session.transcript), log.hidden);

/** The same for a file: its images and sounds are written to a folder beside it, which is named after it. */
async function writeMedia(
  { log }: Pick<Ports, 'log'>,
  { title, session }: Conversation,
  uri: vscode.Uri,
): Promise<string> {
  const { name: stem } = path.posix.parse(uri.path);
  const files: { name: string; bytes: Uint8Array }[] = [];
  const text = conversationMarkdown(title, session.transcript, ({ mediaType, data, name: given }) => {
    const label = redact(given, log.hidden);
    const { bytes, extension } = mediaFile(mediaType, Buffer.from(data, 'base64'));
    const name = `${files.length + 1}-${slugOf(label, 'media')}.${extension}`;
    files.push({ name, bytes });
    const link = markdownLink(`${stem}-files/${name}`, label);
    return mediaType.startsWith('image/') ? link : link.slice(1);
  });
  const folder = vscode.Uri.joinPath(uri, '..', `${stem}-files`);
  if (files.length > 0 && (await isLink(folder))) throw new Error(`${stem}-files is a link: choose another name.`);
  for (const { name, bytes } of files) await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, name), bytes);
  return redact(text, log.hidden);
}

/** A workspace may hold one that leads out of it. */
async function isLink(folder: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(folder)).type & vscode.FileType.SymbolicLink) !== 0;
  } catch {
    return false;
  }
}

/** Asks for a file, and writes the conversation to it: all of it as JSON, what is shown as Markdown. */
export async function exportConversation(app: Ports, conversation: Conversation): Promise<void> {
  const { conversations, log } = app;
  const { id, title } = conversation;
  const whole = await conversations.whole(id);
  if (!whole) throw new Error('There is nothing to export yet: send a message first.');
  const name = `${slugOf(title, 'conversation')}.md`;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await vscode.window.showSaveDialog({
    title: 'Export Conversation',
    filters: { Markdown: ['md'], 'JSON with all branches': ['json'] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  if (!uri) return;
  const text = uri.path.endsWith('.json')
    ? toConversationFile(whole, (part) => redact(part, log.hidden))
    : await writeMedia(app, conversation, uri);
  await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
  const open = 'Open';
  const answer = await vscode.window.showInformationMessage(`Exported to ${uri.path.split('/').at(-1) ?? ''}.`, open);
  if (answer === open) await vscode.window.showTextDocument(uri);
}

/** Reads a file that `exportConversation` wrote as JSON. The conversation is a new one, tagged with its old workspace. */
export async function importConversation(conversations: Conversations, uri: vscode.Uri): Promise<Conversation> {
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > MOST_BYTES) throw new Error('This file is larger than 100 MB: no conversation is.');
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  return conversations.import(parseConversationFile(text));
}
