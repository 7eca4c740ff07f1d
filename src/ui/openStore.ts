import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ConversationStore } from '../store/conversationStore.ts';
import type { Parts } from './parts.ts';
import { reportError } from './reportError.ts';

/** The store in the extension's global storage. Where that cannot be opened, says so and keeps conversations in memory. */
export async function openStore({ context, log }: Pick<Parts, 'context' | 'log'>): Promise<ConversationStore> {
  const { openConversationStore } = await import('../store/conversationStore.ts');
  try {
    const store = await openConversationStore(join(context.globalStorageUri.fsPath, 'conversations.db'));
    if (store.setAside !== undefined) {
      const message = `The stored conversations were damaged. They are kept in ${store.setAside}; Parley goes on with an empty list.`;
      log.warn(message);
      void vscode.window.showInformationMessage(message);
    }
    return store;
  } catch (error) {
    await reportError(
      { log },
      error,
      'Opening the stored conversations. Until that works, chats last as long as this window',
    );
    return openConversationStore(':memory:');
  }
}
