import path from 'node:path';
import * as vscode from 'vscode';
import { locate, readText } from '../../editor/tools/workspaceFiles.ts';
import type { App } from '../app.ts';
import type { ChatProposal } from '../participant/chatProposals.ts';
import { proposeChange } from '../proposeChange.ts';
import { requireTrust } from '../requireTrust.ts';

/** Puts the code of an answer in VS Code's chat before the user as a diff, by the id that its button has. */
export async function run(app: App, id?: unknown): Promise<void> {
  requireTrust('changes no file');
  const proposal = app.chatProposals.find(String(id));
  const shown = await (proposal.kind === 'change' ? reviewChange(app, proposal) : reviewFile(app, proposal));
  if (!shown) void vscode.window.showInformationMessage('The file has this code already.');
}

async function reviewChange(
  { edits }: App,
  { target, code, what }: ChatProposal & { kind: 'change' },
): Promise<boolean> {
  const document = await vscode.workspace.openTextDocument(target.uri);
  if (document.getText() !== target.text)
    throw new Error(`${vscode.workspace.asRelativePath(target.uri)} has changed since this answer. Ask again.`);
  return (await proposeChange(edits, target, code, what)) !== undefined;
}

/** Where there is such a file already, the diff shows what becomes of it. */
async function reviewFile(
  { edits }: App,
  { path: written, folder, code }: ChatProposal & { kind: 'file' },
): Promise<boolean> {
  const isBare = !/[\\/]/.test(written);
  const file = await locate(isBare && folder !== undefined ? path.join(folder, written) : written);
  const original = file.exists ? await readText(file) : undefined;
  const proposed = `${code.trimEnd()}\n`;
  if (original === proposed) return false;
  await edits.propose({ uri: file.uri, original, proposed, title: `${file.label} (Write Tests)` });
  return true;
}
