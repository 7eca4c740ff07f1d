import * as vscode from 'vscode';
import { requestsViewId } from '../viewIds.ts';

/** Brings the panel to the front. */
export async function run(): Promise<void> {
  await vscode.commands.executeCommand(`${requestsViewId}.focus`);
}
