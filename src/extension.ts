import * as vscode from 'vscode';
import { Account } from './editor/account.ts';
import { ApiKeys } from './editor/apiKey.ts';
import { ConversationApprovals } from './editor/approvals.ts';
import { LastEditor } from './editor/context.ts';
import { setContextKey } from './editor/contextKeys.ts';
import { Edits } from './editor/edits.ts';
import { createLog } from './editor/log.ts';
import { ChatViews, chatPanelType, chatViewId } from './ui/chatViews.ts';
import { CodeActions } from './ui/codeActions.ts';
import { registerCommands } from './ui/commands/index.ts';
import { Conversations } from './ui/conversations.ts';
import { openStore } from './ui/openStore.ts';
import { turnSettings } from './ui/turnSettings.ts';

let conversations: Conversations | undefined;

/** Wires the parts. None of them does anything yet: what is heavy is loaded at first use. */
export function activate(context: vscode.ExtensionContext): void {
  const log = createLog();
  const apiKeys = new ApiKeys(context, log);
  const account = new Account(apiKeys, log);
  const lastEditor = new LastEditor();
  const edits = new Edits();
  const approvals = new ConversationApprovals({
    isTrusted: () => vscode.workspace.isTrusted,
    findReview: (diffUri) => edits.find(diffUri),
  });
  conversations = new Conversations({
    approvals,
    openStore: () => openStore({ context, log }),
    turnSettings: () => turnSettings({ account, edits, lastEditor }),
    onAnswered: () => void setContextKey('parley.answered', true),
  });
  const parts = { context, log, apiKeys, account, lastEditor, edits, approvals, conversations };
  const chat = new ChatViews(parts);

  context.subscriptions.push(
    log,
    apiKeys,
    account,
    lastEditor,
    edits,
    ...registerCommands({ ...parts, chat }),
    vscode.window.registerWebviewViewProvider(chatViewId, chat, { webviewOptions: { retainContextWhenHidden: true } }),
    vscode.window.registerWebviewPanelSerializer(chatPanelType, chat),
    vscode.languages.registerCodeActionsProvider(
      ['file', 'untitled', 'vscode-vfs'].map((scheme) => ({ scheme })),
      new CodeActions(),
      {
        providedCodeActionKinds: CodeActions.kinds,
      },
    ),
  );
  void edits.closeLeftovers();
}

/** Ends running turns and writes what is left of them. */
export async function deactivate(): Promise<void> {
  await conversations?.close();
}
