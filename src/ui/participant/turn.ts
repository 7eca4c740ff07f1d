import type * as vscode from 'vscode';

/** What VS Code gives a participant to answer one request. */
export interface Turn {
  request: vscode.ChatRequest;
  context: vscode.ChatContext;
  stream: vscode.ChatResponseStream;
  token: vscode.CancellationToken;
}
