import type { ResponseStreamEvent } from 'openai/resources/responses/responses';
import type { Client } from '../../openai/client.ts';
import { OpenAIError } from '../../openai/errors.ts';
import { resumable, type StreamPlace } from '../../openai/resumedStream.ts';
import { AnswerLost, Interruption } from '../failure.ts';
import { noBackground, wantsBackground } from './background.ts';
import type { ModelRequest, ModelStream } from './modelStream.ts';
import { takenParameters } from './parameterStates.ts';
import { RefusedFeatures } from './refusedFeatures.ts';
import { ResponseReader } from './responseReader.ts';
import { responsesBody } from './responsesBody.ts';
import { shaped } from './shapeRequest.ts';

/** Of connections in a row that bring nothing: with up to eight seconds between them, about ten minutes. */
const MOST_CONNECTIONS = 80;

type Batches = AsyncIterable<readonly ResponseStreamEvent[]>;
type StreamOptions = Parameters<ModelStream>[1];

/** Speaks the Responses API. */
export function createResponsesModel(client: Pick<Client, 'rateLimits' | 'responses'>): ModelStream {
  const refused = RefusedFeatures.of(client);
  return async function* (request, options) {
    const { model } = request;
    const { goOnAfter, signal } = options;
    const reader = new ResponseReader(model, goOnAfter);
    const goesOn = () => wantsBackground(request) && !refused.has(model, 'background');
    try {
      const stream = goOnAfter ? acrossDrops(client, goOnAfter, options) : await ask(client, refused, request, options);
      for await (const events of goesOn() && !goOnAfter ? acrossDrops(client, stream, options) : stream) {
        yield* reader.read(events);
        if (reader.failure) throw reader.failure;
      }
    } catch (error) {
      if (reader.responseId === undefined || !isForgotten(error)) throw error;
      throw new AnswerLost(error.message, { cause: error });
    } finally {
      // Some servers know nothing of it, and do not say so.
      if (reader.isDone && reader.responseId === undefined && goesOn()) refused.add(model, 'background');
      if (!goOnAfter && wantsBackground(request) && !goesOn() && refused.isNews(model, 'background'))
        options.onDropped?.([noBackground('this server does without it')]);
      // What the user stops is not to be paid for any longer; what a window leaves behind is gone on with.
      const isStopped = signal.aborted && !(signal.reason instanceof Interruption);
      if (isStopped && reader.responseId !== undefined && !reader.isDone)
        client.responses.cancel(reader.responseId).catch(() => undefined);
    }
  };
}

async function ask(
  client: Pick<Client, 'responses'>,
  refused: RefusedFeatures,
  request: ModelRequest,
  options: StreamOptions,
): Promise<Batches> {
  const { model } = request;
  const taken = takenParameters('responses', request);
  if (taken.dropped.length > 0) options.onDropped?.(taken.dropped);
  const stream = await refused.send(model, () =>
    client.responses.create(
      shaped(
        'responses',
        responsesBody(request, (feature) => refused.has(model, feature), taken),
        options.onDropped,
      ),
      options,
    ),
  );
  return stream.batches();
}

const acrossDrops = (
  client: Pick<Client, 'responses'>,
  from: Batches | StreamPlace,
  { signal, onRetry }: StreamOptions,
) => resumable(client, from, { signal, onRetry, maxRetries: MOST_CONNECTIONS });

const isForgotten = (error: unknown): error is OpenAIError => error instanceof OpenAIError && error.kind === 'notFound';
