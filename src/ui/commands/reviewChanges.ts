import * as vscode from 'vscode';
import type { App } from '../app.ts';

/** Shows what turns have changed without a review. */
export async function run({ edits }: App): Promise<void> {
  if (edits.applied.files.length === 0)
    void vscode.window.showInformationMessage('Parley has changed nothing in this window that is not reviewed.');
  else await edits.applied.show();
}
