import * as vscode from 'vscode';
import type { Checkpoint } from '../../store/checkpointStore.ts';
import type { App } from '../app.ts';
import { counted } from '../counted.ts';
import { restoredNote, restoreToCheckpoint, undoRestore } from '../restoreCheckpoint.ts';

interface Listed extends vscode.QuickPickItem {
  checkpoint: Checkpoint;
}

/** Lists the checkpoints with files of this workspace by time, and brings one back. */
export async function run(app: App): Promise<void> {
  const items = await list(app);
  if (items.length === 0) throw new Error('There is no checkpoint yet: Parley has changed no file of this workspace.');
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Restore Checkpoint',
    placeHolder: 'Before which change?',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (!picked) return;
  const conversation = await app.conversations.open(picked.checkpoint.conversationId);
  if (!conversation) throw new Error('The conversation of this checkpoint was deleted, and its checkpoints with it.');
  if (!(await restoreToCheckpoint(app, conversation, picked.checkpoint))) return;
  const note = await restoredNote(app, conversation.id);
  const undo = 'Undo Restore';
  if (note && (await vscode.window.showInformationMessage(note.text, undo)) === undo)
    await undoRestore(app, conversation);
}

async function list(app: App): Promise<Listed[]> {
  const titles = new Map((await app.conversations.list()).map(({ id, title }) => [id, title]));
  return (await app.checkpoints.settled()).list().flatMap(({ uris, ...checkpoint }) => {
    const names = uris
      .map((uri) => vscode.Uri.parse(uri, true))
      .filter((uri) => vscode.workspace.getWorkspaceFolder(uri))
      .map((uri) => vscode.workspace.asRelativePath(uri));
    const title = titles.get(checkpoint.conversationId);
    if (names.length === 0 || title === undefined) return [];
    return [
      {
        label: `${checkpoint.kind === 'turn' ? '$(history)' : '$(discard)'} ${new Date(checkpoint.at).toLocaleString()}`,
        description: `${titleOf[checkpoint.kind]} ${title}`,
        detail: `${counted(names.length, 'file')}: ${names.join(', ')}`,
        checkpoint,
      },
    ];
  });
}

const titleOf = { turn: 'Before an answer in', restore: 'Before a restore in', undo: 'Before an undo in' } as const;
