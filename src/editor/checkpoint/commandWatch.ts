import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';

/** URIs, each in one of the sets. */
export interface WatchedChanges {
  created: ReadonlySet<string>;
  changed: ReadonlySet<string>;
  deleted: ReadonlySet<string>;
}

/** VS Code tells of changes a moment after they were made. */
const settleMs = 1000;

/**
 * Collects which files change until `stop`, which waits for what is still to be told. What is saved, made, renamed or
 * deleted in VS Code meanwhile is somebody else's and left out.
 */
export function watchChanges(): { stop: () => Promise<WatchedChanges> } {
  const created = new Set<string>();
  const changed = new Set<string>();
  const deleted = new Set<string>();
  const inEditor = new Set<string>();
  const watcher = vscode.workspace.createFileSystemWatcher('**/*');
  const others = (uris: readonly vscode.Uri[]): void => uris.forEach((uri) => inEditor.add(uri.toString()));
  const disposables = [
    watcher,
    watcher.onDidCreate((uri) => {
      const name = uri.toString();
      if (deleted.delete(name)) changed.add(name);
      else if (!changed.has(name)) created.add(name);
    }),
    watcher.onDidChange((uri) => {
      const name = uri.toString();
      if (!created.has(name)) changed.add(name);
    }),
    watcher.onDidDelete((uri) => {
      const name = uri.toString();
      // Made and removed by the command itself.
      if (created.delete(name)) return;
      changed.delete(name);
      deleted.add(name);
    }),
    vscode.workspace.onDidSaveTextDocument(({ uri }) => others([uri])),
    vscode.workspace.onDidSaveNotebookDocument(({ uri }) => others([uri])),
    vscode.workspace.onDidCreateFiles(({ files }) => others(files)),
    vscode.workspace.onDidDeleteFiles(({ files }) => others(files)),
    vscode.workspace.onDidRenameFiles(({ files }) => others(files.flatMap(({ oldUri, newUri }) => [oldUri, newUri]))),
  ];
  return {
    stop: async () => {
      await sleep(settleMs);
      for (const disposable of disposables) disposable.dispose();
      return {
        created: without(created, inEditor),
        changed: without(changed, inEditor),
        deleted: without(deleted, inEditor),
      };
    },
  };
}

const without = (names: ReadonlySet<string>, others: ReadonlySet<string>): Set<string> =>
  new Set([...names].filter((name) => !others.has(name)));
