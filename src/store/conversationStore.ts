import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { QueuedMessage, QueueStore } from '../agent/messageQueue.ts';
import type { Transcript } from '../agent/transcript.ts';
import { inTransaction, openDatabase, type OpenDatabase } from './database.ts';
import { RecentSpending } from './recentSpending.ts';
import { searchTexts, type SearchHit } from './search.ts';
import { searchableText } from './searchableText.ts';
import { StoredTranscript, transcriptSql } from './storedTranscript.ts';
import { readWhole, writeWhole, type WholeConversation } from './wholeConversation.ts';
import { inWords } from './storeError.ts';
import { UsageLedger } from './usageLedger.ts';
import { ViewStore } from './viewStore.ts';

export interface StoredConversation {
  id: string;
  title: string;
  /** Milliseconds since the epoch of the last change. */
  updatedAt: number;
  /** The name of the workspace it was begun in; empty without one. */
  workspace: string;
  pinned: boolean;
  archived: boolean;
  /** It was begun to compare another model's answer. */
  comparedWith?: ComparedWith;
}

/** What a conversation begins with. */
export interface NewConversation {
  id: string;
  title: string;
  /** Milliseconds since the epoch. */
  at: number;
  workspace?: string;
  comparedWith?: ComparedWith;
}

/** The answer of a conversation that another model's is compared with. */
export interface ComparedWith {
  conversationId: string;
  /** The message that both answer. */
  messageId: string;
  /** The other model. */
  model: string;
}

/** Deleted conversations can be brought back for so long. */
const KEEP_DELETED_MS = 60 * 60 * 1000;

/** The conversations of all windows, in one SQLite file. Every method has done its work when it returns. */
export class ConversationStore {
  /** Where a damaged file was moved to when this one was begun in its place. */
  readonly setAside?: string;
  /** What requests have cost. */
  readonly ledger: UsageLedger;
  /** What requests of the last hour have cost. */
  readonly recent: RecentSpending;
  /** What chat views hold. */
  readonly views: ViewStore;
  readonly #database: DatabaseSync;
  readonly #statements: Statements<typeof sql>;
  readonly #ofTranscripts: Statements<typeof transcriptSql>;
  #dataVersion: number;

  constructor({ database, setAside }: OpenDatabase) {
    this.#database = database;
    this.ledger = new UsageLedger(database);
    this.recent = new RecentSpending(database);
    this.views = new ViewStore(database);
    if (setAside !== undefined) this.setAside = setAside;
    this.#statements = prepare(database, sql);
    this.#ofTranscripts = prepare(database, transcriptSql);
    this.#dataVersion = this.#readDataVersion();
  }

  create({ id, title, at, workspace = '', comparedWith }: NewConversation): void {
    inWords(() =>
      this.#statements.create.run(id, title, at, at, workspace, comparedWith ? JSON.stringify(comparedWith) : null),
    );
  }

  /** Those that are not deleted: pinned first, then last changed first. */
  list(): StoredConversation[] {
    return this.#statements.list.all().map((row) => ({
      id: String(row.id),
      title: String(row.title),
      updatedAt: Number(row.updated_at),
      workspace: String(row.workspace),
      pinned: row.pinned === 1,
      archived: row.archived === 1,
      ...(typeof row.compared_with === 'string' && { comparedWith: JSON.parse(row.compared_with) as ComparedWith }),
    }));
  }

  /** Undefined where there is none, or it is deleted. */
  load(id: string): { id: string; title: string; transcript: Transcript } | undefined {
    const title = this.title(id);
    return title === undefined ? undefined : { id, title, transcript: this.transcript(id).load() };
  }

  /** Undefined where there is none, or it is deleted. */
  title(id: string): string | undefined {
    const row = this.#statements.title.get(id);
    return row && String(row.title);
  }

  /** Of a conversation that exists, or will before anything is put. */
  transcript(id: string): StoredTranscript {
    return new StoredTranscript(id, this.#database, this.#ofTranscripts);
  }

  rename(id: string, title: string): void {
    inWords(() => this.#statements.rename.run(title, id));
  }

  pin(id: string, pinned: boolean): void {
    inWords(() => this.#statements.pin.run(Number(pinned), id));
  }

  archive(id: string, archived: boolean): void {
    inWords(() => this.#statements.archive.run(Number(archived), id));
  }

  /** It is gone from the list. For an hour it can be brought back; see `expired`. */
  delete(id: string, at = Date.now()): void {
    inWords(() => this.#statements.delete.run(at, id));
  }

  /** Brings a deleted one back. False where it is removed, or is being removed. */
  restore(id: string): boolean {
    return inWords(() => this.#statements.restore.run(id)).changes > 0;
  }

  /**
   * The ids of those that were deleted more than an hour ago. From now on none of them can be brought back: what is kept
   * elsewhere for them can go, then `purge` them.
   */
  expired(now = Date.now()): string[] {
    return inWords(() => this.#statements.expired.all(now - KEEP_DELETED_MS)).map(({ id }) => String(id));
  }

  /** Removes a deleted one for good; one that was brought back stays. */
  purge(id: string): void {
    inWords(() => this.#statements.purge.run(id));
  }

  /** A copy of the first items of a conversation, on the branch it is on, with its settings. */
  copy(from: StoredTranscript, length: number, to: NewConversation): void {
    const items = from.load().slice(0, length);
    const { put, putText } = this.#ofTranscripts;
    inTransaction(this.#database, () => {
      this.create(to);
      this.setSettings(to.id, this.settings(from.conversationId));
      for (const [position, item] of items.entries()) {
        const stored = put.get(to.id, 0, position, item.id, JSON.stringify(item));
        const text = searchableText(item);
        if (stored && text !== '') putText.run(Number(stored.row), text);
      }
    });
  }

  /** All branches of a conversation; undefined where there is none. */
  whole(id: string): WholeConversation | undefined {
    return readWhole(this.#database, id);
  }

  /** Puts a whole conversation under a new id. */
  putWhole(whole: WholeConversation, as: { id: string; at: number }): void {
    writeWhole(this.#database, whole, as);
  }

  /** What was said of it with `setSettings`, JSON; `{}` where nothing was. */
  settings(id: string): string {
    return String(this.#statements.settings.get(id)?.settings ?? '{}');
  }

  /** False where there is no such conversation. */
  setSettings(id: string, json: string): boolean {
    return inWords(() => this.#statements.setSettings.run(json, id)).changes > 0;
  }

  /** The messages that wait for the turn of a conversation to end, as all windows have them. */
  queue(id: string): QueueStore {
    const { queue, setQueue } = this.#statements;
    const load = () => JSON.parse(String(queue.get(id)?.queue ?? '[]')) as readonly QueuedMessage[];
    const change: QueueStore['change'] = (changed) => {
      let messages: readonly QueuedMessage[] = [];
      inTransaction(this.#database, () => {
        messages = changed(load());
        setQueue.run(JSON.stringify(messages), id);
      });
      return messages;
    };
    return { load, change };
  }

  /** The texts and titles in which all words of the query stand, of conversations changed last first. */
  search(query: string, limit = 100): SearchHit[] {
    return searchTexts(this.#database, query, limit);
  }

  /** Whether another window has written since this was asked last. */
  hasChanged(): boolean {
    const version = this.#readDataVersion();
    const changed = version !== this.#dataVersion;
    this.#dataVersion = version;
    return changed;
  }

  close(): void {
    this.#database.close();
  }

  #readDataVersion(): number {
    return Number(this.#statements.dataVersion.get()?.data_version);
  }
}

type Statements<Sql> = Record<keyof Sql, StatementSync>;

function prepare<Sql extends Readonly<Record<string, string>>>(database: DatabaseSync, texts: Sql): Statements<Sql> {
  const prepared = Object.entries(texts).map(([name, text]) => [name, database.prepare(text)]);
  return Object.fromEntries(prepared) as Statements<Sql>;
}

const sql = {
  create: `INSERT INTO conversations (id, title, created_at, updated_at, workspace, compared_with)
           VALUES (?, ?, ?, ?, ?, ?)`,
  list: `SELECT id, title, updated_at, workspace, pinned, archived, compared_with FROM conversations
         WHERE deleted_at IS NULL ORDER BY pinned DESC, updated_at DESC, rowid DESC`,
  title: 'SELECT title FROM conversations WHERE id = ? AND deleted_at IS NULL',
  rename: 'UPDATE conversations SET title = ? WHERE id = ?',
  pin: 'UPDATE conversations SET pinned = ? WHERE id = ?',
  archive: 'UPDATE conversations SET archived = ? WHERE id = ?',
  delete: 'UPDATE conversations SET deleted_at = ? WHERE id = ?',
  // 0: what belongs to it is being removed.
  restore: 'UPDATE conversations SET deleted_at = NULL WHERE id = ? AND deleted_at IS NOT 0',
  expired: 'UPDATE conversations SET deleted_at = 0 WHERE deleted_at <= ? RETURNING id',
  purge: 'DELETE FROM conversations WHERE id = ? AND deleted_at IS NOT NULL',
  settings: 'SELECT settings FROM conversations WHERE id = ?',
  setSettings: 'UPDATE conversations SET settings = ? WHERE id = ?',
  queue: 'SELECT queue FROM conversations WHERE id = ?',
  setQueue: 'UPDATE conversations SET queue = ? WHERE id = ?',
  dataVersion: 'PRAGMA data_version',
} as const;

/** Opens the file, creating it and its folder where needed; see `setAside` for a damaged one. */
export async function openConversationStore(file: string): Promise<ConversationStore> {
  return new ConversationStore(await openDatabase(file));
}
