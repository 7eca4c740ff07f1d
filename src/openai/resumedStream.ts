import type { ResponseStreamEvent } from 'openai/resources/responses/responses';
import type { Client } from './client.ts';
import { OpenAIError } from './errors.ts';
import { retryDelayMs, sleep } from './retry.ts';
import type { RequestOptions } from './transport.ts';

const DEFAULT_MAX_RETRIES = 2;

/** How far a stream has come. */
interface Position {
  /** Known once a response that goes on in the background has begun. */
  responseId?: string;
  sequenceNumber: number;
}

/**
 * The events of a response that runs in the background (`background: true`, `stream: true`), each once and in order, across
 * connections that break: the stream is taken up after the last event that came. Throws what the stream throws once
 * `options.maxRetries` connections in a row (2 by default) brought no new event, and at once for a response that does not
 * go on without its connection.
 */
export async function* resumable(
  client: Pick<Client, 'responses'>,
  first: AsyncIterable<ResponseStreamEvent>,
  options: RequestOptions = {},
): AsyncGenerator<ResponseStreamEvent, void, undefined> {
  const position: Position = { sequenceNumber: -1 };
  let stream = first;
  for (let failures = 0; ;) {
    const reached = position.sequenceNumber;
    try {
      for await (const event of stream) {
        if (event.sequence_number <= position.sequenceNumber) continue;
        advance(position, event);
        yield event;
      }
      return;
    } catch (error) {
      if (!isBroken(error) || position.responseId === undefined) throw error;
      failures = position.sequenceNumber > reached ? 0 : failures + 1;
      if (failures > (options.maxRetries ?? DEFAULT_MAX_RETRIES)) throw error;
      // There is no reason to wait for a server that was just sending.
      if (failures > 0) await sleep(retryDelayMs(failures, undefined), options.signal);
    }
    const query = { stream: true, starting_after: position.sequenceNumber } as const;
    stream = await client.responses.retrieve(position.responseId, query, options);
  }
}

function advance(position: Position, event: ResponseStreamEvent): void {
  position.sequenceNumber = event.sequence_number;
  if ('response' in event && event.response.background) position.responseId = event.response.id;
}

function isBroken(error: unknown): boolean {
  return error instanceof OpenAIError && (error.kind === 'network' || error.kind === 'timeout');
}
