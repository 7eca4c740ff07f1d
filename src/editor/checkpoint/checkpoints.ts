import * as vscode from 'vscode';
import type { Checkpoint, CheckpointKind, CheckpointStore, FileContent } from '../../store/checkpointStore.ts';
import type { Log } from '../log.ts';
import type { WriteListener, WriteOrigin } from '../review/writes.ts';
import { changedFiles } from './changedFiles.ts';
import { watchChanges, type WatchedChanges } from './commandWatch.ts';
import { fingerprintsOf, nameOf, readContent, type ContentNow } from './fileContent.ts';
import { planRestore, shownIn, type FilePlan } from './planRestore.ts';
import { putBack, refuseStray } from './putBack.ts';

interface Ports {
  openStore: () => Promise<CheckpointStore>;
  /** False where there are no checkpoints yet: what only looks for some opens no store. */
  isStored: () => boolean;
  log: Pick<Log, 'warn'>;
}

interface RestoreOptions {
  conversationId: string;
  messageId: string;
  kind: Exclude<CheckpointKind, 'turn'>;
  /** JSON kept with the checkpoint. */
  note?: string;
}

/** Keeps what files hold before the agent writes them, and puts it back. */
export class Checkpoints implements vscode.Disposable {
  readonly #ports: Ports;
  readonly #restored = new vscode.EventEmitter<string>();
  #store: Promise<CheckpointStore> | undefined;
  /** What the last commands changed is noted; the last one ran in the turn that answers `#settlingOf`. */
  #settling: Promise<void> = Promise.resolve();
  #settlingOf: string | undefined;

  /** A restore was made or undone in the conversation with this id. */
  readonly onDidRestore = this.#restored.event;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** Keeps the files of a turn's write, and afterwards notes what was written. */
  readonly beforeWrite: WriteListener = async ({ files, origin, byCommand = false }) => {
    if (!origin) return undefined;
    try {
      // What an earlier turn's command has changed stands before this turn.
      if (origin.messageId !== this.#settlingOf) await this.#settling;
      return await (byCommand ? this.#beforeCommand(origin, files) : this.#beforeFiles(origin, files));
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
    const attempt = async (work: () => Promise<void>): Promise<void> => {
      try {
        await work();
      } catch (error) {
        failures.push(error instanceof Error ? error.message : String(error));
      }
    };
    // All of them first: keeping how files are now may drop what is oldest.
    const contents = new Map<FilePlan, FileContent>();
    for (const plan of plans) await attempt(async () => void contents.set(plan, await this.contentOf(plan)));
    for (const [plan, content] of contents) {
      const uri = vscode.Uri.parse(plan.uri, true);
      await attempt(async () => {
        await refuseStray(uri);
        if (!(await keep(store, id, uri)))
          throw new Error(`${nameOf(uri)} is too large to be kept as it is now. It was left as it is.`);
        await putBack(uri, content);
      });
      if (store.has(id, plan.uri)) await attempt(() => noteWritten(store, id, uri));
    }
    this.#restored.fire(options.conversationId);
    return failures;
  }

  /** The restore that the conversation can take back: nothing came after it. */
  async lastRestore(conversationId: string): Promise<Checkpoint | undefined> {
    const last = (await this.#existing())?.latest(conversationId);
    return last?.kind === 'restore' ? last : undefined;
  }

  /** Also what its last command changed, which is noted a moment later. */
  async forget(conversationId: string): Promise<void> {
    await this.#settling;
    (await this.#existing())?.forget(conversationId);
  }

  /** The store once all that commands have changed is noted. */
  async settled(): Promise<CheckpointStore> {
    await this.#settling;
    return this.store();
  }

  store(): Promise<CheckpointStore> {
    return (this.#store ??= this.#ports.openStore());
  }

  async #existing(): Promise<CheckpointStore | undefined> {
    return this.#store || this.#ports.isStored() ? this.store() : undefined;
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
      try {
        for (const uri of files) await noteWritten(store, id, uri);
      } catch (error) {
        // It is written: a restore will ask, as for what somebody else has changed.
        this.#ports.log.warn('What was written could not be noted.', error);
      }
    };
  }

  /**
   * What a command will change is not known: what it makes can be taken back, and of the rest what is kept already and
   * what it names.
   */
  async #beforeCommand(origin: WriteOrigin, named: readonly vscode.Uri[]): Promise<() => Promise<void>> {
    const at = Date.now();
    const before = new Map(
      await Promise.all(named.map(async (uri) => [uri.toString(), await readContent(uri)] as const)),
    );
    await this.#keepKnown(origin, at);
    const watch = watchChanges();
    return () => {
      // The answer does not wait for the last changes to be told; the next restore does.
      this.#settlingOf = origin.messageId;
      this.#settling = Promise.all([this.#settling, watch.stop()])
        .then(([, changes]) => this.#noteCommand(origin, at, changes, before))
        .catch((error: unknown) => this.#ports.log.warn('What a command changed could not be noted.', error));
      return Promise.resolve();
    };
  }

  async #keepKnown({ conversationId, messageId }: WriteOrigin, at: number): Promise<void> {
    const store = await this.#existing();
    const known = new Set(
      store
        ?.filesSince(conversationId, 0)
        .map(({ uri }) => uri)
        .toReversed(),
    );
    if (!store || known.size === 0) return;
    const id = store.openTurn(conversationId, messageId, at);
    for (const uri of [...known].slice(0, mostKnown)) await keep(store, id, vscode.Uri.parse(uri, true));
  }

  async #noteCommand(
    { conversationId, messageId }: WriteOrigin,
    at: number,
    changes: WatchedChanges,
    before: ReadonlyMap<string, ContentNow>,
  ): Promise<void> {
    const known = (await this.#existing())?.filesSince(conversationId, 0).map(({ uri }) => uri) ?? [];
    const files = await changedFiles(changes, [...known, ...before.keys()]);
    if (files.length === 0) return;
    const store = await this.store();
    const id = store.openTurn(conversationId, messageId, at);
    const hasRemoved = files.some(({ name, how }) => how === 'deleted' && !before.has(name) && !store.has(id, name));
    for (const { name, how, now } of files) {
      const held = before.get(name) ?? (how === 'created' && !hasRemoved ? {} : undefined);
      if (held && held.large === undefined) store.keep(id, name, held);
      else store.keepLost(id, name, how === 'created' ? 'moved' : 'command', 'not known');
      store.setAfter(id, name, shownIn(fingerprintsOf(now)));
    }
  }
}

/** Builds make many files, of which commands would keep each version again. */
const mostKnown = 100;

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
