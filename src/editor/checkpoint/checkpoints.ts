import * as vscode from 'vscode';
import type { Checkpoint, CheckpointKind, CheckpointStore, FileContent } from '../../store/checkpointStore.ts';
import { locateUri } from '../tools/workspaceFiles.ts';
import type { Log } from '../log.ts';
import type { WriteListener, WriteOrigin } from '../writes.ts';
import { watchChanges, type WatchedChanges } from './commandWatch.ts';
import { fingerprintsOf, nameOf, readContent } from './fileContent.ts';
import { planRestore, shownIn, type FilePlan } from './planRestore.ts';
import { putBack } from './putBack.ts';

interface Ports {
  openStore: () => Promise<CheckpointStore>;
  log: Pick<Log, 'warn'>;
}

interface RestoreOptions {
  conversationId: string;
  messageId: string;
  kind: Exclude<CheckpointKind, 'turn'>;
  /** JSON kept with the checkpoint. */
  note?: string;
}

/** What git does to itself is git's: no checkpoint holds or restores what a command changed there. */
const isGitInternal = (uri: vscode.Uri): boolean => /\/\.git(\/|$)/.test(uri.path);

/** Keeps what files hold before the agent writes them, and puts it back. */
export class Checkpoints implements vscode.Disposable {
  readonly #ports: Ports;
  readonly #restored = new vscode.EventEmitter<string>();
  #store: Promise<CheckpointStore> | undefined;
  #settling: Promise<void> = Promise.resolve();

  /** A restore was made or undone in the conversation with this id. */
  readonly onDidRestore = this.#restored.event;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** Keeps the files of a turn's write, and afterwards notes what was written. */
  readonly beforeWrite: WriteListener = async ({ files, origin, byCommand = false }) => {
    if (!origin) return undefined;
    try {
      return await (byCommand ? this.#beforeCommand(origin) : this.#beforeFiles(origin, files));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(`Nothing was changed: no checkpoint could be made (${why}).`, { cause: error });
    }
  };

  /** What bringing the conversation's files back to before this checkpoint would do. */
  async plan(conversationId: string, checkpointId: number): Promise<FilePlan[]> {
    const records = (await this.settled()).filesSince(conversationId, checkpointId);
    const uris = [...new Set(records.map(({ uri }) => uri))];
    const now = new Map(
      await Promise.all(
        uris.map(async (uri) => [uri, fingerprintsOf(await readContent(vscode.Uri.parse(uri, true)))] as const),
      ),
    );
    return planRestore(records, (uri) => now.get(uri) ?? { disk: undefined, unsaved: undefined });
  }

  /** The bytes that a plan speaks of. Throws a sentence where they were dropped meanwhile. */
  async contentOf({ uri, target }: FilePlan): Promise<FileContent> {
    const store = await this.store();
    const read = (hash: string): Uint8Array => {
      const bytes = store.content(hash);
      if (!bytes) throw new Error(`${nameOf(vscode.Uri.parse(uri, true))} is not kept any more. It was left as it is.`);
      return bytes;
    };
    return {
      ...(target.disk !== undefined && { disk: read(target.disk) }),
      ...(target.unsaved !== undefined && { unsaved: read(target.unsaved) }),
    };
  }

  /**
   * Puts these files back after keeping how they are now, so that it can be undone. A file that cannot be is left as it
   * is: the answer says which, a sentence each.
   */
  async restore(plans: readonly FilePlan[], options: RestoreOptions): Promise<string[]> {
    const store = await this.store();
    const { note, ...what } = options;
    const id = store.add({ ...what, at: Date.now(), note });
    const failures: string[] = [];
    for (const plan of plans) {
      const uri = vscode.Uri.parse(plan.uri, true);
      try {
        const content = await this.contentOf(plan);
        if (!(await keep(store, id, uri)))
          throw new Error(`${nameOf(uri)} is too large to be kept as it is now. It was left as it is.`);
        await putBack(uri, content);
      } catch (error) {
        failures.push(error instanceof Error ? error.message : String(error));
      } finally {
        if (store.has(id, plan.uri)) await noteWritten(store, id, uri);
      }
    }
    this.#restored.fire(options.conversationId);
    return failures;
  }

  /** The restore that the conversation can take back: nothing came after it. */
  async lastRestore(conversationId: string): Promise<Checkpoint | undefined> {
    const last = (await this.store()).latest(conversationId);
    return last?.kind === 'restore' ? last : undefined;
  }

  async forget(conversationId: string): Promise<void> {
    (await this.store()).forget(conversationId);
  }

  /** The store once all that commands have changed is noted. */
  async settled(): Promise<CheckpointStore> {
    await this.#settling;
    return this.store();
  }

  store(): Promise<CheckpointStore> {
    return (this.#store ??= this.#ports.openStore());
  }

  dispose(): void {
    this.#restored.dispose();
    void this.#store?.then((store) => store.close());
  }

  async #beforeFiles(
    { conversationId, messageId }: WriteOrigin,
    files: readonly vscode.Uri[],
  ): Promise<() => Promise<void>> {
    const store = await this.store();
    const id = store.openTurn(conversationId, messageId, Date.now());
    for (const uri of files) await keep(store, id, uri);
    return async () => {
      for (const uri of files) await noteWritten(store, id, uri);
    };
  }

  /** What a command will change is not known: what it makes can be taken back, the rest only where it is kept already. */
  async #beforeCommand({ conversationId, messageId }: WriteOrigin): Promise<() => Promise<void>> {
    const store = await this.store();
    const known = new Set(store.filesSince(conversationId, 0).map(({ uri }) => uri));
    const id = store.openTurn(conversationId, messageId, Date.now());
    for (const uri of known) await keep(store, id, vscode.Uri.parse(uri, true));
    const watch = watchChanges();
    return () => {
      // The answer does not wait for the last changes to be told; the next restore does.
      this.#settling = Promise.all([this.#settling, watch.stop()])
        .then(([, changes]) => noteCommand(store, id, changes))
        .catch((error: unknown) => this.#ports.log.warn('What a command changed could not be noted.', error));
      return Promise.resolve();
    };
  }
}

/** False where the file is too large. */
async function keep(store: CheckpointStore, id: number, uri: vscode.Uri): Promise<boolean> {
  const name = uri.toString();
  if (store.has(id, name)) return true;
  const content = await readContent(uri);
  if (content.large === undefined) store.keep(id, name, content);
  else store.keepLost(id, name, 'large', content.large);
  return content.large === undefined;
}

async function noteWritten(store: CheckpointStore, id: number, uri: vscode.Uri): Promise<void> {
  store.setAfter(id, uri.toString(), shownIn(fingerprintsOf(await readContent(uri))));
}

/** More files than a person would look through: a build or an installation, which is not taken back file by file. */
const mostFilesOfCommand = 500;

async function noteCommand(store: CheckpointStore, id: number, { created, changed }: WatchedChanges): Promise<void> {
  for (const name of [...created, ...changed].slice(0, mostFilesOfCommand)) {
    const uri = vscode.Uri.parse(name, true);
    if (isGitInternal(uri) || (await locateUri(uri))?.uri.toString() !== name) continue;
    const now = await readContent(uri);
    if (now.large === 'a folder') continue;
    if (!store.has(id, name) && created.has(name)) store.keep(id, name, {});
    else if (!store.has(id, name)) store.keepLost(id, name, 'command', 'not known');
    store.setAfter(id, name, shownIn(fingerprintsOf(now)));
  }
}
