import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { inWords } from './storeError.ts';

const KEEP_UNUSED_MS = 365 * 24 * 60 * 60 * 1000;

/** What each chat view holds besides conversations: named parts, JSON each. A part that is large costs the others nothing. */
export class ViewStore {
  readonly #parts: StatementSync;
  readonly #touch: StatementSync;
  readonly #put: StatementSync;
  readonly #forget: StatementSync;
  readonly #purge: StatementSync;

  constructor(database: DatabaseSync) {
    this.#parts = database.prepare('SELECT part, json FROM view_parts WHERE view_id = ?');
    this.#touch = database.prepare('UPDATE view_parts SET used_at = ? WHERE view_id = ?');
    this.#put = database.prepare(
      `INSERT INTO view_parts (view_id, part, json, used_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (view_id, part) DO UPDATE SET json = excluded.json, used_at = excluded.used_at`,
    );
    this.#forget = database.prepare('DELETE FROM view_parts WHERE view_id = ?');
    this.#purge = database.prepare('DELETE FROM view_parts WHERE used_at < ?');
  }

  /** The JSON of each part that was put; `at` counts as used. */
  load(id: string, at = Date.now()): ReadonlyMap<string, string> {
    const parts = this.#parts.all(id).map(({ part, json }) => [String(part), String(json)] as const);
    try {
      if (parts.length > 0) this.#touch.run(at, id);
    } catch {
      // A disk that takes nothing keeps nobody from reading.
    }
    return new Map(parts);
  }

  /** Throws a sentence for people where it cannot be stored. */
  put(id: string, part: string, json: string, at = Date.now()): void {
    inWords(() => this.#put.run(id, part, json, at));
  }

  /** The view is closed for good. */
  forget(id: string): void {
    this.#forget.run(id);
  }

  /** Removes what nobody has put or loaded for a year. */
  purge(now = Date.now()): void {
    this.#purge.run(now - KEEP_UNUSED_MS);
  }
}
