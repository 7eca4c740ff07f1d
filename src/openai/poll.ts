import { OpenAIError } from './errors.ts';
import type { PendingRequest } from './pendingRequest.ts';
import { sleep } from './retry.ts';
import type { RequestOptions } from './transport.ts';

export interface PollOptions extends RequestOptions {
  /** The wait between two looks. Default: what the server asks for in `openai-poll-after-ms`, else 5 s. */
  pollIntervalMs?: number;
}

const DEFAULT_INTERVAL_MS = 5_000;

/**
 * Asks for a thing again and again while its status is one of `pending`, and resolves with it when it is not: a status that nobody
 * knows ends the wait too. Failing is a status, not an error. Rejects as the requests do, with `signal.reason`, or with an
 * `OpenAIError` of kind protocol for an answer without a status.
 */
export async function poll<T extends { status: string }>(
  retrieve: () => PendingRequest<T>,
  pending: readonly T['status'][],
  options: PollOptions = {},
): Promise<T> {
  for (;;) {
    const { data, response } = await retrieve().withResponse();
    if (!pending.includes(textOf(data, 'status'))) return data;
    await sleep(pollDelayMs(response.headers, options.pollIntervalMs), options.signal);
  }
}

/** How long to wait after an answer with these headers. */
export function pollDelayMs(headers: Headers, pollIntervalMs: number | undefined): number {
  if (pollIntervalMs !== undefined) return pollIntervalMs;
  const askedMs = Number.parseInt(headers.get('openai-poll-after-ms') ?? '', 10);
  return askedMs >= 0 ? askedMs : DEFAULT_INTERVAL_MS;
}

/** The id of what was made, to ask for it. Throws an `OpenAIError` of kind protocol for an answer without one. */
export function idOf(created: { id: string }): string {
  return textOf(created, 'id');
}

function textOf<Key extends string, T extends Record<Key, string>>(answer: T, key: Key): T[Key] {
  const value = (answer as T | null)?.[key];
  if (typeof value === 'string') return value;
  throw new OpenAIError({ kind: 'protocol', message: `The server's answer has no ${key}: it cannot be waited for.` });
}
