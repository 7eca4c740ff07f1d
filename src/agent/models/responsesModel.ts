import type {
  Response,
  ResponseOutputItem,
  ResponseStreamEvent,
  ResponseUsage,
} from 'openai/resources/responses/responses';
import type { Client } from '../../openai/client.ts';
import type { OpenAIError } from '../../openai/errors.ts';
import { eventError } from '../../openai/responseError.ts';
import type { Usage } from '../transcript.ts';
import { EventBatch } from './eventBatch.ts';
import type { ModelEvent, ModelStream } from './modelStream.ts';
import { takenParameters } from './parameterStates.ts';
import { RefusedFeatures } from './refusedFeatures.ts';
import { shaped } from './shapeRequest.ts';
import { responsesBody } from './responsesBody.ts';

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

/** What is known of an output item while it streams. */
interface OutputState {
  callId?: string;
  /** Whether any of its text or arguments came as deltas. */
  streamed: boolean;
}

class ResponseReader {
  failure: OpenAIError | undefined;
  readonly #batch = new EventBatch();
  readonly #outputs = new Map<number, OutputState>();
  #hasCalls = false;

  read(events: readonly ResponseStreamEvent[]): readonly ModelEvent[] {
    for (const event of events) this.#take(event);
    return this.#batch.take();
  }

  #take(event: ResponseStreamEvent): void {
    switch (event.type) {
      case 'response.output_text.delta':
        this.#streamed(event.output_index);
        this.#batch.addText('text', event.delta);
        break;
      case 'response.refusal.delta':
        this.#streamed(event.output_index);
        this.#batch.addText('refusal', event.delta);
        break;
      case 'response.reasoning_summary_part.added':
        if (event.summary_index > 0) this.#batch.addText('reasoning', '\n\n');
        break;
      case 'response.reasoning_summary_text.delta':
      case 'response.reasoning_text.delta':
        this.#streamed(event.output_index);
        this.#batch.addText('reasoning', event.delta);
        break;
      case 'response.output_item.added':
        this.#begin(event.output_index, event.item);
        break;
      case 'response.function_call_arguments.delta': {
        const { callId } = this.#streamed(event.output_index);
        if (callId !== undefined) this.#batch.addArguments(callId, event.delta);
        break;
      }
      case 'response.output_item.done':
        this.#finish(event.output_index, event.item);
        break;
      case 'response.completed':
        this.#done(event.response, { finish: this.#hasCalls ? 'toolCalls' : 'stop' });
        break;
      case 'response.incomplete': {
        const reason = event.response.incomplete_details?.reason;
        this.#done(event.response, { finish: 'incomplete', ...(reason && { incompleteReason: reason }) });
        break;
      }
      case 'response.failed':
        this.failure = eventError(event.response.error);
        break;
      default: // The rest repeats what these say, or belongs to tools of the server that are not asked for.
    }
  }

  #output(index: number): OutputState | undefined {
    return this.#outputs.get(index);
  }

  #streamed(index: number): OutputState {
    const state = this.#output(index) ?? { streamed: true };
    state.streamed = true;
    this.#outputs.set(index, state);
    return state;
  }

  #begin(index: number, item: ResponseOutputItem): void {
    const state: OutputState = { streamed: false };
    this.#outputs.set(index, state);
    if (item.type === 'message') {
      this.#batch.add({ type: 'message', ...(item.phase && { phase: item.phase }) });
    } else if (item.type === 'function_call') {
      state.callId = item.call_id;
      this.#hasCalls = true;
      this.#batch.add({ type: 'toolCall', callId: item.call_id, name: item.name });
    }
  }

  /** Some servers send an item only whole. */
  #finish(index: number, item: ResponseOutputItem): void {
    if (!this.#output(index)) this.#begin(index, item);
    const isNew = this.#output(index)?.streamed !== true;
    switch (item.type) {
      case 'message':
        if (!isNew) break;
        for (const part of item.content) {
          if (part.type === 'refusal') this.#batch.addText('refusal', part.refusal);
          else this.#batch.addText('text', part.text);
        }
        break;
      case 'function_call':
        if (isNew) this.#batch.addArguments(item.call_id, item.arguments);
        break;
      case 'reasoning':
        if (isNew) this.#batch.addText('reasoning', item.summary.map(({ text }) => text).join('\n\n'));
        this.#batch.add({
          type: 'reasoningDone',
          providerId: item.id,
          ...(item.encrypted_content && { encryptedContent: item.encrypted_content }),
        });
        break;
      default: // Items of the server's own tools, which are not asked for.
    }
  }

  #done({ usage }: Response, end: Pick<Extract<ModelEvent, { type: 'done' }>, 'finish' | 'incompleteReason'>): void {
    this.#batch.add({ type: 'done', ...end, ...(usage && { usage: usageOf(usage) }) });
  }
}

/** Compatible servers leave the details out. */
type ServerUsage = Pick<ResponseUsage, 'input_tokens' | 'output_tokens'> & {
  input_tokens_details?: Partial<ResponseUsage.InputTokensDetails>;
  output_tokens_details?: Partial<ResponseUsage.OutputTokensDetails>;
};

function usageOf({ input_tokens, input_tokens_details, output_tokens, output_tokens_details }: ServerUsage): Usage {
  const { cached_tokens = 0, cache_write_tokens = 0 } = input_tokens_details ?? {};
  return {
    inputTokens: input_tokens,
    cachedTokens: cached_tokens,
    ...(cache_write_tokens > 0 && { cacheWriteTokens: cache_write_tokens }),
    outputTokens: output_tokens,
    reasoningTokens: output_tokens_details?.reasoning_tokens ?? 0,
  };
}
