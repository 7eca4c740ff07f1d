import * as vscode from 'vscode';
import type { TurnEvent } from '../agent/events.ts';
import type { ResultItem } from '../agent/transcript.ts';
import { waitingFor, type Waiting } from '../agent/waitingFor.ts';

/** A turn that has ended. */
export interface Ended {
  conversationId: string;
  title: string;
  result: ResultItem;
}

/** What is told of conversations, to those who show them. */
export class ConversationNews {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #deleted = new vscode.EventEmitter<string>();
  readonly #waits = new vscode.EventEmitter<Waiting>();
  readonly #ended = new vscode.EventEmitter<Ended>();
  readonly #branched = new vscode.EventEmitter<string>();
  /** Those that have gone back, until they go on. */
  readonly #branching = new Set<string>();
  #isOld = false;

  readonly onDidChange = this.#changed.event;
  readonly onDidDelete = this.#deleted.event;
  readonly onDidWait = this.#waits.event;
  readonly onDidEnd = this.#ended.event;
  readonly onDidBranch = this.#branched.event;

  changed(): void {
    this.#changed.fire();
  }

  deleted(id: string): void {
    this.#deleted.fire(id);
  }

  branched(id: string): void {
    this.#branched.fire(id);
  }

  /** What `take` makes known has happened before: nothing ends or waits now. */
  takeUp(take: () => void): void {
    this.#isOld = true;
    try {
      take();
    } finally {
      this.#isOld = false;
    }
  }

  /** Takes what a turn of this conversation tells. Without a title it is gone, and its end is no news. */
  observe({ id, title }: { id: string; title: string | undefined }, events: readonly TurnEvent[]): void {
    for (const event of events) {
      if (event.type === 'truncated') this.#branching.add(id);
      // Where a way begins is known by its first item.
      if (event.type === 'truncated' || (event.type === 'item' && this.#branching.delete(id))) this.branched(id);
      if (event.type !== 'item') continue;
      const { item } = event;
      const text = waitingFor(item);
      if (text !== undefined && !this.#isOld) this.#waits.fire({ conversationId: id, itemId: item.id, text });
      if (item.type === 'result' || item.type === 'user') this.changed();
      if (item.type === 'result' && title !== undefined && !this.#isOld)
        this.#ended.fire({ conversationId: id, title, result: item });
    }
  }

  dispose(): void {
    for (const emitter of [this.#changed, this.#deleted, this.#waits, this.#ended, this.#branched]) emitter.dispose();
  }
}
