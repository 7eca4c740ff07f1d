import { OpenAIError } from '../../../openai/errors.ts';
import { retryDelayMs, sleep } from '../../../openai/retry.ts';
import type { ReadOptions } from './answer.ts';
import { eventsOf, type StreamEvent } from './eventSource.ts';
import { numberOf, objectOf, textOf } from './json.ts';

const MOST_FAILURES = 2;

/**
 * The events of an answer, each once and in order. A response that goes on in the background is taken up after its last
 * event where the connection breaks. Throws what the stream throws once three connections in a row brought nothing new, and
 * at once for all other streams.
 */
export async function* resumedEvents(
  first: Response,
  options: ReadOptions,
): AsyncGenerator<readonly StreamEvent[], void> {
  const { signal } = options;
  let response = first;
  let responseId: string | undefined;
  let position = -1;
  for (let failures = 0; ;) {
    const reached = position;
    try {
      for await (const events of eventsOf(response, signal)) {
        const fresh = events.filter(({ data }) => {
          const number = numberOf(data.sequence_number);
          const isFresh = number === undefined || number > position;
          position = Math.max(position, number ?? position);
          const { background, id } = objectOf(data.response);
          if (background === true) responseId = textOf(id) ?? responseId;
          return isFresh;
        });
        if (fresh.length > 0) yield fresh;
      }
      return;
    } catch (error) {
      if (!options.resume || responseId === undefined || position < 0 || !isBroken(error)) throw error;
      failures = position > reached ? 0 : failures + 1;
      if (failures > MOST_FAILURES) throw error;
      // There is no reason to wait for a server that was just sending.
      if (failures > 0) await sleep(retryDelayMs(failures, undefined), signal);
      else options.onNote?.(`The connection broke; the response was taken up after its event ${position}.`);
    }
    response = await options.resume(responseId, position);
  }
}

const isBroken = (error: unknown): boolean =>
  error instanceof OpenAIError && (error.kind === 'network' || error.kind === 'timeout');
