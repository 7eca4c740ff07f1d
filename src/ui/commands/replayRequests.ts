import * as vscode from 'vscode';
import type { App } from '../app.ts';

/** Lets a file of exported requests answer in place of a server. */
export async function run(app: App, file?: unknown): Promise<void> {
  const { replayFixture } = await import('../requests/requestActions.ts');
  await replayFixture(app, file instanceof vscode.Uri ? file : undefined);
}
