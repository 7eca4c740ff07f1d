import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { inWords } from './storeError.ts';

/** What requests have cost: by local day and conversation. It outlives the conversations, and all windows share it. */
export class UsageLedger {
  readonly #add: StatementSync;
  readonly #ofConversation: StatementSync;
  readonly #ofDay: StatementSync;

  constructor(database: DatabaseSync) {
    this.#add = database.prepare(
      `INSERT INTO spending (day, conversation_id, cost_usd) VALUES (?, ?, ?)
       ON CONFLICT (day, conversation_id) DO UPDATE SET cost_usd = cost_usd + excluded.cost_usd`,
    );
    this.#ofConversation = database.prepare('SELECT total(cost_usd) AS usd FROM spending WHERE conversation_id = ?');
    this.#ofDay = database.prepare('SELECT total(cost_usd) AS usd FROM spending WHERE day = ?');
  }

  add(conversationId: string, costUsd: number, at = new Date()): void {
    inWords(() => this.#add.run(localDay(at), conversationId, costUsd));
  }

  conversationUsd(conversationId: string): number {
    return Number(this.#ofConversation.get(conversationId)?.usd);
  }

  dayUsd(at = new Date()): number {
    return Number(this.#ofDay.get(localDay(at))?.usd);
  }
}

/** "2026-01-31". */
export function localDay(at: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
