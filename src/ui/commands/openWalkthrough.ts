import * as vscode from 'vscode';
import type { App } from '../app.ts';

export async function run({ context }: App): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', `${context.extension.id}#start`, false);
}
