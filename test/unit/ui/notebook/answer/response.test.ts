import assert from 'node:assert/strict';
import { test } from 'node:test';
import { png, read, readEvents, said } from './read.ts';

const path = '/responses';
const whole = {
  id: 'resp_1',
  object: 'response',
  status: 'incomplete',
  model: 'gpt-5',
  incomplete_details: { reason: 'max_output_tokens' },
  output: [
    { type: 'reasoning', id: 'rs', summary: [{ type: 'summary_text', text: 'Think.' }] },
    { type: 'web_search_call', id: 'ws', status: 'completed', action: { type: 'search', query: 'tea' } },
    {
      type: 'message',
      id: 'm',
      content: [
        {
          type: 'output_text',
          text: 'Green tea.',
          annotations: [{ type: 'url_citation', url: 'https://tea.example/', title: 'Tea' }],
        },
      ],
    },
    { type: 'function_call', id: 'f', call_id: 'c', name: 'boil', arguments: '{"ml":200}', status: 'completed' },
    { type: 'image_generation_call', id: 'i', result: png, revised_prompt: 'A cup' },
  ],
  usage: { input_tokens: 9, output_tokens: 7, output_tokens_details: { reasoning_tokens: 4 } },
};

test('a response: reasoning, tools, text with citations, calls, images, and why it is incomplete', async () => {
  const result = await read({ path, request: { model: 'gpt-5' }, answer: whole });
  const parts = said(result);
  assert.deepEqual(parts.slice(0, -1), [
    { kind: 'text', role: 'reasoning', text: 'Think.' },
    {
      kind: 'toolCall',
      name: 'web_search',
      type: 'web_search',
      arguments: '{"type":"search","query":"tea"}',
      status: 'completed',
    },
    { kind: 'text', role: 'answer', text: 'Green tea.', citations: [{ title: 'Tea', url: 'https://tea.example/' }] },
    { kind: 'toolCall', name: 'boil', type: 'function', arguments: '{"ml":200}', status: 'completed' },
    { kind: 'image', mimeType: 'image/png', base64: png, caption: 'A cup' },
  ]);
  const last = parts.at(-1);
  assert.match(last?.kind === 'text' ? last.text : '', /limit of tokens/);
  assert.equal(result.answer?.usage?.reasoningTokens, 4);
});

test('events grow the same parts, and the value is the response at the end', async () => {
  const message = { type: 'message', id: 'm', content: [] };
  const result = await readEvents(path, [
    { type: 'response.created', response: { id: 'resp_1', status: 'in_progress', output: [] } },
    { type: 'response.output_item.added', output_index: 0, item: { type: 'reasoning', id: 'rs', summary: [] } },
    { type: 'response.reasoning_summary_text.delta', output_index: 0, summary_index: 0, delta: 'Thi' },
    { type: 'response.reasoning_summary_text.delta', output_index: 0, summary_index: 0, delta: 'nk.' },
    { type: 'response.output_item.added', output_index: 1, item: { type: 'web_search_call', id: 'ws' } },
    { type: 'response.web_search_call.searching', output_index: 1 },
    { type: 'response.output_item.added', output_index: 2, item: message },
    {
      type: 'response.content_part.added',
      output_index: 2,
      content_index: 0,
      part: { type: 'output_text', text: '', annotations: [] },
    },
    { type: 'response.output_text.delta', output_index: 2, content_index: 0, delta: 'Green ' },
    { type: 'response.output_text.delta', output_index: 2, content_index: 0, delta: 'tea.' },
    {
      type: 'response.output_text.annotation.added',
      output_index: 2,
      content_index: 0,
      annotation: { type: 'url_citation', url: 'https://tea.example/', title: 'Tea' },
    },
    {
      type: 'response.output_item.added',
      output_index: 3,
      item: { type: 'function_call', name: 'boil', arguments: '' },
    },
    { type: 'response.function_call_arguments.delta', output_index: 3, delta: '{"ml":' },
    { type: 'response.function_call_arguments.delta', output_index: 3, delta: '200}' },
    { type: 'response.output_item.added', output_index: 4, item: { type: 'image_generation_call', id: 'i' } },
    { type: 'response.image_generation_call.partial_image', output_index: 4, partial_image_b64: png },
    { type: 'response.incomplete', response: whole },
  ]);
  assert.equal(result.error, undefined);
  assert.deepEqual(result.answer?.value, whole);
  assert.equal(result.answer.usage?.inputTokens, 9);
});

test('what has come is shown before the end, and a stream that is cut keeps it', async () => {
  const result = await readEvents(path, [
    { type: 'response.created', response: { id: 'resp_1', status: 'in_progress', output: [] } },
    { type: 'response.output_item.added', output_index: 0, item: { type: 'message', content: [] } },
    { type: 'response.output_text.delta', output_index: 0, content_index: 0, delta: 'Green ' },
    { type: 'response.refusal.delta', output_index: 0, content_index: 1, delta: 'No ' },
    { type: 'response.refusal.delta', output_index: 0, content_index: 1, delta: 'more.' },
    { type: 'response.code_interpreter_call_code.delta', output_index: 1, delta: 'print' },
    { type: 'response.code_interpreter_call.interpreting', output_index: 1 },
    { type: 'response.image_generation_call.partial_image', output_index: 2, partial_image_b64: png },
  ]);
  assert.equal((result.error as Error).name, 'OpenAIError');
  assert.deepEqual(result.shown.at(-1), [
    { kind: 'text', role: 'answer', text: 'Green ' },
    { kind: 'text', role: 'refusal', text: 'No more.' },
    {
      kind: 'toolCall',
      name: 'code_interpreter',
      type: 'code_interpreter',
      arguments: 'print',
      status: 'interpreting',
    },
    { kind: 'image', mimeType: 'image/png', base64: png, partial: true },
  ]);
});

test('a response that fails is an error of the server; a far index makes no long list', async () => {
  const failed = await readEvents(path, [
    { type: 'response.output_text.delta', output_index: 1e9, content_index: 1e9, delta: 'Hm' },
    { type: 'response.failed', response: { status: 'failed', error: { code: 'server_error', message: 'Broken.' } } },
  ]);
  assert.equal((failed.error as Error).message, 'Broken.');
  assert.deepEqual(failed.shown[0], [
    { kind: 'text', role: 'answer', text: 'Hm' },
    { kind: 'text', role: 'plain', text: 'The response failed: Broken.', streaming: true },
  ]);
});

test('items without a whole response at the end are put together', async () => {
  const { answer } = await readEvents(path, [
    {
      type: 'response.output_item.done',
      output_index: 0,
      item: { type: 'message', content: [{ type: 'output_text', text: 'A' }] },
    },
    { type: 'response.completed', response: { id: 'r', status: 'completed', output: [] } },
  ]);
  assert.deepEqual(answer?.value, {
    id: 'r',
    status: 'completed',
    output: [{ type: 'message', content: [{ type: 'output_text', text: 'A' }] }],
  });
});
