import * as vscode from 'vscode';
import type { Parts } from './parts.ts';

const LOOK_EVERY_MS = 1000;

/** Takes up what other windows write while this one has the focus. To look costs some ten microseconds. */
export function followOtherWindows(
  app: Pick<Parts, 'conversations' | 'conversationSettings' | 'log'>,
): vscode.Disposable {
  const { conversations, conversationSettings, log } = app;
  const follow = async () => {
    if (await conversations.refresh()) await conversationSettings.refresh();
  };
  const look = () => {
    if (!vscode.window.state.focused) return;
    follow().catch((error: unknown) => log.warn('Other windows could not be followed.', error));
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  const subscription = vscode.window.onDidChangeWindowState(look);
  return vscode.Disposable.from(subscription, { dispose: () => clearInterval(timer) });
}
