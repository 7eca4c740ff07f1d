import * as vscode from 'vscode';
import { conversationMarkdown } from '../agent/conversationMarkdown.ts';
import { redact } from '../editor/redact.ts';
import { parseConversationFile, toConversationFile } from '../store/conversationFile.ts';
import type { Conversation, Conversations } from './conversations.ts';
import type { Parts } from './parts.ts';
import { slugOf } from './saveNew.ts';

const MOST_BYTES = 100e6;

type Ports = Pick<Parts, 'conversations' | 'log'>;

/** The branch that is shown, without keys and what looks like one. */
export const markdownOf = ({ log }: Pick<Ports, 'log'>, { title, session }: Conversation): string =>
  redact(conversationMarkdown(title, session.transcript), log.hidden);

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
    : markdownOf(app, conversation);
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
