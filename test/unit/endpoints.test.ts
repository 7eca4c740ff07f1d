// The table of endpoints against the client: every method that sends has a row, and every prepared call is valid by it.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Validator, type Schema } from '@cfworker/json-schema';
import { endpointTable } from '../../scripts/endpoints.mjs';
import { createClient, type Client } from '../../src/openai/client.ts';
import { findEndpoint, type EndpointTable, type JsonSchema } from '../../src/ui/notebook/endpoints.ts';
import { parseMultipart } from '../support/multipart.ts';
import { startRawServer, type RawRequest } from '../support/rawServer.ts';
import { respondWith } from './openai/calls/answer.ts';
import { titleOf, type ApiCall } from './openai/calls/call.ts';
import { apiCalls } from './openai/calls/index.ts';

let json: string;
let table: EndpointTable;
before(async () => {
  json = await endpointTable();
  table = JSON.parse(json) as EndpointTable;
});

/** The paths of the generic methods are made up. */
const calls = apiCalls.filter(({ method }) => !['get', 'post', 'delete'].includes(method));

for (const apiCall of calls) {
  test(titleOf(apiCall), async () => {
    const requests = await requestsOf(apiCall);
    assert.ok(requests.length > 0);
    for (const request of requests) {
      const { pathname, searchParams } = new URL(request.url, 'http://localhost');
      const found = findEndpoint(table.endpoints, request.method, pathname.replace('/v1', ''));
      assert.ok(found, `${request.method} ${pathname} has no row.`);
      const { form, headers, body, query } = found.endpoint;
      for (const [name, value] of Object.entries(headers)) assert.equal(request.headers[name], value);
      const type = request.headers['content-type'] ?? '';
      assert.equal(type.startsWith('multipart/') || type === 'application/sdp', form, type);
      const sent = form
        ? formValues(request, type)
        : request.body === ''
          ? undefined
          : (JSON.parse(request.body) as unknown);
      if (sent !== undefined) assertValid(sent, body ?? { additionalProperties: false });
      assertValid(nested([...searchParams]), query ?? { additionalProperties: false });
    }
  });
}

test('every row is a method of the client, with its documentation', () => {
  assert.ok(table.endpoints.length > 100);
  const client = createClient() as unknown as Record<string, unknown>;
  for (const { name, summary } of table.endpoints) {
    const method = name.split('.').reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], client);
    assert.equal(typeof method, 'function', name);
    assert.ok(summary.length > 10, `${name} has no documentation.`);
  }
});

test('no two rows are the same request', () => {
  const requests = table.endpoints.map(({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`);
  assert.equal(new Set(requests).size, requests.length);
});

test('all that is referred to is there', () => {
  const names = new Set([...json.matchAll(/"#\/definitions\/([^"]+)"/g)].map(([, name]) => name));
  assert.ok(names.size > 100);
  assert.deepEqual(
    [...names].filter((name) => !name || !(name in table.definitions)),
    [],
  );
});

test('open enums suggest, closed ones decide, closed types refuse what they do not know', () => {
  const body = find('POST', '/responses');
  const ask = (more: object) => errorsOf({ model: 'my-own-model', input: 'Hi', ...more }, body);
  assert.match(JSON.stringify(body), /"examples":\["gpt-/);
  assert.deepEqual(ask({}), []);
  assert.deepEqual(ask({ truncation: 'auto', tools: [{ type: 'web_search' }] }), []);
  assert.match(ask({ truncation: 'sometimes' }).join(), /truncation.*"auto","disabled"/s);
  assert.match(ask({ temprature: 1 }).join(), /temprature/);
  assert.match(ask({ temperature: 'hot' }).join(), /string/);
  assert.match(errorsOf({ messages: [] }, find('POST', '/chat/completions')).join(), /model/);
});

test('parameters of the path and of the query are none of the body', () => {
  const create = find('POST', '/threads/{thread_id}/runs');
  const { endpoint } = findEndpoint(table.endpoints, 'POST', '/threads/thread_1/runs') ?? {};
  assert.deepEqual(Object.keys(propertiesOf(endpoint?.query)), ['include']);
  assert.ok(!('include' in propertiesOf(create)) && 'assistant_id' in propertiesOf(create));
  assert.deepEqual(Object.keys(propertiesOf(find('POST', '/threads/{thread_id}/messages/{message_id}'))), ['metadata']);
});

test('a file of a form is said to be one', () => {
  assert.equal(propertiesOf(find('POST', '/audio/transcriptions')).file?.format, 'file');
  const file = { type: 'string', format: 'file' };
  assert.deepEqual(propertiesOf(find('POST', '/images/edits')).image?.anyOf, [file, { type: 'array', items: file }]);
});

test('the table stays small enough to ship', () => {
  assert.ok(json.length < 1_000_000, `${json.length} characters`);
  assert.ok(gzipSync(json).length < 130_000, `${gzipSync(json).length} bytes, compressed`);
});

/** What a call sends; the answers are those of the registry. */
async function requestsOf(apiCall: ApiCall): Promise<readonly RawRequest[]> {
  let answered = 0;
  await using server = await startRawServer((_request, response) => {
    respondWith(apiCall.answers[answered++] ?? apiCall.answers.at(-1) ?? apiCall.answers[0], response);
  });
  const client: Client = createClient({ apiKey: 'sk-test', maxRetries: 0, baseURL: `${server.origin}/v1` });
  await apiCall.call(client);
  return server.requests;
}

function formValues({ bytes, body }: RawRequest, type: string): unknown {
  if (type === 'application/sdp') return { sdp: body };
  return nested(
    parseMultipart(bytes, type).map(({ name, fileName, content }) => [name, fileName ?? content.toString()] as const),
  );
}

/** Fields as the object they stand for: `a[b]=c`, `a[]=b`. Numbers and booleans become what they are, JSON too. */
function nested(fields: readonly (readonly [name: string, value: string])[]): unknown {
  const all: Record<string, unknown> = {};
  for (const [name, text] of fields) {
    const value: unknown = /^(-?\d+(\.\d+)?|true|false|\{.*\})$/s.test(text) ? JSON.parse(text) : text;
    const [key = '', inner] = name.replaceAll(']', '').split('[');
    if (inner === undefined) all[key] = value;
    else if (inner === '') all[key] = [...((all[key] ?? []) as unknown[]), value];
    else all[key] = { ...(all[key] as object | undefined), [inner]: value };
  }
  return all;
}

function find(method: string, path: string): JsonSchema {
  const endpoint = table.endpoints.find((row) => row.method === method && row.path === path);
  assert.ok(endpoint?.body, `${method} ${path}`);
  return endpoint.body;
}

const propertiesOf = (schema: JsonSchema | undefined) => (schema?.properties ?? {}) as Record<string, JsonSchema>;

function errorsOf(value: unknown, schema: JsonSchema): string[] {
  const whole = { ...schema, definitions: table.definitions } as Schema;
  return new Validator(whole, '7', false).validate(value).errors.map(({ error }) => error);
}

const assertValid = (value: unknown, schema: JsonSchema) => assert.deepEqual(errorsOf(value, schema), []);
