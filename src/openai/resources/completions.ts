import type {
  Completion,
  CompletionCreateParamsBase,
  CompletionCreateParamsNonStreaming,
  CompletionCreateParamsStreaming,
} from 'openai/resources/completions';
import type { PendingRequest } from '../pendingRequest.ts';
import type { EventStream, StreamRules } from '../sse.ts';
import type { RequestOptions, Transport } from '../transport.ts';

interface Chunk {
  choices?: { finish_reason?: string | null }[];
}

const rules: StreamRules<Chunk> = {
  // A chunk with the usage may follow the one with the reason.
  roleOf: ({ choices }) =>
    Array.isArray(choices) && choices.some((choice) => choice.finish_reason) ? 'complete' : 'more',
  endsWithDone: true,
};

export interface CreateCompletion {
  (body: CompletionCreateParamsNonStreaming, options?: RequestOptions): PendingRequest<Completion>;
  (body: CompletionCreateParamsStreaming, options?: RequestOptions): PendingRequest<EventStream<Completion>>;
  (body: CompletionCreateParamsBase, options?: RequestOptions): PendingRequest<EventStream<Completion> | Completion>;
}

/** The legacy text completions. */
export function completions(transport: Transport) {
  const create = (body: CompletionCreateParamsBase, options?: RequestOptions) => {
    const request = { method: 'POST', path: '/completions', body } as const;
    return body.stream ? transport.events(request, rules, options) : transport.json(request, options);
  };
  return { create: create as CreateCompletion };
}
