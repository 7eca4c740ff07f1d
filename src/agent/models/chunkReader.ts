import { randomUUID } from 'node:crypto';
import type { ChatCompletionChunk } from 'openai/resources/chat/completions/completions';
import type { CompletionUsage } from 'openai/resources/completions';
import type { ContentFilter, Usage } from '../transcript.ts';
import { citationOf } from './citations.ts';
import { contentFilters, mergeFilters } from './contentFilters.ts';
import { EventBatch } from './eventBatch.ts';
import { tokenLogprobs } from './logprobs.ts';
import type { ModelEvent } from './modelStream.ts';
import { listOf, nodeOf, numberOf, textOf, tokensOf } from './wireValue.ts';

type Delta = ChatCompletionChunk.Choice.Delta & {
  /** DeepSeek, vLLM, llama.cpp and LM Studio. */
  reasoning_content?: string | null;
  /** OpenRouter, Ollama and newer vLLM. */
  reasoning?: string | null;
  annotations?: readonly unknown[] | null;
};

/** What Azure adds to a chunk and to its choices. */
interface AzureFilters {
  prompt_filter_results?: unknown;
  content_filter_results?: unknown;
}

interface CallState {
  /** The server's, which may repeat or be missing. */
  wireId: string | undefined;
  callId: string;
  /** False until the name is known; arguments wait for it. */
  announced: boolean;
  waiting: string;
}

/** The chunks of a Chat Completions stream in no wire format. */
export class ChunkReader {
  readonly #batch = new EventBatch();
  readonly #calls: CallState[] = [];
  readonly #callAt = new Map<number, CallState>();
  #finish: string | undefined;
  #usage: Usage | undefined;
  #text = '';
  #filters: readonly ContentFilter[] = [];

  read(chunks: readonly ChatCompletionChunk[]): readonly ModelEvent[] {
    for (const chunk of chunks) this.#take(chunk);
    return this.#batch.take();
  }

  /** The usage comes after the last choice, so only the end of the stream is the end. */
  end(): ModelEvent {
    const more = {
      ...(this.#usage && { usage: this.#usage }),
      ...(this.#filters.length > 0 && { filters: this.#filters }),
    };
    switch (this.#finish) {
      case 'length':
        return { type: 'done', finish: 'incomplete', incompleteReason: 'max_output_tokens', ...more };
      case 'content_filter':
        return { type: 'done', finish: 'incomplete', incompleteReason: 'content_filter', ...more };
      default: // Compatible servers invent others, leave it out, or say `stop` after a call.
        return { type: 'done', finish: this.#calls.some((call) => call.announced) ? 'toolCalls' : 'stop', ...more };
    }
  }

  #take({ choices, usage, prompt_filter_results }: Partial<ChatCompletionChunk> & AzureFilters): void {
    if (usage) this.#usage = usageOf(usage);
    for (const prompt of listOf(prompt_filter_results)) {
      this.#filter(contentFilters(nodeOf(prompt).content_filter_results, 'prompt'));
    }
    for (const choice of choices ?? []) {
      // Some compatible servers leave the index out.
      const index = (choice.index as number | undefined) ?? 0;
      if (index > 0) this.#takeAlternative(index, choice.delta);
      else this.#takeChoice(choice);
    }
  }

  #takeAlternative(index: number, delta: Delta | undefined): void {
    this.#batch.addAlternative(index, delta?.content, false);
    this.#batch.addAlternative(index, delta?.refusal, true);
  }

  #takeChoice(choice: ChatCompletionChunk.Choice & AzureFilters): void {
    if (choice.finish_reason) this.#finish = choice.finish_reason;
    this.#filter(contentFilters(choice.content_filter_results, 'answer'));
    const delta = choice.delta as Delta | undefined;
    if (!delta) return;
    const { content, refusal, reasoning_content, reasoning, tool_calls, annotations, audio } = delta;
    this.#batch.addText('reasoning', reasoning_content ?? reasoning);
    this.#text += textOf(content) ?? '';
    this.#batch.addText('text', content);
    this.#batch.addText('refusal', refusal);
    if (audio) this.#takeAudio(audio);
    for (const annotation of annotations ?? []) {
      const citation = citationOf(annotation, this.#text);
      if (citation) this.#batch.add({ type: 'citation', citation });
    }
    const tokens = tokenLogprobs(choice.logprobs?.content);
    if (tokens.length > 0) this.#batch.add({ type: 'logprobs', tokens });
    for (const call of tool_calls ?? []) this.#takeCall(call);
  }

  #takeAudio(audio: ChatCompletionChunk.Choice.Delta.Audio): void {
    this.#batch.addText('text', audio.transcript);
    const [id, data = '', expiresAt] = [textOf(audio.id), textOf(audio.data), numberOf(audio.expires_at)];
    if (!id && data === '' && expiresAt === undefined) return;
    this.#batch.add({
      type: 'audio',
      // The API streams no other format.
      mediaType: 'audio/L16;rate=24000',
      data,
      ...(id && { id }),
      ...(expiresAt !== undefined && { expiresAt: expiresAt * 1000 }),
    });
  }

  #filter(filters: readonly ContentFilter[]): void {
    if (filters.length > 0) this.#filters = mergeFilters(this.#filters, filters);
  }

  #takeCall({ index, id, function: plain, custom }: Partial<ChatCompletionChunk.Choice.Delta.ToolCall>): void {
    const name = textOf(plain?.name ?? custom?.name);
    const call = this.#callFor(index, textOf(id), name);
    call.waiting += textOf(plain?.arguments ?? custom?.input) ?? '';
    if (!call.announced && name) {
      call.announced = true;
      this.#batch.add({ type: 'toolCall', callId: call.callId, name, ...(custom && { custom: true }) });
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
  const cacheWriteTokens = tokensOf(prompt?.cache_write_tokens);
  const inputAudioTokens = tokensOf(prompt?.audio_tokens);
  const outputAudioTokens = tokensOf(completion?.audio_tokens);
  return {
    inputTokens: tokensOf(usage.prompt_tokens),
    cachedTokens: tokensOf(prompt?.cached_tokens),
    ...(cacheWriteTokens > 0 && { cacheWriteTokens }),
    outputTokens: tokensOf(usage.completion_tokens),
    reasoningTokens: tokensOf(completion?.reasoning_tokens),
    ...(inputAudioTokens > 0 && { inputAudioTokens }),
    ...(outputAudioTokens > 0 && { outputAudioTokens }),
  };
}
