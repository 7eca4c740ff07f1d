import type { AnswerPosition } from './answerPosition.ts';
import type { Item } from './transcript.ts';

/** Where a transcript is kept. Each call has happened when it returns; each throws what keeps it from happening. */
export interface TranscriptStore {
  /** Puts the item at its position, in place of the one with its id. `reached`: see below. */
  put(position: number, item: Item, reached?: AnswerPosition | null): void;
  /** Puts text to the end of the item at this position, as `applyEvent` does. */
  append(position: number, text: string, reached?: AnswerPosition): void;
  /** Keeps up to where the transcript has the answer that streams; null: none does. Undefined elsewhere: as before. */
  reach(reached: AnswerPosition | null): void;
  /** The position kept for this transcript. */
  reached(): AnswerPosition | undefined;
  /** From here on, items of this position and later are put beside those that stand there, which are kept. */
  fork(position: number): void;
  /** Says that a turn runs here, unless one runs in another window: then false. */
  claim(): boolean;
  /** Whether the turn that was claimed here is still this window's: another can end the claim. */
  isClaimed(): boolean;
  /** Says that none runs here any more. */
  release(): void;
  /** Ends the claim of whatever window has it, which stops its turn with the next event. Nothing can be gone on with. */
  endClaim(): void;
  /** Whether a turn runs in another window. */
  runsElsewhere(): boolean;
}
