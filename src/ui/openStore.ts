import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ConversationStore } from '../store/conversationStore.ts';
import type { App } from './app.ts';
import { reportError } from './reportError.ts';

/** The store in the extension's global storage. Where that cannot be opened, says so and keeps conversations in memory. */
export async function openStore({ context, log }: Pick<App, 'context' | 'log'>): Promise<ConversationStore> {
  const { openConversationStore } = await import('../store/conversationStore.ts');
  try {
    await vscode.workspace.fs.createDirectory(context.globalStorageUri);
    return await openConversationStore(join(context.globalStorageUri.fsPath, 'conversations.db'));
  } catch (error) {
    await reportError(
      { log },
      error,
      'Opening the stored conversations (until that works, chats last as long as this window)',
    );
    return openConversationStore(':memory:');
  }
}
