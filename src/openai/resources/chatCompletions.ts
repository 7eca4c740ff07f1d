import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionCreateParamsBase,
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionCreateParamsStreaming,
  ChatCompletionDeleted,
  ChatCompletionListParams,
  ChatCompletionStoreMessage,
  ChatCompletionUpdateParams,
} from 'openai/resources/chat/completions';
import type { MessageListParams } from 'openai/resources/chat/completions/messages';
import { path } from '../address.ts';
import { chatCompletionParser } from '../parseChatCompletion.ts';
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
  (body: ChatCompletionCreateParamsNonStreaming, options?: RequestOptions): PendingRequest<ChatCompletion>;
  (
    body: ChatCompletionCreateParamsStreaming,
    options?: RequestOptions,
  ): PendingRequest<EventStream<ChatCompletionChunk>>;
  (
    body: ChatCompletionCreateParamsBase,
    options?: RequestOptions,
  ): PendingRequest<EventStream<ChatCompletionChunk> | ChatCompletion>;
}

/** Creates completions, and reads and changes those created with `store: true`. */
export function chatCompletions(transport: Transport) {
  const create = (body: ChatCompletionCreateParamsBase, options?: RequestOptions) => {
    const request = { method: 'POST', path: '/chat/completions', body } as const;
    return body.stream ? transport.events(request, rules, options) : transport.json(request, options);
  };
  return {
    create: create as CreateChatCompletion,
    parse: chatCompletionParser(create as CreateChatCompletion),
    retrieve: (completionID: string, options?: RequestOptions) =>
      transport.json<ChatCompletion>({ method: 'GET', path: path`/chat/completions/${completionID}` }, options),
    update: (completionID: string, body: ChatCompletionUpdateParams, options?: RequestOptions) =>
      transport.json<ChatCompletion>({ method: 'POST', path: path`/chat/completions/${completionID}`, body }, options),
    list: (query?: ChatCompletionListParams | null, options?: RequestOptions) =>
      transport.list<ChatCompletion>({ method: 'GET', path: '/chat/completions', query }, options),
    delete: (completionID: string, options?: RequestOptions) =>
      transport.json<ChatCompletionDeleted>(
        { method: 'DELETE', path: path`/chat/completions/${completionID}` },
        options,
      ),
    messages: {
      list: (completionID: string, query?: MessageListParams | null, options?: RequestOptions) =>
        transport.list<ChatCompletionStoreMessage>(
          { method: 'GET', path: path`/chat/completions/${completionID}/messages`, query },
          options,
        ),
    },
  };
}
