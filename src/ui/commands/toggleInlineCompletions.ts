import * as vscode from 'vscode';
import { readSettings, updateSetting } from '../../editor/settings.ts';
import type { App } from '../app.ts';

/** Turns inline completions on or off, in all windows. */
export async function run({ account }: App): Promise<void> {
  const isOn = !readSettings().inlineCompletions.enabled;
  await updateSetting('inlineCompletions.enabled', isOn);
  vscode.window.setStatusBarMessage(`Parley: inline completions are ${isOn ? 'on' : 'off'}`, 5000);
  if (isOn && !(await account.isReady(account.profile))) await vscode.commands.executeCommand('parley.setApiKey');
}
