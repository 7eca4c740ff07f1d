import type * as vscode from 'vscode';
import type { Port } from '../protocol/rpc.ts';

/** The way to a view. One that is closed takes no more messages: answers to its last calls may still come. */
export function portOf({ webview, onDidDispose }: vscode.WebviewView | vscode.WebviewPanel): Port {
  let open = true;
  onDidDispose(() => (open = false));
  return {
    postMessage: (message) => {
      if (open) void webview.postMessage(message);
    },
    onMessage: (listener) => {
      const subscription = webview.onDidReceiveMessage(listener);
      return () => void subscription.dispose();
    },
  };
}
