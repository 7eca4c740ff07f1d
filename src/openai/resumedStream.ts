import type { ResponseStreamEvent } from 'openai/resources/responses/responses';
import type { Client } from './client.ts';
import { OpenAIError } from './errors.ts';
import { isPassing } from './networkError.ts';
import { retryDelayMs, sleep } from './retry.ts';
import type { RequestOptions } from './transport.ts';

const DEFAULT_MAX_RETRIES = 2;

/** How far the stream of a response has come. */
export interface StreamPlace {
  responseId: string;
  /** The number of the last event that was read. */
  sequenceNumber: number;
}

type Batches = AsyncIterable<readonly ResponseStreamEvent[]>;

/**
 * The events of a response that runs in the background (`background: true`, `stream: true`), each once and in order, across
 * connections that break: the stream is taken up after the last event that came. `from` is its first stream, or the place
 * to go on after. Events that arrived together are one array. `onRetry` is told of each new connection. Throws what the
 * stream throws once `options.maxRetries` connections in a row (2 by default) brought no new event, and at once for a
 * response that does not go on without its connection.
 */
export async function* resumable(
  client: Pick<Client, 'responses'>,
  from: Batches | StreamPlace,
  options: RequestOptions = {},
): AsyncGenerator<readonly ResponseStreamEvent[], void, undefined> {
  const { maxRetries = DEFAULT_MAX_RETRIES, signal, onRetry } = options;
  let [stream, place]: [Batches | undefined, Partial<StreamPlace>] =
    'responseId' in from ? [undefined, from] : [from, {}];
  let failures = 0;
  for (;;) {
    const { sequenceNumber: reached } = place;
    let isOpen = stream !== undefined;
    try {
      stream ??= await takeUp(client, place, options);
      isOpen = true;
      for await (const batch of stream) {
        const events = batch.filter((event) => !(event.sequence_number <= (place.sequenceNumber ?? -1)));
        if (events.length === 0) continue;
        place = placeAfter(place, events);
        yield events;
      }
      return;
    } catch (error) {
      if (!isKnown(place) || !(error instanceof OpenAIError) || !mayGoOn(error, isOpen)) throw error;
      failures = place.sequenceNumber === reached ? failures + 1 : 0;
      if (failures > maxRetries) throw error;
      // There is no reason to wait for a server that was just sending.
      const delayMs = failures > 0 ? retryDelayMs(failures, error.retryAfterMs) : 0;
      onRetry?.({ attempt: failures + 1, delayMs, reason: `${error.message} The answer goes on at the server.` });
      await sleep(delayMs, signal);
      stream = undefined;
    }
  }
}

/** Where events have no numbers, all of them would come again. */
const isKnown = (place: Partial<StreamPlace>): place is StreamPlace =>
  place.responseId !== undefined && place.sequenceNumber !== undefined;

async function takeUp(
  { responses }: Pick<Client, 'responses'>,
  { responseId = '', sequenceNumber = -1 }: Partial<StreamPlace>,
  options: RequestOptions,
): Promise<Batches> {
  const query = { stream: true, starting_after: sequenceNumber } as const;
  return (await responses.retrieve(responseId, query, { ...options, maxRetries: 0 })).batches();
}

function placeAfter(before: Partial<StreamPlace>, events: readonly ResponseStreamEvent[]): Partial<StreamPlace> {
  const begun = events.find((event) => 'response' in event && event.response.background);
  const responseId = begun && 'response' in begun ? begun.response.id : before.responseId;
  const sequenceNumber = events.at(-1)?.sequence_number ?? before.sequenceNumber;
  return {
    ...(responseId !== undefined && { responseId }),
    ...(sequenceNumber !== undefined && { sequenceNumber }),
  };
}

/** Once events come, an error of the server is one of the answer itself. */
function mayGoOn(error: OpenAIError, isOpen: boolean): boolean {
  return isPassing(error) || (!isOpen && (error.kind === 'server' || error.kind === 'rateLimit'));
}
