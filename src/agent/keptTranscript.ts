import type { AnswerPosition } from './answerPosition.ts';
import { closeTranscript } from './closeTranscript.ts';
import { EventBatcher } from './eventBatcher.ts';
import { applyEvent, isRunning, type TurnEvent } from './events.ts';
import type { ResultItem, Transcript, UserItem } from './transcript.ts';
import { TranscriptSaver } from './transcriptSaver.ts';
import type { TranscriptStore } from './transcriptStore.ts';

/** The transcript of a conversation: what happens to it is stored and told. */
export class KeptTranscript {
  readonly #store: TranscriptStore;
  readonly #saver: TranscriptSaver;
  readonly #batcher = new EventBatcher((events) => {
    for (const listener of this.#listeners) listener(events);
  });
  readonly #listeners = new Set<(events: readonly TurnEvent[]) => void>();
  #items: Transcript;
  /** Whether the turn under way was claimed: where another window runs one too, it goes on beside that. */
  #isClaimed = false;

  /** `stored` is what the store has. */
  constructor(store: TranscriptStore, stored: Transcript) {
    this.#store = store;
    this.#items = this.#closed(stored);
    this.#saver = new TranscriptSaver({ store, transcript: () => this.#items });
    this.#markClosed(stored);
  }

  get items(): Transcript {
    return this.#items;
  }

  /** Whether what is stored is enough to go on with the answer later. */
  get canGoOn(): boolean {
    return this.#saver.canGoOn;
  }

  /** Whether the store could not take something. */
  get isBehind(): boolean {
    return this.#saver.isBehind;
  }

  /** What happens to `items` as they are now, about once a frame. Returns a function that stops listening. */
  onEvents(listener: (events: readonly TurnEvent[]) => void): () => void {
    this.tell();
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells at once what has happened. */
  tell(): void {
    this.#batcher.flush();
  }

  stopTelling(): void {
    this.#listeners.clear();
  }

  /** Begins a turn, one that goes on with what there is up to `reached`. */
  beginTurn(reached?: AnswerPosition): void {
    this.#saver.beginTurn(reached);
    this.#isClaimed = this.#store.claim();
    if (reached) return;
    if (this.#store.reached()) this.#store.reach(null);
  }

  /** Whether another window has stopped the turn that was begun. */
  get isStoppedElsewhere(): boolean {
    return this.#isClaimed && !this.#store.isClaimed();
  }

  /** Applies what happens in a turn, and stores it. Throws what the store throws. */
  add(event: TurnEvent): void {
    this.#apply(event);
    this.#saver.saveAfter(event);
  }

  /** Ends a turn that broke off as `closeTranscript` does. */
  close(result: Partial<ResultItem>): void {
    const before = this.#items;
    closeTranscript(before, result).forEach((item, at) => {
      if (item === before[at]) return;
      this.#apply({ type: 'item', item });
      this.#saver.markUnsaved(item.id);
    });
    this.#saver.trySave();
  }

  /** Leaves so many items, what followed is kept beside; then the message, if any. All is stored, or it throws. */
  goOn(keep: number, user: UserItem | undefined): void {
    const first = this.#items[keep];
    // What a crash cut off is closed before the conversation goes on from it, or beside it.
    this.#saver.save();
    if (first) {
      this.#saver.fork(keep);
      this.#apply({ type: 'truncated', fromItemId: first.id });
    }
    if (user) {
      this.#store.put(keep, user);
      this.#apply({ type: 'item', item: user });
    }
  }

  /** Takes up what is stored: another branch, or what another window wrote. */
  takeUp(stored: Transcript): void {
    const next = this.#closed(stored);
    const kept = commonLength(this.#items, next);
    const first = this.#items[kept];
    this.#saver.forgetFrom(kept);
    if (first) this.#apply({ type: 'truncated', fromItemId: first.id });
    for (const item of next.slice(kept)) this.#apply({ type: 'item', item });
    this.#markClosed(stored);
    this.tell();
  }

  /** Stores what is not stored yet. Throws what the store throws. */
  save(): void {
    this.#saver.save();
  }

  /** As `save`; what the store cannot take waits. */
  trySave(): void {
    this.#saver.trySave();
  }

  /** A turn that runs in another window goes on, or can be gone on with; any other that has no end was cut off. */
  #closed(stored: Transcript): Transcript {
    const goesOn = isRunning(stored) && (this.#store.runsElsewhere() || this.#store.reached() !== undefined);
    return goesOn ? stored : closeTranscript(stored);
  }

  /** Stored with the next message: another window may be the one that runs this turn. */
  #markClosed(stored: Transcript): void {
    this.#items.forEach((item, at) => {
      if (item !== stored[at]) this.#saver.markUnsaved(item.id);
    });
  }

  #apply(event: TurnEvent): void {
    this.#items = applyEvent(this.#items, event);
    const told = withoutPosition(event);
    if (told) this.#batcher.add(told);
  }
}

/** Positions are for the store alone. */
function withoutPosition(event: TurnEvent): TurnEvent | undefined {
  switch (event.type) {
    case 'begun':
      return undefined;
    case 'item':
      return { type: 'item', item: event.item };
    case 'delta':
      return { type: 'delta', itemId: event.itemId, delta: event.delta };
    case 'truncated':
    case 'partialImage':
    case 'retrying':
      return event;
  }
}

/** How many items both begin with. */
function commonLength(a: Transcript, b: Transcript): number {
  const at = a.findIndex((item, index) => JSON.stringify(item) !== JSON.stringify(b[index]));
  return at < 0 ? a.length : at;
}
