import * as vscode from 'vscode';
import type { App } from '../app.ts';

/** Asks for a file unless one is given, and shows the conversation in it. */
export async function run({ chat, conversations }: App, file?: unknown): Promise<void> {
  const { importConversation } = await import('../conversationFiles.ts');
  const filters = { 'Conversations of Parley': ['json'] };
  const uri =
    file instanceof vscode.Uri
      ? file
      : (await vscode.window.showOpenDialog({ title: 'Import Conversation', openLabel: 'Import', filters }))?.[0];
  if (!uri) return;
  const conversation = await importConversation(conversations, uri);
  await (await chat.show()).show(conversation);
}
