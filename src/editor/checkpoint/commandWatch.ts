import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';

export interface WatchedChanges {
  created: ReadonlySet<string>;
  changed: ReadonlySet<string>;
}

/** VS Code tells of changes a moment after they were made. */
const settleMs = 1000;

/** Collects which files change until `stop`, which waits for what is still to be told. Deleted ones count as changed. */
export function watchChanges(): { stop: () => Promise<WatchedChanges> } {
  const created = new Set<string>();
  const changed = new Set<string>();
  const watcher = vscode.workspace.createFileSystemWatcher('**/*');
  const note = (uri: vscode.Uri): void => {
    const name = uri.toString();
    if (!created.has(name)) changed.add(name);
  };
  watcher.onDidCreate((uri) => {
    if (!changed.has(uri.toString())) created.add(uri.toString());
  });
  watcher.onDidChange(note);
  watcher.onDidDelete((uri) => {
    // Made and removed by the command itself.
    if (!created.delete(uri.toString())) note(uri);
  });
  return {
    stop: async () => {
      await sleep(settleMs);
      watcher.dispose();
      return { created, changed };
    },
  };
}
