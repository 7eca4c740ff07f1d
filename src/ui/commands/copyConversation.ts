import * as vscode from 'vscode';
import type { App } from '../app.ts';

/** Copies the conversation with the id that is given, else the one in view. */
export async function run({ chat, conversations, log }: App, id?: unknown): Promise<void> {
  const { markdownOf } = await import('../conversationFiles.ts');
  const conversation = typeof id === 'string' ? await conversations.open(id) : await (await chat.show()).conversation;
  if (!conversation) throw new Error('This conversation was deleted.');
  await vscode.env.clipboard.writeText(markdownOf({ log }, conversation));
  vscode.window.setStatusBarMessage('Copied the conversation as Markdown', 3000);
}
