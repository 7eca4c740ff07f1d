import * as vscode from 'vscode';
import type { App } from './app.ts';

const maxCharacters = 160;

/** Tells the user of what waits for them in a chat that is not in view, and leads there. */
export function noticeWaiting({ chat, conversations, log }: App): vscode.Disposable {
  const told = new Set<string>();
  return conversations.onDidWait(({ conversationId, itemId, text }) => {
    if (told.has(itemId)) return;
    told.add(itemId);
    const tell = async (): Promise<void> => {
      if (await chat.isInView(conversationId)) return;
      const open = 'Open Chat';
      const answer = await vscode.window.showInformationMessage(`Parley ${noticeText(text)}`, open);
      if (answer === open) await chat.showConversation(conversationId);
    };
    tell().catch((error: unknown) => log.warn('What waits in the chat could not be shown.', error));
  });
}

/** One short line. A notification makes links of brackets, and a model has written some of this. */
export function noticeText(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').replaceAll('[', '(').replaceAll(']', ')');
  return line.length > maxCharacters ? `${line.slice(0, maxCharacters)}…` : line;
}
