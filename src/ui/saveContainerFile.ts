import * as vscode from 'vscode';
import type { Transcript } from '../agent/transcript.ts';
import { OpenAIError } from '../openai/errors.ts';
import { safeFileName } from '../openai/safeFileName.ts';
import { readBytes } from './notebook/answer/readBytes.ts';
import type { Parts } from './parts.ts';
import { withProgress } from './progress.ts';

/** Asks where to save a file that the code interpreter has made and an answer refers to, gets it, and offers to open it. */
export async function saveContainerFile(
  { account }: Pick<Parts, 'account'>,
  transcript: Transcript,
  { itemId, fileId }: { itemId: string; fileId: string },
): Promise<void> {
  const item = transcript.findLast(({ id }) => id === itemId);
  const citations = item?.type === 'assistant' ? (item.citations ?? []) : [];
  const file = citations.find((each) => each.kind === 'file' && each.fileId === fileId && each.containerId);
  if (file?.kind !== 'file' || file.containerId === undefined)
    throw new Error('There is nothing to save here any more.');
  const name = safeFileName(file.name, 'file');
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await vscode.window.showSaveDialog({
    title: 'Save File',
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  if (!uri) return;
  const isSaved = await download(account, { fileId, containerId: file.containerId, uri });
  const open = 'Open';
  if (!isSaved) return;
  const answer = await vscode.window.showInformationMessage(`Saved ${uri.path.split('/').at(-1) ?? ''}.`, open);
  if (answer === open) await vscode.commands.executeCommand('vscode.open', uri);
}

/** False where the user gave it up. */
async function download(
  account: Parts['account'],
  { fileId, containerId, uri }: { fileId: string; containerId: string; uri: vscode.Uri },
): Promise<boolean> {
  return withProgress(`Getting ${uri.path.split('/').at(-1) ?? 'the file'}`, async (signal, report) => {
    try {
      const client = await account.client();
      const where = { container_id: containerId };
      const response = await client.containers.files.content.retrieve(fileId, where, { signal });
      const onParts = (parts: readonly { kind: string; label?: string }[]) => report(parts[0]?.label ?? '');
      await vscode.workspace.fs.writeFile(uri, await readBytes(response, { signal, onParts }));
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      if (error instanceof OpenAIError && error.kind === 'notFound') throw new Error(gone, { cause: error });
      throw error;
    }
  });
}

const gone =
  'The server does not have this file any more: a container is gone 20 minutes after its last use. Ask for the file again.';
