import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { FileContent } from '../../store/checkpointStore.ts';
import { toLf } from '../edit/textKeys.ts';
import { isElsewhere, nameOf, openDocument } from './fileContent.ts';

const catchUpMs = 5000;

/** Gives a file of the workspace this content, byte for byte. Throws a sentence where that cannot be. */
export async function putBack(uri: vscode.Uri, { disk, unsaved }: FileContent): Promise<void> {
  await refuseStray(uri);
  const text = unsaved && (await vscode.workspace.decode(unsaved, { uri }));
  if (text === undefined || !(await isOnDisk(uri, disk))) {
    await saveOpen(uri);
    if (disk) await vscode.workspace.fs.writeFile(uri, disk);
    else await remove(uri);
    if (disk) await catchUp(uri, disk);
  }
  if (text !== undefined) await setText(uri, text.replace(/^\uFEFF/, ''));
}

/** Since the content was kept, its folder may have been closed, or a link may lead elsewhere. */
export async function refuseStray(uri: vscode.Uri): Promise<void> {
  if (await isElsewhere(uri))
    throw new Error(`${nameOf(uri)} is outside of the open folders, or a link leads elsewhere. It was left as it is.`);
}

async function isOnDisk(uri: vscode.Uri, bytes: Uint8Array | undefined): Promise<boolean> {
  try {
    return bytes !== undefined && Buffer.compare(await vscode.workspace.fs.readFile(uri), bytes) === 0;
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return bytes === undefined;
    throw error;
  }
}

/** An editor with unsaved changes would not show what is written to disk. */
async function saveOpen(uri: vscode.Uri): Promise<void> {
  const open = [...vscode.workspace.textDocuments, ...vscode.workspace.notebookDocuments].filter(
    (document) => document.isDirty && document.uri.toString() === uri.toString(),
  );
  for (const document of open)
    if (!(await document.save()))
      throw new Error(`${nameOf(uri)} has unsaved changes that cannot be saved. It was left as it is.`);
}

async function remove(uri: vscode.Uri): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.deleteFile(uri, { ignoreIfNotExists: true });
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error(`${nameOf(uri)} could not be deleted.`);
}

/** VS Code takes a moment to show what was written. What is edited before that would be lost or refused. */
async function catchUp(uri: vscode.Uri, disk: Uint8Array): Promise<void> {
  const document = openDocument(uri);
  if (!document) return;
  const text = toLf((await vscode.workspace.decode(disk, { encoding: document.encoding })).replace(/^\uFEFF/, ''));
  for (const end = Date.now() + catchUpMs; toLf(document.getText()) !== text && Date.now() < end;) await sleep(50);
}

async function setText(uri: vscode.Uri, text: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, document.validateRange(new vscode.Range(0, 0, document.lineCount, 0)), text);
  if (!(await vscode.workspace.applyEdit(edit)))
    throw new Error(`The unsaved text of ${nameOf(uri)} could not be restored.`);
}
