import type { Approvals } from './approval.ts';
import type { Budget } from './budget.ts';
import type { MessageQueue } from './messageQueue.ts';
import type { Questions } from './question.ts';
import type { Transcript } from './transcript.ts';
import type { TranscriptStore } from './transcriptStore.ts';
import type { TurnChoice, TurnSettings } from './turnSettings.ts';

/** What a conversation in memory is made of. */
export interface SessionOptions {
  id: string;
  /** As it is stored. */
  transcript: Transcript;
  /** What is sent once a turn has ended well, and what steers it. */
  queue: MessageQueue;
  approvals: Approvals;
  questions: Questions;
  /** Absent: there is no limit, and nothing is counted. */
  budget?: Budget;
  /** What holds as a message is sent, a line each; absent: nothing is said of it. */
  facts?: () => readonly string[];
  /** Asked at the start of every turn. */
  settings: (choice: TurnChoice) => Promise<TurnSettings>;
  store: TranscriptStore;
}
