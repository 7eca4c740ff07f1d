import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { AnswerPosition } from '../agent/answerPosition.ts';
import { appendText } from '../agent/events.ts';
import type { Item, Transcript } from '../agent/transcript.ts';
import type { TranscriptStore } from '../agent/transcriptStore.ts';
import { forksOn, holderOf, latestFrom, parentAt, pathTo, type Branch, type Fork } from './branches.ts';
import { inTransaction } from './database.ts';
import { searchableText } from './searchableText.ts';

/**
 * One conversation's transcript as all windows store it. It is on one of the conversation's branches: that of the last
 * window that wrote, until told otherwise. Every method has done its work when it returns; each throws what SQLite throws.
 */
export class StoredTranscript implements TranscriptStore {
  readonly conversationId: string;
  readonly #database: DatabaseSync;
  readonly #statements: TranscriptStatements;
  #branch: number;
  /** What the conversation's version was when this one last agreed with it. */
  #version = 0;
  /** Of the item that text was put to last. */
  #lastRow: { position: number; row: number } | undefined;

  constructor(conversationId: string, database: DatabaseSync, statements: TranscriptStatements) {
    this.conversationId = conversationId;
    this.#database = database;
    this.#statements = statements;
    this.#branch = Number(this.#head()?.branch ?? 0);
  }

  /** The items as they are stored now, oldest first. */
  load(): Transcript {
    const { items } = this.#statements;
    this.#version = Number(this.#head()?.version ?? 0);
    return pathTo(this.#branches(), this.#branch).flatMap(({ branch, from, to }) =>
      items.all(this.conversationId, branch, from, Math.min(to, Number.MAX_SAFE_INTEGER)).map(readItem),
    );
  }

  put(position: number, item: Item, reached?: AnswerPosition | null): void {
    this.#write(() => {
      const path = pathTo(this.#branches(), this.#branch);
      let row = this.#putAt(holderOf(path, position), position, item);
      if (row === undefined) {
        // Another window has gone on from here: this one goes on beside it.
        this.#begin(position);
        row = this.#putAt(this.#branch, position, item);
      }
      this.#lastRow = row === undefined ? undefined : { position, row };
      return item.at;
    }, reached);
  }

  append(position: number, text: string, reached?: AnswerPosition): void {
    this.#write(() => {
      const row = this.#lastRow?.position === position ? this.#lastRow.row : this.#rowAt(position);
      if (row === undefined) throw new Error(`There is no item ${position} to put text to.`);
      this.#lastRow = { position, row };
      this.#statements.append.run(row, text);
      return 0;
    }, reached);
  }

  reach(reached: AnswerPosition | null): void {
    this.#write(() => 0, reached);
  }

  reached(): AnswerPosition | undefined {
    const json = this.#head()?.reached;
    if (typeof json !== 'string') return undefined;
    const { branch, ...reached } = JSON.parse(json) as AnswerPosition & { branch: number };
    return branch === this.#branch ? reached : undefined;
  }

  fork(position: number): void {
    this.#write(() => {
      this.#begin(position);
      return 0;
    });
  }

  /** Puts items beside what stands from a position on, all of them or none. With `isShown`, this one goes on there. */
  addBranch(position: number, items: Transcript, { isShown }: { isShown: boolean }): void {
    this.#write(() => {
      const before = this.#branch;
      this.#begin(position);
      for (const [at, item] of items.entries()) this.#putAt(this.#branch, position + at, item);
      if (!isShown) this.#branch = before;
      return items.at(-1)?.at ?? 0;
    });
  }

  get branch(): number {
    return this.#branch;
  }

  /** Where the transcript could go on otherwise, first to last. */
  forks(): readonly Fork[] {
    const begun = this.#branches().filter(({ begun, id }) => begun || id === this.#branch);
    return forksOn(begun, pathTo(begun, this.#branch));
  }

  /** Takes up a branch; `load` gives what stands there. */
  switchTo(branch: number): void {
    this.#write(() => {
      this.#branch = branch;
      return 0;
    });
  }

  /** Takes up another continuation at a position of `forks`, and of what followed there what was begun last. */
  choose(position: number, branch: number): void {
    this.switchTo(latestFrom(this.#branches(), branch, position));
  }

  /** Takes up a branch with this item in it, unless it is on this one already. False where there is no such item. */
  reveal(itemId: string): boolean {
    const found = this.#statements.find.get(this.conversationId, itemId);
    if (!found) return false;
    const [branch, position] = [Number(found.branch), Number(found.position)];
    const branches = this.#branches();
    if (holderOf(pathTo(branches, this.#branch), position) !== branch) this.choose(position, branch);
    return true;
  }

  /** Whether another window has written since this one last read or wrote. */
  isBehind(): boolean {
    return Number(this.#head()?.version ?? 0) !== this.#version;
  }

  claim(): boolean {
    let isFree = false;
    inTransaction(this.#database, () => {
      isFree = !this.runsElsewhere();
      if (isFree) this.#statements.claim.run(process.pid, this.conversationId);
    });
    return isFree;
  }

  isClaimed(): boolean {
    return Number(this.#head()?.running_by ?? 0) === process.pid;
  }

  release(): void {
    this.#statements.release.run(this.conversationId, process.pid);
  }

  endClaim(): void {
    this.#write(() => {
      this.#statements.claim.run(null, this.conversationId);
      return 0;
    }, null);
  }

  /** Whether a turn runs in another window that is still there. */
  runsElsewhere(): boolean {
    const pid = Number(this.#head()?.running_by ?? 0);
    return pid !== 0 && pid !== process.pid && isAlive(pid);
  }

  #head() {
    return this.#statements.head.get(this.conversationId);
  }

  #branches(): (Branch & { begun: boolean })[] {
    const rows = this.#statements.branches.all(this.conversationId);
    return [
      { id: 0, parent: 0, fork: 0, begun: true },
      ...rows.map(({ branch, parent, fork, begun }) => ({
        id: Number(branch),
        parent: Number(parent),
        fork: Number(fork),
        begun: Number(begun) === 1,
      })),
    ];
  }

  #begin(position: number): void {
    const parent = parentAt(pathTo(this.#branches(), this.#branch), position);
    const begun = this.#statements.begin.get(this.conversationId, this.conversationId, parent, position);
    this.#branch = Number(begun?.branch);
    this.#lastRow = undefined;
  }

  /** The item's row; undefined where another item stands. */
  #putAt(branch: number, position: number, item: Item): number | undefined {
    const put = this.#statements.put.get(this.conversationId, branch, position, item.id, JSON.stringify(item));
    if (!put) return undefined;
    const row = Number(put.row);
    this.#statements.dropDeltas.run(row);
    this.#statements.dropText.run(row);
    const text = searchableText(item);
    if (text !== '') this.#statements.putText.run(row, text);
    return row;
  }

  #rowAt(position: number): number | undefined {
    const branch = holderOf(pathTo(this.#branches(), this.#branch), position);
    const found = this.#statements.row.get(this.conversationId, branch, position);
    return found && Number(found.row);
  }

  /** Runs the work as one transaction. It answers with the time of what it wrote, 0 for none. */
  #write(work: () => number, reached?: AnswerPosition | null): void {
    const before = { branch: this.#branch, lastRow: this.#lastRow };
    let version = 0;
    try {
      inTransaction(this.#database, () => {
        const at = work();
        version = Number(this.#statements.touch.get(at, this.#branch, this.conversationId)?.version);
        if (reached === undefined) return;
        const json = reached && JSON.stringify({ ...reached, branch: this.#branch });
        this.#statements.reach.run(json, this.conversationId);
      });
    } catch (error) {
      this.#branch = before.branch;
      this.#lastRow = before.lastRow;
      throw error;
    }
    // Where another window wrote in between, this one stays behind.
    if (version === this.#version + 1) this.#version = version;
  }
}

type TranscriptStatements = Record<keyof typeof transcriptSql, StatementSync>;

export const transcriptSql = {
  head: 'SELECT branch, version, running_by, reached FROM conversations WHERE id = ?',
  items: `SELECT json, (SELECT group_concat(text, '' ORDER BY row) FROM deltas WHERE item = items.row) AS more
          FROM items WHERE conversation_id = ? AND branch = ? AND position >= ? AND position < ? ORDER BY position`,
  branches: `SELECT branch, parent, fork, EXISTS (SELECT 1 FROM items
               WHERE items.conversation_id = branches.conversation_id AND items.branch = branches.branch) AS begun
             FROM branches WHERE conversation_id = ? ORDER BY branch`,
  begin: `INSERT INTO branches (conversation_id, branch, parent, fork)
          VALUES (?, (SELECT coalesce(max(branch), 0) + 1 FROM branches WHERE conversation_id = ?), ?, ?)
          RETURNING branch`,
  put: `INSERT INTO items (conversation_id, branch, position, item_id, json) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (conversation_id, branch, position)
        DO UPDATE SET json = excluded.json WHERE item_id = excluded.item_id RETURNING row`,
  row: 'SELECT row FROM items WHERE conversation_id = ? AND branch = ? AND position = ?',
  find: 'SELECT branch, position FROM items WHERE conversation_id = ? AND item_id = ? ORDER BY branch DESC',
  append: 'INSERT INTO deltas (item, text) VALUES (?, ?)',
  dropDeltas: 'DELETE FROM deltas WHERE item = ?',
  dropText: 'DELETE FROM texts WHERE rowid = ?',
  putText: 'INSERT INTO texts (rowid, text) VALUES (?, ?)',
  touch: `UPDATE conversations SET updated_at = max(updated_at, ?), branch = ?, version = version + 1
          WHERE id = ? RETURNING version`,
  reach: 'UPDATE conversations SET reached = ? WHERE id = ?',
  claim: 'UPDATE conversations SET running_by = ? WHERE id = ?',
  release: 'UPDATE conversations SET running_by = NULL WHERE id = ? AND running_by = ?',
} as const;

/** A row of items, with the text that came after it was put. */
export function readItem({ json, more }: Record<string, unknown>): Item {
  const item = JSON.parse(String(json)) as Item;
  return typeof more === 'string' ? appendText(item, more) : item;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
