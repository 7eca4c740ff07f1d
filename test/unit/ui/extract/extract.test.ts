import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient } from '../../../../src/openai/client.ts';
import { OpenAIError } from '../../../../src/openai/errors.ts';
import { extract, type ExtractRequest } from '../../../../src/ui/extract/extract.ts';
import { isSchemaText, readSchema } from '../../../../src/editor/readSchema.ts';
import { startRawServer } from '../../../support/rawServer.ts';

const schema = {
  name: 'invoice',
  schema: {
    type: 'object',
    properties: { total: { type: 'number' } },
    required: ['total'],
    additionalProperties: false,
  },
};
const request: ExtractRequest = { api: 'responses', model: 'gpt-5.2', text: 'Total: 12.50', schema, strict: true };
const message = (content: object, more: object = {}) => ({
  id: 'resp_1',
  status: 'completed',
  output: [{ type: 'message', role: 'assistant', content: [content] }],
  usage: { input_tokens: 100, output_tokens: 10 },
  ...more,
});
const said = (text: string, more?: object) => message({ type: 'output_text', text }, more);
const choice = (content: string | null, finish_reason: string, more: object = {}) => ({
  choices: [{ index: 0, finish_reason, message: { role: 'assistant', content, refusal: null, ...more } }],
});

async function asked(answer: object, changes: Partial<ExtractRequest> = {}) {
  await using server = await startRawServer((_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer)),
  );
  const client = createClient({ baseURL: `${server.origin}/v1`, apiKey: 'none' });
  const extracted = await extract(client, { ...request, ...changes }, AbortSignal.timeout(30_000));
  const [sent] = server.requests;
  return { extracted, url: sent?.url, body: JSON.parse(sent?.body ?? '') as Record<string, unknown> };
}

void test('Responses is asked for the schema, and its answer is the value', async () => {
  const { extracted, url, body } = await asked(said('{"total":12.5}'));
  assert.equal(url, '/v1/responses');
  assert.deepEqual(body.text, { format: { type: 'json_schema', ...schema, strict: true } });
  assert.deepEqual(body.input, [{ role: 'user', content: 'Total: 12.50' }]);
  assert.ok(extracted.type === 'json');
  assert.deepEqual(extracted.value, { total: 12.5 });
  assert.equal(extracted.call.path, '/responses');
});

void test('Chat Completions is asked for the same', async () => {
  const { extracted, url, body } = await asked(choice('{"total":1}', 'stop'), {
    api: 'chatCompletions',
    strict: false,
  });
  assert.equal(url, '/v1/chat/completions');
  assert.deepEqual(body.response_format, { type: 'json_schema', json_schema: { ...schema, strict: false } });
  assert.ok(extracted.type === 'json');
  assert.deepEqual(extracted.value, { total: 1 });
});

void test('an answer that does not fit is kept, with where it does not', async () => {
  const { extracted } = await asked(said('{"total":"much"}'));
  assert.ok(extracted.type === 'mismatch');
  assert.equal(extracted.text, '{"total":"much"}');
  assert.match(extracted.problem, /"invoice".*#\/total/);
  const { extracted: prose } = await asked(said('I found nothing.'));
  assert.ok(prose.type === 'mismatch');
  assert.match(prose.problem, /is not JSON/);
});

void test('an answer that was cut off says so and is kept', async () => {
  const cut = said('{"tot', { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } });
  const { extracted } = await asked(cut);
  assert.ok(extracted.type === 'mismatch' && extracted.text === '{"tot');
  assert.match(extracted.problem, /limit of its tokens/);
  const { extracted: filtered } = await asked(choice('', 'content_filter'), { api: 'chatCompletions' });
  assert.ok(filtered.type === 'mismatch');
  assert.match(filtered.problem, /content filter/);
});

void test('a refusal stays one in both APIs', async () => {
  const { extracted } = await asked(message({ type: 'refusal', refusal: 'No.' }));
  assert.deepEqual([extracted.type, extracted.type === 'refusal' && extracted.text], ['refusal', 'No.']);
  const chat = await asked(choice(null, 'stop', { refusal: 'Never.' }), { api: 'chatCompletions' });
  assert.ok(chat.extracted.type === 'refusal' && chat.extracted.text === 'Never.');
});

void test('a response that failed is an error', async () => {
  const failed = said('', { status: 'failed', error: { code: 'server_error', message: 'Broken.' } });
  await assert.rejects(asked(failed), (error) => error instanceof OpenAIError && error.message === 'Broken.');
});

void test('a schema file may have comments; what is wrong with another is said with its line', () => {
  const text = '{\n  // of a bill\n  "type": "object",\n  "properties": {},\n}';
  assert.deepEqual(readSchema('bill of sale.schema.json', text), {
    name: 'bill_of_sale',
    schema: { type: 'object', properties: {} },
  });
  assert.throws(() => readSchema('a.json', '{\n\n  "type": }'), /a\.json is no JSON: ValueExpected in line 3/);
  assert.throws(() => readSchema('a.json', '[]'), /a schema is an object/);
  assert.throws(() => readSchema('a.json', '{"name":"x"}'), /neither a "type"/);
  assert.equal(readSchema(`${'x'.repeat(80)}.json`, '{"type":"object"}').name.length, 64);
});

void test('schemas are told from other JSON files', () => {
  assert.ok(isSchemaText('{"$schema":"https://json-schema.org/draft/2020-12/schema"}'));
  assert.ok(isSchemaText('{"type":"object","properties":{}}'));
  assert.ok(!isSchemaText('{"name":"shop","type":"module"}'));
  assert.ok(!isSchemaText('[1]'));
  assert.ok(!isSchemaText('{'));
});

void test('cancelling ends the request with its reason', async () => {
  const cancel = new AbortController();
  await using server = await startRawServer(() => cancel.abort());
  const client = createClient({ baseURL: `${server.origin}/v1`, apiKey: 'none' });
  await assert.rejects(extract(client, request, cancel.signal), (error) => error === cancel.signal.reason);
  assert.equal(server.requests.length, 1);
});
