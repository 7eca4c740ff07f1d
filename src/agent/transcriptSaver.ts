import type { AnswerPosition } from './answerPosition.ts';
import type { TurnEvent } from './events.ts';
import { isOfOpenAnswer } from './resumedTurn.ts';
import type { Transcript } from './transcript.ts';
import type { TranscriptStore } from './transcriptStore.ts';

/** Keeps the stored transcript up with the one in memory: what is told to listeners is stored before. */
export class TranscriptSaver {
  readonly #store: TranscriptStore;
  readonly #transcript: () => Transcript;
  readonly #unsaved = new Set<number>();
  /** Up to where the answer that streams is there; null: none can be gone on with. */
  #reached: AnswerPosition | null = null;
  /** Whether `#reached` goes along with what is unsaved. */
  #hasNews = false;
  #hasFailed = false;

  constructor(options: { store: TranscriptStore; transcript: () => Transcript }) {
    this.#store = options.store;
    this.#transcript = options.transcript;
  }

  /** Whether what is stored is enough to go on with the answer later. */
  get canGoOn(): boolean {
    return this.#reached !== null && this.#unsaved.size === 0;
  }

  /** Whether the store could not take something. */
  get isBehind(): boolean {
    return this.#hasFailed && this.#unsaved.size > 0;
  }

  /** Begins a turn, one that goes on with what the store has up to there. */
  beginTurn(reached?: AnswerPosition): void {
    this.#reached = reached ?? null;
    this.#hasNews = false;
  }

  /** Call after the event is applied. Throws what the store throws. */
  saveAfter(event: TurnEvent): void {
    switch (event.type) {
      case 'item':
        if (event.reached) this.#reach(event.reached);
        else if (!isOfOpenAnswer(event.item) && this.#reached) this.#reach(null);
        this.markUnsaved(event.item.id);
        this.save();
        break;
      case 'delta': {
        const position = this.#positionOf(event.itemId);
        if (position < 0) break;
        if (event.reached) this.#reach(event.reached);
        if (this.#unsaved.size === 0) this.#append(position, event.delta);
        else {
          this.#unsaved.add(position);
          this.save();
        }
        break;
      }
      case 'begun':
        this.#store.reach(event.reached);
        this.#reached = event.reached;
        break;
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
      const isLast = this.#unsaved.size === 1;
      this.#hasFailed = true;
      if (item) this.#store.put(position, item, isLast ? this.#news : undefined);
      this.#unsaved.delete(position);
      if (isLast) this.#hasNews = false;
    }
    this.#hasFailed = false;
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
      this.#store.append(position, text, this.#news ?? undefined);
      this.#hasNews = false;
    } catch (error) {
      this.#unsaved.add(position);
      this.#hasFailed = true;
      throw error;
    }
  }

  #reach(reached: AnswerPosition | null): void {
    this.#reached = reached;
    this.#hasNews = true;
  }

  get #news(): AnswerPosition | null | undefined {
    return this.#hasNews ? this.#reached : undefined;
  }

  #positionOf(id: string): number {
    return this.#transcript().findLastIndex((item) => item.id === id);
  }
}
