import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { inWords } from './storeError.ts';

/** What the requests of a feature have cost in the last hour. */
export interface Recent {
  costUsd: number;
  requests: number;
  /** How many of them have no known price. */
  unpriced: number;
}

const HOUR_MS = 60 * 60 * 1000;

/** The requests of the last hour, one by one: all windows share them, and they outlive a reload. */
export class RecentSpending {
  readonly #add: StatementSync;
  readonly #forget: StatementSync;
  readonly #since: StatementSync;
  readonly #begun: StatementSync;

  constructor(database: DatabaseSync) {
    this.#add = database.prepare('INSERT INTO recent_spending (feature, at, cost_usd) VALUES (?, ?, ?)');
    this.#forget = database.prepare('DELETE FROM recent_spending WHERE at <= ?');
    this.#since = database.prepare(
      `SELECT total(cost_usd) AS usd, count(*) AS requests, count(*) - count(cost_usd) AS unpriced
       FROM recent_spending WHERE feature = ? AND at > ?`,
    );
    this.#begun = database.prepare('SELECT at, cost_usd FROM recent_spending WHERE feature = ? AND at > ? ORDER BY at');
  }

  /** `costUsd` is undefined where no price is known. */
  add(feature: string, costUsd: number | undefined, at = Date.now()): void {
    inWords(() => {
      this.#forget.run(at - HOUR_MS);
      this.#add.run(feature, at, costUsd ?? null);
    });
  }

  lastHour(feature: string, now = Date.now()): Recent {
    const row = inWords(() => this.#since.get(feature, now - HOUR_MS));
    return { costUsd: Number(row?.usd), requests: Number(row?.requests), unpriced: Number(row?.unpriced) };
  }

  /** When enough of the hour's spending will be an hour old for less than `limitUsd` to be left of it. */
  belowAt(feature: string, limitUsd: number, now = Date.now()): number {
    let { costUsd } = this.lastHour(feature, now);
    for (const { at, cost_usd: usd } of inWords(() => this.#begun.all(feature, now - HOUR_MS))) {
      if (costUsd < limitUsd) break;
      costUsd -= Number(usd);
      if (costUsd < limitUsd) return Number(at) + HOUR_MS;
    }
    return now;
  }
}
