import type { Client } from '../../openai/client.ts';
import { AnswerLost } from '../failure.ts';
import { noBackground, wantsBackground } from './background.ts';
import { chatCompletionsBody } from './chatCompletionsBody.ts';
import { ChunkReader } from './chunkReader.ts';
import type { ModelStream } from './modelStream.ts';
import { takenParameters } from './parameterStates.ts';
import { RefusedFeatures } from './refusedFeatures.ts';
import { shaped } from './shapeRequest.ts';

/** Speaks Chat Completions, as OpenAI and as compatible servers do. */
export function createChatCompletionsModel(client: Pick<Client, 'chat' | 'rateLimits'>): ModelStream {
  const refused = RefusedFeatures.of(client);
  return async function* (request, options) {
    const { model } = request;
    if (options.goOnAfter) throw new AnswerLost('Chat Completions has no answers that go on.');
    if (wantsBackground(request) && refused.isNews(model, 'background')) {
      options.onDropped?.([noBackground('Chat Completions has none')]);
    }
    const taken = takenParameters('chatCompletions', request);
    if (taken.dropped.length > 0) options.onDropped?.(taken.dropped);
    const stream = await refused.send(model, () =>
      client.chat.completions.create(
        shaped(
          'chatCompletions',
          chatCompletionsBody(request, (feature) => refused.has(model, feature), taken),
          options.onDropped,
        ),
        options,
      ),
    );
    const reader = new ChunkReader();
    for await (const chunks of stream.batches()) yield* reader.read(chunks);
    yield reader.end();
  };
}
