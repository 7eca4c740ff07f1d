import { type ErrorInfo, OpenAIError } from '../openai/errors.ts';

/** The message of whatever was thrown. */
export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** Whatever ended a turn, as plain JSON. What is no `OpenAIError` counts as a breach of what both sides agreed on. */
export const errorInfo = (thrown: unknown): ErrorInfo =>
  thrown instanceof OpenAIError ? thrown.toJSON() : { kind: 'protocol', message: messageOf(thrown) };

interface Broken {
  end: 'cancelled' | 'interrupted' | 'lost' | 'failed';
  error?: ErrorInfo;
}

/** How a turn ends that broke off, with the error if it is one. */
export function endOfBroken(thrown: unknown, signal: AbortSignal): Broken {
  if (signal.aborted) return { end: endOfStopped(signal) };
  return thrown instanceof AnswerLost ? { end: 'lost' } : { end: 'failed', error: errorInfo(thrown) };
}

/** What becomes of the items that still stream then. */
export function statusOfBroken(thrown: unknown, signal: AbortSignal): 'cancelled' | 'interrupted' | 'failed' {
  const { end } = endOfBroken(thrown, signal);
  return end === 'lost' ? 'interrupted' : end;
}

/** How a turn ends that was stopped. */
export const endOfStopped = (signal: AbortSignal): 'cancelled' | 'interrupted' =>
  signal.reason instanceof Interruption ? 'interrupted' : 'cancelled';

/** The server does not know an answer any more that was to be gone on with. */
export class AnswerLost extends Error {
  override readonly name = 'AnswerLost';
}

/** The reason to abort a turn with when nobody stopped it: the window closes. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
}
