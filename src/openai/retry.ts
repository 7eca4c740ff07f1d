import { setTimeout as wait } from 'node:timers/promises';
import { formatDuration } from './duration.ts';
import { OpenAIError } from './errors.ts';

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 8_000;
const JITTER = 0.25;

/** How long to wait before retry `attempt` (1 is the first): what the server asks for, else 0.5 s doubled up to 8 s, less up to a quarter. */
export function retryDelayMs(attempt: number, retryAfterMs: number | undefined): number {
  if (retryAfterMs !== undefined) return retryAfterMs;
  const delayMs = Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS);
  return delayMs * (1 - JITTER * Math.random());
}

/** Rejects with `signal.reason` when aborted. */
export async function sleep(durationMs: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await wait(durationMs, undefined, signal && { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

/** The same error, saying when to come back where the server said so. */
export function withReturnTime(error: OpenAIError): OpenAIError {
  if (!error.retryAfterMs) return error;
  const message = `${error.message} Try again in ${formatDuration(error.retryAfterMs)}.`;
  return new OpenAIError({ ...error.toJSON(), message }, { cause: error });
}
