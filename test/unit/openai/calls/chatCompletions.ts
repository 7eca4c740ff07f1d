import type { ChatCompletionCreateParamsBase } from 'openai/resources/chat/completions';
import { collect, type ApiCall } from './call.ts';

const model = 'gpt-4o';
const body: Omit<ChatCompletionCreateParamsBase, 'stream'> = {
  model,
  messages: [
    { role: 'developer', content: 'Be brief.' },
    { role: 'user', content: [{ type: 'text', text: 'Grüße 👋' }] },
  ],
};
// Not recommended any more, and accepted still: with a type of the API they could not be written.
const older = { seed: 42, user: 'user-1' };
const functions = {
  functions: [{ name: 'weather', parameters: { type: 'object', properties: {} } }],
  function_call: { name: 'weather' },
  max_tokens: 20,
};
const calling = { function_call: { name: 'weather', arguments: '{}' } };

const everything: Omit<ChatCompletionCreateParamsBase, 'stream'> = {
  ...body,
  temperature: 0.2,
  top_p: 0.9,
  max_completion_tokens: 100,
  presence_penalty: 0.1,
  frequency_penalty: -0.1,
  logit_bias: { '50256': -100 },
  stop: ['\n\n', 'END'],
  ...older,
  response_format: {
    type: 'json_schema',
    json_schema: {
      name: 'order',
      strict: true,
      schema: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'], additionalProperties: false },
    },
  },
  tools: [{ type: 'function', function: { name: 'f', parameters: { type: 'object', properties: {} }, strict: true } }],
  tool_choice: { type: 'function', function: { name: 'f' } },
  parallel_tool_calls: false,
  reasoning_effort: 'low',
  store: true,
  metadata: { topic: 'orders' },
};

const message = { role: 'assistant', content: 'Hello 👋', refusal: null };
const choice = { index: 0, message, logprobs: null, finish_reason: 'stop' };
const usage = { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 };
const completion = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_741_569_952,
  model,
  choices: [choice],
  usage,
};
const chunk = (delta: object, finish_reason: string | null = null, index = 0) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1_741_569_952,
  model,
  choices: [{ index, delta, logprobs: null, finish_reason }],
});
const call = (name: string, args: string) => ({ id: 'call_1', type: 'function', function: { name, arguments: args } });

const creations: readonly ApiCall[] = [
  {
    method: 'chat.completions.create',
    call: (client) => client.chat.completions.create(body),
    answers: [{ json: completion }],
  },
  {
    method: 'chat.completions.create',
    variant: 'with every parameter',
    call: (client) => client.chat.completions.create({ ...everything, stream: false }),
    answers: [
      {
        json: {
          ...completion,
          choices: [
            {
              ...choice,
              message: { ...message, content: null, tool_calls: [call('f', '{}')] },
              finish_reason: 'tool_calls',
            },
          ],
        },
      },
    ],
  },
  {
    method: 'chat.completions.create',
    variant: 'streamed',
    call: async (client) =>
      collect(await client.chat.completions.create({ ...body, stream: true, stream_options: { include_usage: true } })),
    answers: [
      {
        events: [
          chunk({ role: 'assistant', content: '' }),
          chunk({ content: 'Grüße' }),
          chunk({}, 'stop'),
          { ...chunk({}), choices: [], usage },
          '[DONE]',
        ],
      },
    ],
  },
  {
    method: 'chat.completions.create',
    variant: 'several choices and logprobs',
    call: (client) => client.chat.completions.create({ ...body, n: 2, logprobs: true, top_logprobs: 1 }),
    answers: [
      {
        json: {
          ...completion,
          choices: [0, 1].map((index) => ({
            ...choice,
            index,
            logprobs: { content: [{ token: 'Hello', logprob: -0.3, bytes: [72], top_logprobs: [] }], refusal: null },
          })),
        },
      },
    ],
  },
  {
    method: 'chat.completions.create',
    variant: 'several choices, streamed',
    call: async (client) => collect(await client.chat.completions.create({ ...body, n: 2, stream: true })),
    answers: [
      {
        events: [
          chunk({ role: 'assistant', content: 'a' }, null, 0),
          chunk({ role: 'assistant', content: 'b' }, null, 1),
          chunk({}, 'stop', 1),
          chunk({ content: 'c' }, null, 0),
          chunk({}, 'length', 0),
          '[DONE]',
        ],
      },
    ],
  },
  {
    method: 'chat.completions.create',
    variant: 'legacy functions',
    call: (client) =>
      client.chat.completions.create({
        model,
        messages: [
          { role: 'user', content: 'How is the weather?' },
          { role: 'assistant', content: null, ...calling },
          { role: 'function', name: 'weather', content: '{"sun":true}' },
        ],
        ...functions,
      }),
    answers: [
      {
        json: {
          ...completion,
          choices: [
            {
              ...choice,
              message: { ...message, content: null, ...calling },
              finish_reason: 'function_call',
            },
          ],
        },
      },
    ],
  },
  {
    method: 'chat.completions.create',
    variant: 'tool results, images and audio',
    call: (client) =>
      client.chat.completions.create({
        model: 'gpt-4o-audio-preview',
        modalities: ['text', 'audio'],
        audio: { voice: 'alloy', format: 'wav' },
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'What is this?' },
              { type: 'image_url', image_url: { url: 'data:image/png;base64,aGk=', detail: 'low' } },
              { type: 'input_audio', input_audio: { data: 'aGk=', format: 'wav' } },
            ],
          },
          {
            role: 'assistant',
            content: null,
            tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'f', arguments: '{}' } }],
          },
          { role: 'tool', tool_call_id: 'call_1', content: 'done' },
        ],
      }),
    answers: [
      {
        json: {
          ...completion,
          choices: [
            {
              ...choice,
              message: { ...message, audio: { id: 'audio_1', data: 'aGk=', transcript: 'hi', expires_at: 1 } },
            },
          ],
        },
      },
    ],
  },
];

export const chatCompletionsCalls: readonly ApiCall[] = [
  ...creations,
  {
    method: 'chat.completions.retrieve',
    call: (client) => client.chat.completions.retrieve('chatcmpl-1'),
    answers: [{ json: completion }],
  },
  {
    method: 'chat.completions.update',
    call: (client) => client.chat.completions.update('chatcmpl-1', { metadata: { topic: 'Grüße' } }),
    answers: [{ json: { ...completion, metadata: { topic: 'Grüße' } } }],
  },
  {
    method: 'chat.completions.list',
    variant: 'two pages, by metadata',
    call: (client) =>
      collect(client.chat.completions.list({ model, limit: 1, order: 'desc', metadata: { topic: 'Grüße' } })),
    answers: [
      { json: { object: 'list', data: [completion], first_id: 'chatcmpl-1', last_id: 'chatcmpl-1', has_more: true } },
      { json: { object: 'list', data: [{ ...completion, id: 'chatcmpl-0' }], has_more: false } },
    ],
  },
  {
    method: 'chat.completions.delete',
    call: (client) => client.chat.completions.delete('chatcmpl-1'),
    answers: [{ json: { id: 'chatcmpl-1', object: 'chat.completion.deleted', deleted: true } }],
  },
  {
    method: 'chat.completions.messages.list',
    variant: 'two pages',
    call: (client) => collect(client.chat.completions.messages.list('chatcmpl-1', { limit: 1, order: 'asc' })),
    answers: [
      { json: { object: 'list', data: [{ id: 'chatcmpl-1-0', role: 'user', content: 'Hi' }], has_more: true } },
      { json: { object: 'list', data: [{ id: 'chatcmpl-1-1', role: 'user', content: 'So?' }], has_more: false } },
    ],
  },
];
