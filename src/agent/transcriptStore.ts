import type { Item } from './transcript.ts';

/** Where a transcript is kept. Each call has happened when it returns; each throws what keeps it from happening. */
export interface TranscriptStore {
  /** Puts the item at its position, in place of the one with its id. */
  put(position: number, item: Item): void;
  /** Puts text to the end of the item at this position, as `applyEvent` does. */
  append(position: number, text: string): void;
  /** From here on, items of this position and later are put beside those that stand there, which are kept. */
  fork(position: number): void;
  /** Says that a turn runs here, and that it does no more. */
  claim(): void;
  release(): void;
  /** Whether a turn runs in another window. */
  runsElsewhere(): boolean;
}
