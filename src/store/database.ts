import { existsSync, renameSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { storeError } from './storeError.ts';

/** Each brings the schema from the version of its place to the next. Only ever add to the end. */
const migrations: readonly string[] = [
  `CREATE TABLE conversations (
     id TEXT PRIMARY KEY,
     title TEXT NOT NULL,
     created_at INTEGER NOT NULL,
     updated_at INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX conversations_by_update ON conversations (updated_at DESC);
   CREATE TABLE items (
     conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
     position INTEGER NOT NULL,
     json TEXT NOT NULL,
     PRIMARY KEY (conversation_id, position)
   ) STRICT;`,
  `CREATE TABLE spending (
     day TEXT NOT NULL,
     conversation_id TEXT NOT NULL,
     cost_usd REAL NOT NULL,
     PRIMARY KEY (day, conversation_id)
   ) STRICT;
   CREATE INDEX spending_by_conversation ON spending (conversation_id);`,
  // A conversation is a tree of branches; `version` counts what all windows write, `running_by` is a process id.
  `ALTER TABLE conversations ADD COLUMN workspace TEXT NOT NULL DEFAULT '';
   ALTER TABLE conversations ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE conversations ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE conversations ADD COLUMN deleted_at INTEGER;
   ALTER TABLE conversations ADD COLUMN settings TEXT NOT NULL DEFAULT '{}';
   ALTER TABLE conversations ADD COLUMN queue TEXT NOT NULL DEFAULT '[]';
   ALTER TABLE conversations ADD COLUMN branch INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE conversations ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE conversations ADD COLUMN running_by INTEGER;
   CREATE TABLE branches (
     conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
     branch INTEGER NOT NULL,
     parent INTEGER NOT NULL,
     fork INTEGER NOT NULL,
     PRIMARY KEY (conversation_id, branch)
   ) STRICT;
   CREATE TABLE branch_items (
     row INTEGER PRIMARY KEY,
     conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
     branch INTEGER NOT NULL,
     position INTEGER NOT NULL,
     item_id TEXT NOT NULL,
     json TEXT NOT NULL,
     UNIQUE (conversation_id, branch, position)
   ) STRICT;
   INSERT INTO branch_items (conversation_id, branch, position, item_id, json)
     SELECT conversation_id, 0, position, json ->> 'id', json FROM items;
   DROP TABLE items;
   ALTER TABLE branch_items RENAME TO items;
   CREATE INDEX items_by_id ON items (item_id);
   CREATE TABLE deltas (
     row INTEGER PRIMARY KEY,
     item INTEGER NOT NULL REFERENCES items (row) ON DELETE CASCADE,
     text TEXT NOT NULL,
     sequence INTEGER
   ) STRICT;
   CREATE INDEX deltas_by_item ON deltas (item);
   CREATE VIRTUAL TABLE texts USING fts5 (text, tokenize = 'trigram remove_diacritics 1');
   CREATE TRIGGER texts_follow_items AFTER DELETE ON items BEGIN DELETE FROM texts WHERE rowid = old.row; END;
   INSERT INTO texts (rowid, text)
     SELECT row, json ->> 'text' FROM items WHERE json ->> 'type' IN ('user', 'assistant') AND json ->> 'text' <> '';`,
  // `reached` is JSON: the position of an answer that the server goes on giving, and the branch it is on.
  `ALTER TABLE deltas DROP COLUMN sequence;
   ALTER TABLE conversations ADD COLUMN reached TEXT;`,
  // JSON: what the conversation was begun to be compared with.
  'ALTER TABLE conversations ADD COLUMN compared_with TEXT;',
  `CREATE TABLE view_parts (
     view_id TEXT NOT NULL,
     part TEXT NOT NULL,
     json TEXT NOT NULL,
     used_at INTEGER NOT NULL,
     PRIMARY KEY (view_id, part)
   ) STRICT;`,
  // `at`: milliseconds since the epoch. Without a cost: no price is known.
  `CREATE TABLE recent_spending (
     feature TEXT NOT NULL,
     at INTEGER NOT NULL,
     cost_usd REAL
   ) STRICT;
   CREATE INDEX recent_spending_by_time ON recent_spending (at);`,
];

const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

/** Checking takes about 2 ms a megabyte. */
const ALWAYS_CHECK_BELOW_BYTES = 20e6;

export interface OpenDatabase {
  database: DatabaseSync;
  /** Where a damaged file was moved to, if the one asked for was damaged. */
  setAside?: string;
}

/**
 * Opens or creates the file, with the schema as it is today. A damaged file is renamed and a new one begun. Throws for
 * what else goes wrong: a directory that cannot be written, a file of a newer version. `steps` make the schema.
 */
export async function openDatabase(file: string, steps: readonly string[] = migrations): Promise<OpenDatabase> {
  const { DatabaseSync } = await import('node:sqlite');
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  try {
    const mustCheck = existsSync(file) && (existsSync(`${file}-wal`) || statSync(file).size < ALWAYS_CHECK_BELOW_BYTES);
    return { database: open(new DatabaseSync(file), mustCheck, steps) };
  } catch (error) {
    if (!isDamage(error)) throw storeError(error);
  }
  const setAside = `${file}.damaged-${new Date().toISOString().replaceAll(':', '-')}`;
  // The log belongs to the damaged file: beside a new one it would damage that too.
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, setAside + suffix);
  }
  return { database: open(new DatabaseSync(file), false, steps), setAside };
}

function open(database: DatabaseSync, mustCheck: boolean, steps: readonly string[]): DatabaseSync {
  try {
    // Other windows write to the same file: wait for them. WAL lets all read meanwhile.
    database.exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    database.exec('PRAGMA foreign_keys = ON;');
    if (mustCheck) check(database);
    migrate(database, steps);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

class DamagedDatabase extends Error {
  override readonly name = 'DamagedDatabase';
}

function check(database: DatabaseSync): void {
  // Table by table: checking all at once reads every text again to hold the index of words against it.
  for (const { name } of database
    .prepare('SELECT name FROM sqlite_schema WHERE type = ? AND rootpage > 0')
    .all('table')) {
    const table = String(name).replaceAll('"', '""');
    const found = database.prepare(`PRAGMA quick_check("${table}")`).get()?.quick_check;
    if (found !== 'ok') throw new DamagedDatabase(`The database is damaged: ${String(found)}`);
  }
}

function migrate(database: DatabaseSync, steps: readonly string[]): void {
  if (versionOf(database) === steps.length) return;
  inTransaction(database, () => {
    // Read again within the lock: another window may have been first.
    const version = versionOf(database);
    if (version > steps.length) {
      throw new Error(`What is stored was written by a newer version of Parley (schema ${version}). Update it.`);
    }
    for (const step of steps.slice(version)) database.exec(step);
    database.exec(`PRAGMA user_version = ${steps.length}`);
  });
}

/** All of the work is stored, or nothing of it: what it throws is thrown on. Other windows wait meanwhile. */
export function inTransaction(database: DatabaseSync, work: () => void): void {
  try {
    database.exec('BEGIN IMMEDIATE');
    work();
    database.exec('COMMIT');
  } catch (error) {
    // A full disk has rolled it back already.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw storeError(error);
  }
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version);
}

function isDamage(error: unknown): boolean {
  const code = (error as { errcode?: unknown }).errcode;
  return error instanceof DamagedDatabase || code === SQLITE_CORRUPT || code === SQLITE_NOTADB;
}
