import * as vscode from 'vscode';
import { serverOf } from '../../editor/profile.ts';
import type { App } from '../app.ts';

/** Forgets the key of the active profile, after asking: nobody can read it again. */
export async function run({ account, apiKeys }: App): Promise<void> {
  const { profile } = account;
  const remove = 'Remove Key';
  const answer = await vscode.window.showInformationMessage(
    `Remove the key for ${profile.name} (${serverOf(profile)}) from VS Code's secret storage?`,
    { modal: true },
    remove,
  );
  if (answer !== remove) return;
  await apiKeys.delete(profile);
  void vscode.window.showInformationMessage(`The key for ${profile.name} is removed.`);
}
