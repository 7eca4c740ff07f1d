// The events of each streaming endpoint, shaped as OpenAI sends them.

/** The events of a stream as they are on the wire: what begins it, one that comes many times, and what ends it. */
export interface Frames {
  start?: string;
  /** The same each time, or by its number from 0. */
  delta: string | ((index: number) => string);
  end: string;
}

/** So many deltas, each as `wrap` makes it. */
export function deltasOf({ delta }: Frames, count: number, wrap: (delta: string) => string): string {
  if (typeof delta === 'string') return wrap(delta).repeat(count);
  return Array.from({ length: count }, (_, index) => wrap(delta(index))).join('');
}

/** What an event holds: text, the arguments of a tool, or a picture. */
export type Kind = 'text' | 'tools' | 'image';

const frame = (event: unknown, name?: string) =>
  `${name === undefined ? '' : `event: ${name}\n`}data: ${JSON.stringify(event)}\n\n`;
const typed = (event: { type: string; [field: string]: unknown }) => frame(event, event.type);
const done = 'data: [DONE]\n\n';

const common = { created: 1_762_000_000, model: 'some-model-2026-01-01' };

const chatChunk = (delta: object, finish: string | null = null) => ({
  id: 'chatcmpl-CXnq2XwYcEwvXy8bXyqQ5gNq0r1aB',
  object: 'chat.completion.chunk',
  ...common,
  service_tier: 'default',
  system_fingerprint: 'fp_560af6e559',
  choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
  usage: null,
});

function chat(kind: Kind): Frames {
  const call = { tool_calls: [{ index: 0, function: { arguments: '{"path"' } }] };
  const first = { index: 0, id: 'call_68a0f2a5e0d48191', type: 'function', function: { name: 'read', arguments: '' } };
  return {
    start: frame(chatChunk({ role: 'assistant', content: null, ...(kind === 'tools' && { tool_calls: [first] }) })),
    delta: frame(chatChunk(kind === 'tools' ? call : { content: ' token' })),
    end: frame(chatChunk({}, 'stop')) + done,
  };
}

/** Numbered as they come: a number that does not rise is an event that was there before. */
function responses(kind: Kind): Frames {
  const { type, item, delta } = kind === 'tools' ? callDeltas : textDeltas;
  const response = { id: 'resp_68a0f2a5e0d48191a8c1', object: 'response', ...common, output: [] };
  return {
    start:
      typed({ type: 'response.created', sequence_number: 0, response: { ...response, status: 'in_progress' } }) +
      typed({ type: 'response.output_item.added', sequence_number: 1, output_index: 0, item }),
    delta: (index) => typed({ type, sequence_number: index + 2, output_index: 0, ...delta, obfuscation: 'x8Yq2Lw' }),
    end: typed({
      type: 'response.completed',
      sequence_number: Number.MAX_SAFE_INTEGER,
      response: { ...response, status: 'completed' },
    }),
  };
}

const textDeltas = {
  type: 'response.output_text.delta',
  item: { id: 'msg_68a0f2a5e0d48191a8c1', type: 'message', role: 'assistant', status: 'in_progress', content: [] },
  delta: { item_id: 'msg_68a0f2a5e0d48191a8c1', content_index: 0, delta: ' token', logprobs: [] },
};
const callDeltas = {
  type: 'response.function_call_arguments.delta',
  item: { id: 'fc_68a0f2a5e0d48191a8c1', type: 'function_call', name: 'read', call_id: 'call_1', arguments: '' },
  delta: { item_id: 'fc_68a0f2a5e0d48191a8c1', delta: '{"path"' },
};

function completions(): Frames {
  const chunk = (text: string, finish: string | null) => ({
    id: 'cmpl-CXnq2XwYcEwvXy8bXyqQ5gNq0r1aB',
    object: 'text_completion',
    ...common,
    choices: [{ text, index: 0, logprobs: null, finish_reason: finish }],
  });
  return { delta: frame(chunk(' token', null)), end: frame(chunk('', 'stop')) + done };
}

const IMAGE_CHARACTERS = 200_000;

function images(): Frames {
  const image = {
    b64_json: 'iVBORw0KGgoA'.repeat(Math.ceil(IMAGE_CHARACTERS / 12)),
    created_at: common.created,
    size: '1024x1024',
    quality: 'high',
    background: 'opaque',
    output_format: 'png',
  };
  const usage = { input_tokens: 9, output_tokens: 4_160, total_tokens: 4_169 };
  return {
    delta: typed({ type: 'image_generation.partial_image', ...image, partial_image_index: 0 }),
    end: typed({ type: 'image_generation.completed', ...image, usage }),
  };
}

function transcriptions(): Frames {
  const usage = { type: 'duration', seconds: 9 };
  return {
    delta: frame({ type: 'transcript.text.delta', delta: ' token' }),
    end: frame({ type: 'transcript.text.done', text: ' token', usage }) + done,
  };
}

function runs(): Frames {
  const content = [{ index: 0, type: 'text', text: { value: ' token' } }];
  const delta = { id: 'msg_68a0f2a5e0d48191a8c1', object: 'thread.message.delta', delta: { content } };
  const run = { id: 'run_68a0f2a5e0d48191a8c1', object: 'thread.run', status: 'completed' };
  return {
    delta: frame(delta, 'thread.message.delta'),
    end: `${frame(run, 'thread.run.completed')}event: done\n${done}`,
  };
}

const streams: Record<string, (kind: Kind) => Frames> = {
  '/chat/completions': chat,
  '/responses': responses,
  '/completions': completions,
  '/images/generations': images,
  '/audio/transcriptions': transcriptions,
  '/runs': runs,
};

/** What the endpoint at a URL sends. */
export function framesOf(url: string, kind: Kind): Frames {
  const [, stream] = Object.entries(streams).find(([end]) => url.endsWith(end)) ?? [];
  if (!stream) throw new Error(`There is no stream at ${url}.`);
  return stream(kind);
}

/** The answer to a chat that is not streamed. */
export const completion = JSON.stringify({
  ...chatChunk({}),
  object: 'chat.completion',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello!', refusal: null }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 },
});
