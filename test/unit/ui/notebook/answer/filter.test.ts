import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OpenAIError } from '../../../../../src/openai/errors.ts';
import { createClient } from '../../../../../src/openai/client.ts';
import { errorPart } from '../../../../../src/ui/notebook/failedResult.ts';
import { startRawServer } from '../../../../support/rawServer.ts';
import { png, read, readEvents, type Read } from './read.ts';

const safe = { filtered: false, severity: 'safe' };
const prompt = { hate: safe, jailbreak: { filtered: false, detected: true } };
const answer = { violence: { filtered: true, severity: 'high' } };
const rows = [
  ['prompt', 'hate', 'safe', 'no'],
  ['prompt', 'jailbreak', 'detected', 'no'],
  ['answer', 'violence', 'high', 'yes'],
];

function filterOf({ answer: found }: Read) {
  const table = found?.parts.find((part) => part.kind === 'table' && part.label === 'Content filter');
  assert.ok(table?.kind === 'table');
  return table.rows;
}

test('what Azure’s filter found in a chat completion is a table of its categories', async () => {
  const choice = { index: 0, finish_reason: 'stop', content_filter_results: answer, message: { content: 'Hm.' } };
  const result = await read({
    path: '/chat/completions',
    request: {},
    answer: {
      choices: [choice, { ...choice, index: 1 }],
      prompt_filter_results: [{ prompt_index: 0, content_filter_results: prompt }],
    },
  });
  assert.deepEqual(filterOf(result), rows);
  assert.deepEqual(
    result.answer?.parts.map(({ kind }) => kind),
    ['text', 'text', 'table', 'json'],
  );
  const plain = await read({
    path: '/chat/completions',
    request: {},
    answer: { choices: [choice].map(withoutFilter) },
  });
  assert.ok(plain.answer?.parts.every(({ kind }) => kind !== 'table'));
});

const withoutFilter = ({ message, index }: { message: object; index: number }) => ({ message, index });

test('the chunks of Azure: an empty first one with the prompt’s results, then what was found in the text so far', async () => {
  const chunk = (rest: object) => ({
    id: 'c1',
    object: 'chat.completion.chunk',
    model: 'gpt-4o',
    choices: [{ index: 0, delta: {}, ...rest }],
  });
  const first = {
    id: '',
    object: '',
    model: '',
    choices: [],
    prompt_filter_results: [{ prompt_index: 0, content_filter_results: prompt }],
  };
  const result = await readEvents('/chat/completions', [
    first,
    chunk({ delta: { content: 'Hm' }, content_filter_results: { violence: safe } }),
    chunk({ content_filter_results: answer, finish_reason: 'content_filter' }),
    '[DONE]',
  ]);
  assert.deepEqual(filterOf(result), rows);
  assert.equal(result.answer?.model, 'gpt-4o');
  const { id, object } = result.answer.value as { id: string; object: string };
  assert.deepEqual([id, object], ['c1', 'chat.completion']);
  const end = result.answer.parts[1];
  assert.match(end?.kind === 'text' ? end.text : '', /content filter kept the rest back\. Say it in other words/);
});

test('responses and images of Azure have theirs elsewhere', async () => {
  const response = {
    id: 'r',
    object: 'response',
    status: 'completed',
    output: [{ type: 'message', content: [{ type: 'output_text', text: 'Hm.' }] }],
    content_filters: [
      { blocked: false, source_type: 'prompt', content_filter_results: prompt },
      { blocked: true, source_type: 'completion', content_filter_results: answer },
    ],
  };
  assert.deepEqual(filterOf(await read({ path: '/responses', request: {}, answer: response })), rows);
  assert.deepEqual(filterOf(await readEvents('/responses', [{ type: 'response.completed', response }])), rows);
  const image = { b64_json: png, prompt_filter_results: prompt, content_filter_results: answer };
  assert.deepEqual(
    filterOf(await read({ path: '/images/generations', request: {}, answer: { created: 1, data: [image] } })),
    rows,
  );
  const failed = await readEvents('/responses', [
    { type: 'response.failed', response: { ...response, error: { code: 'content_filter', message: 'Stopped.' } } },
  ]);
  const { kind, message } = failed.error as OpenAIError;
  assert.deepEqual([kind, message], ['contentFilter', 'Stopped. Filtered: violence (high).']);
});

test('an error of the filter names its categories and what to do', async () => {
  const error = {
    code: 'content_filter',
    message: 'The prompt was filtered.',
    innererror: { code: 'ResponsibleAIPolicyViolation', content_filter_result: answer },
  };
  await using server = await startRawServer((_request, response) =>
    response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ error })),
  );
  const client = createClient({ baseURL: `${server.origin}/v1`, apiKey: 'sk-test' });
  await assert.rejects(client.request({ method: 'POST', path: '/responses', body: {} }), (caught) => {
    const { title, text } = errorPart(caught);
    assert.equal(title, 'The content filter stopped the answer');
    assert.equal(text, 'The prompt was filtered. Filtered: violence (high). Say it in other words.');
    return true;
  });
});
