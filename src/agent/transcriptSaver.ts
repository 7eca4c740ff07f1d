import type { TurnEvent } from './events.ts';
import type { Item, Transcript } from './transcript.ts';

/** Where a transcript is kept. Each call has happened when it returns. */
export interface TranscriptStore {
  putItem(conversationId: string, position: number, item: Item): void;
  /** Removes the items from this position on. */
  truncate(conversationId: string, length: number): void;
}

const SAVE_INTERVAL_MS = 100;

/** Keeps the stored transcript up with the one in memory: items when their state changes, text ten times a second. */
export class TranscriptSaver {
  readonly #conversationId: string;
  readonly #store: TranscriptStore;
  readonly #transcript: () => Transcript;
  readonly #unsaved = new Set<number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: { conversationId: string; store: TranscriptStore; transcript: () => Transcript }) {
    this.#conversationId = options.conversationId;
    this.#store = options.store;
    this.#transcript = options.transcript;
  }

  /** Call after the event is applied. Throws what the store throws. */
  saveAfter(event: TurnEvent): void {
    switch (event.type) {
      case 'item':
        this.markUnsaved(event.item.id);
        this.save();
        break;
      case 'delta':
        this.markUnsaved(event.itemId);
        this.#timer ??= setTimeout(() => this.trySave(), SAVE_INTERVAL_MS);
        break;
      case 'truncated':
      case 'retrying':
        break;
    }
  }

  /** Stored with the next save. */
  markUnsaved(id: string): void {
    const position = this.#transcript().findLastIndex((item) => item.id === id);
    if (position >= 0) this.#unsaved.add(position);
  }

  /** Stores what is unsaved. Throws what the store throws; what it could not take stays unsaved. */
  save(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const position of this.#unsaved) {
      const item = this.#transcript()[position];
      if (item) this.#store.putItem(this.#conversationId, position, item);
      this.#unsaved.delete(position);
    }
  }

  truncate(length: number): void {
    this.#store.truncate(this.#conversationId, length);
    for (const position of this.#unsaved) if (position >= length) this.#unsaved.delete(position);
  }

  /** As `save`, but leaves it to the next time what the store cannot take. */
  trySave(): void {
    try {
      this.save();
    } catch {
      // Nothing is lost: it stays unsaved, and the next change of an item throws if it must.
    }
  }
}
