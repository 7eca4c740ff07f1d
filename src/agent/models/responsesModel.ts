import type { Client } from '../../openai/client.ts';
import type { ModelStream } from './modelStream.ts';
import { takenParameters } from './parameterStates.ts';
import { RefusedFeatures } from './refusedFeatures.ts';
import { ResponseReader } from './responseReader.ts';
import { responsesBody } from './responsesBody.ts';
import { shaped } from './shapeRequest.ts';

/** Speaks the Responses API. */
export function createResponsesModel(client: Pick<Client, 'responses'>): ModelStream {
  const refused = RefusedFeatures.of(client);
  return async function* (request, options) {
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
    const reader = new ResponseReader();
    for await (const events of stream.batches()) {
      yield* reader.read(events);
      if (reader.failure) throw reader.failure;
    }
  };
}
