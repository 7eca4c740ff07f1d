import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionCreateParams,
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionCreateParamsStreaming,
} from 'openai/resources/chat/completions';
import type { PendingRequest } from '../pendingRequest.ts';
import type { EventStream, StreamRules } from '../sse.ts';
import type { RequestOptions, Transport } from '../transport.ts';

const rules: StreamRules<Partial<ChatCompletionChunk>> = {
  // A chunk with the usage may follow the one with the reason.
  roleOf: ({ choices }) =>
    Array.isArray(choices) && choices.some((choice) => choice.finish_reason) ? 'complete' : 'more',
  endsWithDone: true,
};

export interface CreateChatCompletion {
  (
    body: ChatCompletionCreateParamsStreaming,
    options?: RequestOptions,
  ): PendingRequest<EventStream<ChatCompletionChunk>>;
  (body: ChatCompletionCreateParamsNonStreaming, options?: RequestOptions): PendingRequest<ChatCompletion>;
}

export function chatCompletions(transport: Transport) {
  const create = (body: ChatCompletionCreateParams, options?: RequestOptions) => {
    const request = { method: 'POST', path: '/chat/completions', body } as const;
    return body.stream ? transport.events(request, rules, options) : transport.json(request, options);
  };
  return { create: create as CreateChatCompletion };
}
