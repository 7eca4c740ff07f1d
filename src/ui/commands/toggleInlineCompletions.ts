import * as vscode from 'vscode';
import { readInlineCompletionSettings, updateSetting } from '../../editor/settings.ts';
import type { App } from '../app.ts';

/** Turns inline completions on or off, in all windows. */
export async function run({ account }: App): Promise<void> {
  const isOn = !readInlineCompletionSettings().enabled;
  await updateSetting('inlineCompletions.enabled', isOn);
  const state = !isOn ? 'off' : vscode.workspace.isTrusted ? 'on' : 'on once this workspace is trusted';
  vscode.window.setStatusBarMessage(`Parley: inline completions are ${state}`, 5000);
  if (isOn && !(await account.isReady(account.profile))) await vscode.commands.executeCommand('parley.setApiKey');
}
