import { createHash } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { inTransaction, openDatabase, type OpenDatabase } from './database.ts';

/** `turn`: before what an answer to a message wrote. `restore`, `undo`: before files were put back, or forward again. */
export type CheckpointKind = 'turn' | 'restore' | 'undo';

export interface Checkpoint {
  /** Counts up with time. */
  id: number;
  conversationId: string;
  messageId: string;
  kind: CheckpointKind;
  /** Milliseconds since the epoch. */
  at: number;
  /** JSON that whoever made it wants back. */
  note: string | undefined;
}

/**
 * Why a file's content is not there: too large, dropped for newer ones, or changed by a command before it was seen.
 * `moved`: a command made it and removed files that were not seen; it may hold what they held.
 */
export type Lost = 'large' | 'old' | 'command' | 'moved';

/** A file at one moment. Absent bytes: there was no file on disk, no unsaved text. */
export interface FileContent {
  disk?: Uint8Array;
  /** The unsaved text of an editor, encoded as saving it would. */
  unsaved?: Uint8Array;
}

/** A file as a checkpoint holds it. The hashes are those of `content`. */
export interface KeptFile {
  checkpointId: number;
  uri: string;
  disk: string | undefined;
  unsaved: string | undefined;
  lost: Lost | undefined;
  /** The fingerprint of what was written then; undefined where the file was deleted. */
  after: string | undefined;
}

/** The contents of all checkpoints together, in bytes: above that the oldest go. */
const defaultCapBytes = 256 * 1024 * 1024;

const schema: readonly string[] = [
  `CREATE TABLE checkpoints (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     conversation_id TEXT NOT NULL,
     message_id TEXT NOT NULL,
     kind TEXT NOT NULL,
     at INTEGER NOT NULL,
     note TEXT
   ) STRICT;
   CREATE INDEX checkpoints_by_conversation ON checkpoints (conversation_id, id);
   CREATE TABLE files (
     checkpoint_id INTEGER NOT NULL REFERENCES checkpoints (id) ON DELETE CASCADE,
     uri TEXT NOT NULL,
     disk TEXT,
     unsaved TEXT,
     lost TEXT,
     after TEXT,
     PRIMARY KEY (checkpoint_id, uri)
   ) STRICT;
   CREATE INDEX files_by_disk ON files (disk);
   CREATE INDEX files_by_unsaved ON files (unsaved);
   CREATE TABLE contents (
     hash TEXT PRIMARY KEY,
     size INTEGER NOT NULL,
     bytes BLOB NOT NULL
   ) STRICT;`,
];

/** What files held before they were written, of all windows, in one SQLite file; equal contents once. */
export class CheckpointStore {
  readonly #database: DatabaseSync;
  readonly #capBytes: number;
  readonly #statements: Record<keyof typeof sql, StatementSync>;

  constructor({ database }: OpenDatabase, capBytes = defaultCapBytes) {
    this.#database = database;
    this.#capBytes = capBytes;
    this.#statements = Object.fromEntries(
      Object.entries(sql).map(([name, text]) => [name, database.prepare(text)]),
    ) as Record<keyof typeof sql, StatementSync>;
  }

  /** The checkpoint of the turn under way: a new one after a restore, even where the same message is answered again. */
  openTurn(conversationId: string, messageId: string, at: number): number {
    const last = this.latest(conversationId);
    if (last?.kind === 'turn' && last.messageId === messageId) return last.id;
    return this.add({ conversationId, messageId, kind: 'turn', at, note: undefined });
  }

  add({ conversationId, messageId, kind, at, note }: Omit<Checkpoint, 'id'>): number {
    return Number(this.#statements.add.run(conversationId, messageId, kind, at, note ?? null).lastInsertRowid);
  }

  has(checkpointId: number, uri: string): boolean {
    return this.#statements.has.get(checkpointId, uri) !== undefined;
  }

  /** Keeps the content unless the checkpoint has this file; drops the oldest contents where all are above the cap. */
  keep(checkpointId: number, uri: string, { disk, unsaved }: FileContent): void {
    inTransaction(this.#database, () => {
      const [diskHash, unsavedHash] = [this.#putContent(disk), this.#putContent(unsaved)];
      this.#statements.keep.run(checkpointId, uri, diskHash, unsavedHash, null, unsavedHash ?? diskHash);
      this.#dropOldest(checkpointId);
    });
  }

  /** Notes a file that was there but whose content is not known, unless the checkpoint has it. */
  keepLost(checkpointId: number, uri: string, lost: Lost, fingerprint: string): void {
    this.#statements.keep.run(checkpointId, uri, fingerprint, null, lost, fingerprint);
  }

  setAfter(checkpointId: number, uri: string, fingerprint: string | undefined): void {
    this.#statements.setAfter.run(fingerprint ?? null, checkpointId, uri);
  }

  /** Undefined where it was dropped. */
  content(hash: string): Uint8Array | undefined {
    const row = this.#statements.content.get(hash);
    return row && (row.bytes as Uint8Array);
  }

  get(id: number): Checkpoint | undefined {
    return checkpointOf(this.#statements.get.get(id));
  }

  latest(conversationId: string): Checkpoint | undefined {
    return checkpointOf(this.#statements.latest.get(conversationId));
  }

  /** The first checkpoint of the conversation made at this time or later. */
  firstSince(conversationId: string, at: number): Checkpoint | undefined {
    return checkpointOf(this.#statements.firstSince.get(conversationId, at));
  }

  /** The files of a conversation's checkpoints from this one on, oldest first. */
  filesSince(conversationId: string, checkpointId: number): KeptFile[] {
    return this.#statements.filesSince.all(conversationId, checkpointId).map((row) => ({
      checkpointId: Number(row.checkpoint_id),
      uri: String(row.uri),
      disk: textOf(row.disk),
      unsaved: textOf(row.unsaved),
      lost: textOf(row.lost) as Lost | undefined,
      after: textOf(row.after),
    }));
  }

  /** Those in which a file has changed, latest first, with the files. */
  list(): (Checkpoint & { uris: readonly string[] })[] {
    const uris = Map.groupBy(this.#statements.changed.all(), (row) => Number(row.checkpoint_id));
    return this.#statements.list.all().flatMap((row) => {
      const checkpoint = checkpointOf(row);
      const files = checkpoint && uris.get(checkpoint.id);
      return files ? [{ ...checkpoint, uris: files.map(({ uri }) => String(uri)) }] : [];
    });
  }

  /** How many files are not as they were before this checkpoint's writes, by its own records. */
  changedIn(checkpointId: number): number {
    return Number(this.#statements.changedIn.get(checkpointId)?.files);
  }

  /** Removes all of a conversation. */
  forget(conversationId: string): void {
    inTransaction(this.#database, () => {
      this.#statements.forget.run(conversationId);
      this.#statements.sweep.run();
    });
  }

  close(): void {
    this.#database.close();
  }

  #putContent(bytes: Uint8Array | undefined): string | null {
    if (!bytes) return null;
    const hash = hashOf(bytes);
    this.#statements.putContent.run(hash, bytes.byteLength, bytes);
    return hash;
  }

  /** Their files stay listed, so that it can be said that they are not kept. */
  #dropOldest(current: number): void {
    while (Number(this.#statements.total.get()?.bytes) > this.#capBytes) {
      const oldest = this.#statements.oldest.get(current);
      if (!oldest) return;
      this.#statements.drop.run(oldest.checkpoint_id ?? null);
      this.#statements.sweep.run();
    }
  }
}

/** SHA-256 as hexadecimal digits. */
export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const checkpointOf = (row: Record<string, unknown> | undefined): Checkpoint | undefined =>
  row && {
    id: Number(row.id),
    conversationId: String(row.conversation_id),
    messageId: String(row.message_id),
    kind: String(row.kind) as CheckpointKind,
    at: Number(row.at),
    note: textOf(row.note),
  };

const sql = {
  add: 'INSERT INTO checkpoints (conversation_id, message_id, kind, at, note) VALUES (?, ?, ?, ?, ?)',
  has: 'SELECT 1 FROM files WHERE checkpoint_id = ? AND uri = ?',
  keep: `INSERT INTO files (checkpoint_id, uri, disk, unsaved, lost, after) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO NOTHING`,
  setAfter: 'UPDATE files SET after = ? WHERE checkpoint_id = ? AND uri = ?',
  putContent: 'INSERT INTO contents (hash, size, bytes) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  content: 'SELECT bytes FROM contents WHERE hash = ?',
  get: 'SELECT * FROM checkpoints WHERE id = ?',
  latest: 'SELECT * FROM checkpoints WHERE conversation_id = ? ORDER BY id DESC LIMIT 1',
  firstSince: 'SELECT * FROM checkpoints WHERE conversation_id = ? AND at >= ? ORDER BY id LIMIT 1',
  filesSince: `SELECT files.* FROM files JOIN checkpoints ON checkpoints.id = files.checkpoint_id
               WHERE conversation_id = ? AND checkpoint_id >= ? ORDER BY checkpoint_id, uri`,
  list: 'SELECT * FROM checkpoints ORDER BY id DESC',
  changed: 'SELECT checkpoint_id, uri FROM files WHERE after IS NOT coalesce(unsaved, disk) ORDER BY uri',
  changedIn: `SELECT count(*) AS files FROM files WHERE checkpoint_id = ? AND after IS NOT coalesce(unsaved, disk)`,
  forget: 'DELETE FROM checkpoints WHERE conversation_id = ?',
  total: 'SELECT coalesce(sum(size), 0) AS bytes FROM contents',
  oldest: `SELECT checkpoint_id FROM files WHERE lost IS NULL AND coalesce(unsaved, disk) IS NOT NULL
           AND checkpoint_id < ? ORDER BY checkpoint_id LIMIT 1`,
  drop: `UPDATE files SET lost = 'old' WHERE checkpoint_id = ? AND lost IS NULL AND coalesce(unsaved, disk) IS NOT NULL`,
  sweep: `DELETE FROM contents WHERE NOT EXISTS
          (SELECT 1 FROM files WHERE lost IS NULL AND (disk = contents.hash OR unsaved = contents.hash))`,
} as const;

/** Opens the file, creating it and its folder where needed. A damaged one is set aside. */
export async function openCheckpointStore(file: string, capBytes?: number): Promise<CheckpointStore> {
  return new CheckpointStore(await openDatabase(file, schema), capBytes);
}
