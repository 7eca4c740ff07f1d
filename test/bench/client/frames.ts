// The events of each streaming endpoint, shaped as OpenAI sends them.

/** An event that comes many times, and what ends the stream, both as they are on the wire. */
export interface Frames {
  delta: string;
  end: string;
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
  return {
    delta: frame(chatChunk(kind === 'tools' ? call : { content: ' token' })),
    end: frame(chatChunk({}, 'stop')) + done,
  };
}

function responses(kind: Kind): Frames {
  const delta = { sequence_number: 4_242, output_index: 0, obfuscation: 'x8Yq2Lw' };
  const text = { item_id: 'msg_68a0f2a5e0d48191a8c1', content_index: 0, delta: ' token', logprobs: [] };
  const tools = { item_id: 'fc_68a0f2a5e0d48191a8c1', delta: '{"path"' };
  return {
    delta:
      kind === 'tools'
        ? typed({ type: 'response.function_call_arguments.delta', ...delta, ...tools })
        : typed({ type: 'response.output_text.delta', ...delta, ...text }),
    end: typed({ type: 'response.completed', sequence_number: 9, response: { object: 'response', output: [] } }),
  };
}

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
