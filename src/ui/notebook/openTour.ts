import { join } from 'node:path';
import * as vscode from 'vscode';
import { copyTour } from './copyTour.ts';

/** Opens the user's own copy of the tour as a notebook. */
export async function openTour({ extension, extensionPath, globalStorageUri }: vscode.ExtensionContext): Promise<void> {
  const { version } = extension.packageJSON as { version: string };
  const places = {
    from: join(extensionPath, 'media', 'tour'),
    to: join(globalStorageUri.fsPath, 'tour'),
    version,
  };
  const path = await copyTour(places, askStartAfresh);
  if (path === undefined) return;
  const notebook = await vscode.workspace.openNotebookDocument(vscode.Uri.file(path));
  await vscode.window.showNotebookDocument(notebook);
}

async function askStartAfresh(): Promise<boolean | undefined> {
  const [keep, afresh] = ['Keep Mine', 'Start Afresh'];
  const question = 'There is a new API tour, and you have changed yours.';
  const detail = 'Starting afresh puts the new one in the place of yours: your changes to it are lost.';
  const answer = await vscode.window.showInformationMessage(question, { modal: true, detail }, keep, afresh);
  return answer === undefined ? undefined : answer === afresh;
}
