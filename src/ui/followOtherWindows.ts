import * as vscode from 'vscode';
import type { Parts } from './parts.ts';

const LOOK_EVERY_MS = 1000;

/** Takes up what other windows write while this one has the focus. To look costs some ten microseconds. */
export function followOtherWindows({ conversations, log }: Pick<Parts, 'conversations' | 'log'>): vscode.Disposable {
  const look = () => {
    if (!vscode.window.state.focused) return;
    conversations.refresh().catch((error: unknown) => log.warn('Other windows could not be followed.', error));
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  const subscription = vscode.window.onDidChangeWindowState(look);
  return vscode.Disposable.from(subscription, { dispose: () => clearInterval(timer) });
}
