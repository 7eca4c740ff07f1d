import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { TranscriptStore } from '../agent/session.ts';
import type { Item, Transcript } from '../agent/transcript.ts';
import { inTransaction, openDatabase, type OpenDatabase } from './database.ts';
import { UsageLedger } from './usageLedger.ts';

export interface StoredConversation {
  id: string;
  title: string;
  /** Milliseconds since the epoch of the last change. */
  updatedAt: number;
}

/** The conversations of all windows, in one SQLite file. Every method has done its work when it returns. */
export class ConversationStore implements TranscriptStore {
  /** Where a damaged file was moved to when this one was begun in its place. */
  readonly setAside?: string;
  /** What requests have cost. */
  readonly ledger: UsageLedger;
  readonly #database: DatabaseSync;
  readonly #statements: Record<keyof typeof sql, StatementSync>;

  constructor({ database, setAside }: OpenDatabase) {
    this.#database = database;
    this.ledger = new UsageLedger(database);
    if (setAside !== undefined) this.setAside = setAside;
    this.#statements = Object.fromEntries(
      Object.entries(sql).map(([name, text]) => [name, database.prepare(text)]),
    ) as Record<keyof typeof sql, StatementSync>;
  }

  create({ id, title, at }: { id: string; title: string; at: number }): void {
    this.#statements.create.run(id, title, at, at);
  }

  /** Last changed first. */
  list(): StoredConversation[] {
    return this.#statements.list.all().map((row) => ({
      id: String(row.id),
      title: String(row.title),
      updatedAt: Number(row.updated_at),
    }));
  }

  load(id: string): { id: string; title: string; transcript: Transcript } | undefined {
    const conversation = this.#statements.title.get(id);
    if (!conversation) return undefined;
    const transcript = this.#statements.items.all(id).map((row) => JSON.parse(String(row.json)) as Item);
    return { id, title: String(conversation.title), transcript };
  }

  rename(id: string, title: string): void {
    this.#statements.rename.run(title, id);
  }

  delete(id: string): void {
    this.#statements.delete.run(id);
  }

  /** Throws when the conversation does not exist. */
  putItem(conversationId: string, position: number, item: Item): void {
    const json = JSON.stringify(item);
    inTransaction(this.#database, () => {
      this.#statements.putItem.run(conversationId, position, json);
      this.#statements.touch.run(item.at, conversationId);
    });
  }

  truncate(conversationId: string, length: number): void {
    this.#statements.truncate.run(conversationId, length);
  }

  close(): void {
    this.#database.close();
  }
}

const sql = {
  create: 'INSERT INTO conversations (id, title, created_at, updated_at) VALUES (?, ?, ?, ?)',
  list: 'SELECT id, title, updated_at FROM conversations ORDER BY updated_at DESC, rowid DESC',
  title: 'SELECT title FROM conversations WHERE id = ?',
  items: 'SELECT json FROM items WHERE conversation_id = ? ORDER BY position',
  rename: 'UPDATE conversations SET title = ? WHERE id = ?',
  delete: 'DELETE FROM conversations WHERE id = ?',
  putItem: `INSERT INTO items (conversation_id, position, json) VALUES (?, ?, ?)
            ON CONFLICT (conversation_id, position) DO UPDATE SET json = excluded.json`,
  touch: 'UPDATE conversations SET updated_at = max(updated_at, ?) WHERE id = ?',
  truncate: 'DELETE FROM items WHERE conversation_id = ? AND position >= ?',
} as const;

/** Opens the file, creating it and its folder where needed; see `setAside` for a damaged one. */
export async function openConversationStore(file: string): Promise<ConversationStore> {
  return new ConversationStore(await openDatabase(file));
}
