import { randomUUID } from 'node:crypto';
import type { ChatCompletionChunk } from 'openai/resources/chat/completions/completions';
import type { CompletionUsage } from 'openai/resources/completions';
import type { Client } from '../../openai/client.ts';
import type { Usage } from '../transcript.ts';
import { chatCompletionsBody } from './chatCompletionsBody.ts';
import { EventBatch } from './eventBatch.ts';
import type { ModelEvent, ModelStream } from './modelStream.ts';
import { takenParameters } from './parameterStates.ts';
import { RefusedFeatures } from './refusedFeatures.ts';
import { shaped } from './shapeRequest.ts';

/** Speaks Chat Completions, as OpenAI and as compatible servers do. */
export function createChatCompletionsModel(client: Pick<Client, 'chat'>): ModelStream {
  const refused = RefusedFeatures.of(client);
  return async function* (request, options) {
    const { model } = request;
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

type Delta = ChatCompletionChunk.Choice.Delta & {
  /** DeepSeek, vLLM, llama.cpp and LM Studio. */
  reasoning_content?: string | null;
  /** OpenRouter, Ollama and newer vLLM. */
  reasoning?: string | null;
};

interface CallState {
  /** The server's, which may repeat or be missing. */
  wireId: string | undefined;
  callId: string;
  /** False until the name is known; arguments wait for it. */
  announced: boolean;
  waiting: string;
}

class ChunkReader {
  readonly #batch = new EventBatch();
  readonly #calls: CallState[] = [];
  readonly #callAt = new Map<number, CallState>();
  #finish: string | undefined;
  #usage: Usage | undefined;

  read(chunks: readonly ChatCompletionChunk[]): readonly ModelEvent[] {
    for (const chunk of chunks) this.#take(chunk);
    return this.#batch.take();
  }

  /** The usage comes after the last choice, so only the end of the stream is the end. */
  end(): ModelEvent {
    const usage = this.#usage && { usage: this.#usage };
    switch (this.#finish) {
      case 'length':
        return { type: 'done', finish: 'incomplete', incompleteReason: 'max_output_tokens', ...usage };
      case 'content_filter':
        return { type: 'done', finish: 'incomplete', incompleteReason: 'content_filter', ...usage };
      default: // Compatible servers invent others, leave it out, or say `stop` after a call.
        return { type: 'done', finish: this.#calls.some((call) => call.announced) ? 'toolCalls' : 'stop', ...usage };
    }
  }

  #take({ choices, usage }: Partial<ChatCompletionChunk>): void {
    if (usage) this.#usage = usageOf(usage);
    // The first answer is the one that goes on, where several were asked for.
    const choice = choices?.find(({ index }: { index?: number }) => (index ?? 0) === 0);
    if (!choice) return;
    if (choice.finish_reason) this.#finish = choice.finish_reason;
    const delta = choice.delta as Delta | undefined;
    if (!delta) return;
    const { content, refusal, reasoning_content, reasoning, tool_calls } = delta;
    const thought = reasoning_content ?? reasoning;
    if (thought) this.#batch.addText('reasoning', thought);
    if (content) this.#batch.addText('text', content);
    if (refusal) this.#batch.addText('refusal', refusal);
    for (const call of tool_calls ?? []) this.#takeCall(call);
  }

  #takeCall({ index, id, function: part }: Partial<ChatCompletionChunk.Choice.Delta.ToolCall>): void {
    const call = this.#callFor(index, id, part?.name);
    call.waiting += part?.arguments ?? '';
    if (!call.announced && part?.name) {
      call.announced = true;
      this.#batch.add({ type: 'toolCall', callId: call.callId, name: part.name });
    }
    if (call.announced) {
      this.#batch.addArguments(call.callId, call.waiting);
      call.waiting = '';
    }
  }

  /** By index; where a server gives none, or the same for all, a new id with a name begins a new call. */
  #callFor(index: number | undefined, id: string | undefined, name: string | undefined): CallState {
    const known = index === undefined ? this.#calls.at(-1) : this.#callAt.get(index);
    const isNew = !known || (id !== undefined && id !== '' && name && known.announced && id !== known.wireId);
    if (!isNew) return known;
    const isTaken = this.#calls.some((other) => other.callId === id);
    const call = { wireId: id, callId: !id || isTaken ? `call_${randomUUID()}` : id, announced: false, waiting: '' };
    this.#calls.push(call);
    if (index !== undefined) this.#callAt.set(index, call);
    return call;
  }
}

function usageOf(usage: CompletionUsage): Usage {
  const { prompt_tokens_details: prompt, completion_tokens_details: completion } = usage;
  return {
    inputTokens: usage.prompt_tokens,
    cachedTokens: prompt?.cached_tokens ?? 0,
    ...(prompt?.cache_write_tokens && { cacheWriteTokens: prompt.cache_write_tokens }),
    outputTokens: usage.completion_tokens,
    reasoningTokens: completion?.reasoning_tokens ?? 0,
  };
}
