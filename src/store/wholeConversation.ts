import type { DatabaseSync } from 'node:sqlite';
import type { Item } from '../agent/transcript.ts';
import type { Branch } from './branches.ts';
import { inTransaction } from './database.ts';
import { searchableText } from './searchableText.ts';
import { readItem } from './storedTranscript.ts';

/** A conversation with all its branches, as a file has it. */
export interface WholeConversation {
  title: string;
  workspace: string;
  /** The branch that is shown. */
  branch: number;
  /** All but branch 0. */
  branches: readonly Branch[];
  items: readonly { branch: number; position: number; item: Item }[];
}

/** Undefined where there is none, or it is deleted. */
export function readWhole(database: DatabaseSync, id: string): WholeConversation | undefined {
  const head = database
    .prepare('SELECT title, workspace, branch FROM conversations WHERE id = ? AND deleted_at IS NULL')
    .get(id);
  if (!head) return undefined;
  const branches = database
    .prepare('SELECT branch AS id, parent, fork FROM branches WHERE conversation_id = ? ORDER BY branch')
    .all(id);
  const items = database
    .prepare(
      `SELECT branch, position, json,
         (SELECT group_concat(text, '' ORDER BY row) FROM deltas WHERE item = items.row) AS more
       FROM items WHERE conversation_id = ? ORDER BY branch, position`,
    )
    .all(id);
  return {
    title: String(head.title),
    workspace: String(head.workspace),
    branch: Number(head.branch),
    branches: branches.map((row) => ({ id: Number(row.id), parent: Number(row.parent), fork: Number(row.fork) })),
    items: items.map((row) => ({
      branch: Number(row.branch),
      position: Number(row.position),
      item: readItem(row),
    })),
  };
}

/** Stores it under a new id; `at` is when it counts as changed, in milliseconds since the epoch. */
export function writeWhole(database: DatabaseSync, whole: WholeConversation, { id, at }: { id: string; at: number }) {
  inTransaction(database, () => {
    database
      .prepare(
        'INSERT INTO conversations (id, title, created_at, updated_at, workspace, branch) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run(id, whole.title, at, at, whole.workspace, whole.branch);
    const putBranch = database.prepare(
      'INSERT INTO branches (conversation_id, branch, parent, fork) VALUES (?, ?, ?, ?)',
    );
    for (const branch of whole.branches) putBranch.run(id, branch.id, branch.parent, branch.fork);
    const putItem = database.prepare(
      'INSERT INTO items (conversation_id, branch, position, item_id, json) VALUES (?, ?, ?, ?, ?) RETURNING row',
    );
    const putText = database.prepare('INSERT INTO texts (rowid, text) VALUES (?, ?)');
    for (const { branch, position, item } of whole.items) {
      const row = Number(putItem.get(id, branch, position, item.id, JSON.stringify(item))?.row);
      const text = searchableText(item);
      if (text !== '') putText.run(row, text);
    }
  });
}
