import * as vscode from 'vscode';

/** The keys of the manifest's `when` clauses and walkthrough that we set. */
export type ContextKey =
  'parley.hasKey' | 'parley.ready' | 'parley.answered' | 'parley.reviewingEdit' | 'parley.hunksInEditor';

export async function setContextKey(key: ContextKey, value: boolean): Promise<void> {
  await vscode.commands.executeCommand('setContext', key, value);
}
