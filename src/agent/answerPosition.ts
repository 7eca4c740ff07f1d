import type { Usage } from './transcript.ts';

/**
 * How far an answer has come that the server goes on giving without a connection. Plain JSON. What the transcript holds
 * of the answer is what came up to here.
 */
export interface AnswerPosition {
  /** The model that was asked. */
  model: string;
  /** The server's id of the answer. */
  responseId: string;
  /** The number of the last event that was read. */
  sequenceNumber: number;
  /** What is known of its output items, by index. */
  outputs: Readonly<Record<number, OutputPosition>>;
  /** The turn up to this answer; absent where the answer is read by itself. */
  turn?: TurnSoFar;
}

export interface OutputPosition {
  callId?: string;
  /** Whether any of its text or arguments came as deltas. */
  streamed: boolean;
}

/** What a turn has come to before an answer that can be gone on with. */
export interface TurnSoFar {
  /** Milliseconds since the epoch. */
  startedAt: number;
  /** Of the requests before, in order. */
  requests: readonly Usage[];
  /** What was not sent, a sentence each. */
  dropped: readonly string[];
}
