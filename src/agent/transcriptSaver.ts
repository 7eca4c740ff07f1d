import type { TurnEvent } from './events.ts';
import type { Transcript } from './transcript.ts';
import type { TranscriptStore } from './transcriptStore.ts';

/** Keeps the stored transcript up with the one in memory: what is told to listeners is stored before. */
export class TranscriptSaver {
  readonly #store: TranscriptStore;
  readonly #transcript: () => Transcript;
  readonly #unsaved = new Set<number>();

  constructor(options: { store: TranscriptStore; transcript: () => Transcript }) {
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
      case 'delta': {
        const position = this.#positionOf(event.itemId);
        if (position < 0) break;
        if (this.#unsaved.has(position)) this.save();
        else this.#append(position, event.delta);
        break;
      }
      case 'truncated':
      case 'partialImage':
      case 'retrying':
        break;
    }
  }

  /** Stored with the next save. */
  markUnsaved(id: string): void {
    const position = this.#positionOf(id);
    if (position >= 0) this.#unsaved.add(position);
  }

  /** Stores what is unsaved. Throws what the store throws; what it could not take stays unsaved. */
  save(): void {
    for (const position of this.#unsaved) {
      const item = this.#transcript()[position];
      if (item) this.#store.put(position, item);
      this.#unsaved.delete(position);
    }
  }

  /** What follows is put beside what is stored from this position on. */
  fork(position: number): void {
    this.#store.fork(position);
    this.forgetFrom(position);
  }

  /** What was unsaved from this position on is not to be stored any more. */
  forgetFrom(position: number): void {
    for (const unsaved of this.#unsaved) if (unsaved >= position) this.#unsaved.delete(unsaved);
  }

  /** As `save`, but leaves it to the next time what the store cannot take. */
  trySave(): void {
    try {
      this.save();
    } catch {
      // Nothing is lost: it stays unsaved, and the next change of an item throws if it must.
    }
  }

  #append(position: number, text: string): void {
    try {
      this.#store.append(position, text);
    } catch (error) {
      this.#unsaved.add(position);
      throw error;
    }
  }

  #positionOf(id: string): number {
    return this.#transcript().findLastIndex((item) => item.id === id);
  }
}
