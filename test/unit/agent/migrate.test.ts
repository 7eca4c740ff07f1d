import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions/completions';
import type { ResponseCreateParams } from 'openai/resources/responses/responses';
import { toChatCompletionsBody } from '../../../src/agent/models/migrateToChatCompletions.ts';
import { toResponsesBody } from '../../../src/agent/models/migrateToResponses.ts';

const schema = { type: 'object', properties: {}, required: [], additionalProperties: false };
const look = { name: 'look', description: 'Looks.', parameters: schema, strict: true };
const url = 'data:image/png;base64,AAAA';

/** One conversation in both forms. */
const chat: ChatCompletionCreateParams = {
  model: 'gpt-5.2',
  store: false,
  temperature: 0.5,
  prompt_cache_key: 'key',
  metadata: { a: 'b' },
  messages: [
    { role: 'system', content: 'Be brief.' },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'What is this?' },
        { type: 'image_url', image_url: { url, detail: 'low' } },
        { type: 'file', file: { file_id: 'file-1' } },
      ],
    },
    {
      role: 'assistant',
      content: 'I look.',
      tool_calls: [
        { id: 'call_a', type: 'function', function: { name: 'look', arguments: '{}' } },
        { id: 'call_b', type: 'function', function: { name: 'look', arguments: '{"at":1}' } },
      ],
    },
    { role: 'tool', tool_call_id: 'call_a', content: 'A cat' },
    { role: 'tool', tool_call_id: 'call_b', content: 'A dog' },
    { role: 'developer', content: 'Answer in verse.' },
    { role: 'user', content: 'And?' },
  ],
  max_completion_tokens: 100,
  reasoning_effort: 'low',
  verbosity: 'high',
  response_format: { type: 'json_schema', json_schema: { name: 'verse', schema, strict: true } },
  tools: [{ type: 'function', function: look }],
  tool_choice: { type: 'function', function: { name: 'look' } },
};
const responses: ResponseCreateParams = {
  model: 'gpt-5.2',
  store: false,
  temperature: 0.5,
  prompt_cache_key: 'key',
  metadata: { a: 'b' },
  instructions: 'Be brief.',
  input: [
    {
      role: 'user',
      content: [
        { type: 'input_text', text: 'What is this?' },
        { type: 'input_image', image_url: url, detail: 'low' },
        { type: 'input_file', file_id: 'file-1' },
      ],
    },
    { role: 'assistant', content: 'I look.' },
    { type: 'function_call', call_id: 'call_a', name: 'look', arguments: '{}' },
    { type: 'function_call', call_id: 'call_b', name: 'look', arguments: '{"at":1}' },
    { type: 'function_call_output', call_id: 'call_a', output: 'A cat' },
    { type: 'function_call_output', call_id: 'call_b', output: 'A dog' },
    { role: 'developer', content: 'Answer in verse.' },
    { role: 'user', content: 'And?' },
  ],
  max_output_tokens: 100,
  reasoning: { effort: 'low' },
  text: { format: { type: 'json_schema', name: 'verse', schema, strict: true }, verbosity: 'high' },
  tools: [{ type: 'function', ...look }],
  tool_choice: { type: 'function', name: 'look' },
};

describe('a request that changes its API', () => {
  it('is the same in both forms, there and back', () => {
    assert.deepEqual(toResponsesBody(chat), { body: responses, dropped: [] });
    assert.deepEqual(toChatCompletionsBody(responses), { body: chat, dropped: [] });
  });
});

describe('toResponsesBody', () => {
  const convert = (more: object) =>
    toResponsesBody({ model: 'm', messages: [{ role: 'user', content: 'Hi' }], ...more });

  it('stores no more than Chat Completions would have, and keeps functions as lax as they were', () => {
    assert.equal(convert({}).body.store, false);
    const { body } = convert({ tools: [{ type: 'function', function: { name: 'f' } }] });
    const parameters = { type: 'object', properties: {} };
    assert.deepEqual(body.tools, [{ type: 'function', name: 'f', parameters, strict: false }]);
  });

  it('says what has no equivalent, and is silent about defaults', () => {
    const { dropped } = convert({ n: 2, stop: ['x'], seed: 1, logit_bias: { 1: 2 }, presence_penalty: 0.5 });
    assert.deepEqual(
      dropped,
      ['n', 'stop', 'seed', 'logit_bias', 'presence_penalty'].map(
        (name) => `${name}: the Responses API has nothing like it`,
      ),
    );
    assert.deepEqual(convert({ n: 1, stop: null, presence_penalty: 0, modalities: ['text'] }).dropped, []);
    const data = { data: '', format: 'wav' } as const;
    const audio = convert({ messages: [{ role: 'user', content: [{ type: 'input_audio', input_audio: data }] }] });
    assert.deepEqual(audio.dropped, ['messages: the Responses API takes no audio']);
  });

  it('takes the legacy parameters: functions, function_call and its answers, max_tokens', () => {
    const { body } = convert({
      max_tokens: 5,
      functions: [{ name: 'f', parameters: schema }],
      function_call: { name: 'f' },
      messages: [
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{}' } },
        { role: 'function', name: 'f', content: 'done' },
      ],
    });
    assert.deepEqual(body, {
      model: 'm',
      store: false,
      max_output_tokens: 5,
      tools: [{ type: 'function', name: 'f', parameters: schema, strict: false }],
      tool_choice: { type: 'function', name: 'f' },
      input: [
        { role: 'user', content: 'Hi' },
        { type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{}' },
        { type: 'function_call_output', call_id: 'call_1', output: 'done' },
      ],
    });
  });

  it('makes a tool of web_search_options and asks for the same probabilities', () => {
    const approximate = { city: 'Paris' };
    const { body } = convert({
      logprobs: true,
      top_logprobs: 3,
      web_search_options: { search_context_size: 'low', user_location: { type: 'approximate', approximate } },
    });
    assert.deepEqual(body.tools, [
      { type: 'web_search', search_context_size: 'low', user_location: { type: 'approximate', city: 'Paris' } },
    ]);
    assert.deepEqual(body.include, ['message.output_text.logprobs']);
    assert.equal(body.top_logprobs, 3);
  });
});

describe('toChatCompletionsBody', () => {
  it('takes an input of text, and asks a stream for the usage that Responses always tells', () => {
    assert.deepEqual(toChatCompletionsBody({ model: 'm', instructions: 'Be brief.', input: 'Hi', stream: true }), {
      body: {
        model: 'm',
        stream: true,
        stream_options: { include_usage: true },
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'Hi' },
        ],
      },
      dropped: [],
    });
  });

  it('says what only the Responses API has', () => {
    const deprecated = { truncation: 'disabled' } as const;
    const { body, dropped } = toChatCompletionsBody({
      model: 'm',
      previous_response_id: 'resp_1',
      background: true,
      ...deprecated,
      reasoning: { summary: 'auto' },
      include: ['reasoning.encrypted_content', 'file_search_call.results'],
      tools: [{ type: 'web_search' }],
      tool_choice: 'required',
      input: [
        { type: 'reasoning', id: 'rs_1', summary: [] },
        { type: 'item_reference', id: 'msg_1' },
        { role: 'user', content: [{ type: 'input_image', file_id: 'file-1', detail: 'auto' }] },
      ],
    });
    assert.deepEqual(body, { model: 'm', messages: [] });
    assert.deepEqual(dropped, [
      'previous_response_id: Chat Completions has nothing like it',
      'background: Chat Completions has nothing like it',
      'input: Chat Completions has no reasoning',
      'input: Chat Completions has no item_reference',
      'input: Chat Completions takes this input_image in another form only',
      'tools: Chat Completions has no web_search',
      'reasoning.summary: Chat Completions has nothing like it',
      'include: Chat Completions has no file_search_call.results',
    ]);
  });
});
