import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createClient, type Client } from '../../../src/openai/client.ts';
import { OpenAIError, type ErrorKind } from '../../../src/openai/errors.ts';
import { startRawServer } from '../../support/rawServer.ts';

const schema = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    born: {
      type: 'object',
      properties: { year: { type: 'integer' } },
      required: ['year'],
      additionalProperties: false,
    },
  },
  required: ['name', 'born'],
  additionalProperties: false,
};
const open = { type: 'object', properties: { name: { type: 'string' } }, required: [] };
const ada = { name: 'Ada', born: { year: 1815 } };

const completion = (content: string | null, finish_reason = 'stop') => ({
  choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason }],
});
const response = (text: string, more: object = {}) => ({
  status: 'completed',
  output: [{ type: 'message', content: [{ type: 'output_text', text }] }],
  ...more,
});

const chat = (client: Client, used: Record<string, unknown> = schema, strict = true) =>
  client.chat.completions.parse({
    model: 'm',
    messages: [{ role: 'user', content: 'Who?' }],
    response_format: { type: 'json_schema', json_schema: { name: 'person', schema: used, strict } },
  });
const respond = (client: Client, used: Record<string, unknown> = schema, strict = true) =>
  client.responses.parse({
    model: 'm',
    input: 'Who?',
    text: { format: { type: 'json_schema', name: 'person', schema: used, strict } },
  });

/** What comes of a call when this is answered, and how many requests it took. */
async function outcome(answer: unknown, call: (client: Client) => PromiseLike<unknown>) {
  await using server = await startRawServer((_request, reply) => {
    reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  const client = createClient({ apiKey: 'key', baseURL: `${server.origin}/v1`, maxRetries: 0 });
  const result = await Promise.resolve(call(client)).catch((error: unknown) => error);
  return { result, requests: server.requests.length };
}

function assertError(error: unknown, kind: ErrorKind, ...messages: RegExp[]): void {
  assert.ok(error instanceof OpenAIError, String(error));
  assert.equal(error.kind, kind);
  for (const message of messages) assert.match(error.message, message);
}

describe('structured answers', () => {
  it('come parsed from both APIs', async () => {
    const text = JSON.stringify(ada);
    const first = await outcome(completion(text), async (client) => (await chat(client)).choices[0]?.message.parsed);
    assert.deepEqual(first.result, ada);
    const second = await outcome(response(text), async (client) => (await respond(client)).output_parsed);
    assert.deepEqual(second.result, ada);
  });

  it('have the schema’s form, or the error names the place of each fault', async () => {
    const text = JSON.stringify({ name: 7, born: { year: 'then', month: 12 }, more: 1 });
    const faults = [/#\/name: /, /#\/born\/year: /, /#\/born\/month: This does not belong here/, /#\/more: /];
    assertError((await outcome(completion(text), chat)).result, 'protocol', ...faults);
    assertError((await outcome(response(text), respond)).result, 'protocol', ...faults);
    assertError((await outcome(completion('{"name":"Ada"}'), chat)).result, 'protocol', /"born"/);
    assertError((await outcome(completion('Ada, 1815'), chat)).result, 'protocol', /not JSON: Ada, 1815/);
  });

  it('are judged by a schema that is not strict, too', async () => {
    const call = (client: Client) => chat(client, open, false);
    assertError((await outcome(completion('{"name":1}'), call)).result, 'protocol', /#\/name/);
    assert.equal((await outcome(completion('{"other":1}'), call)).result instanceof Error, false);
  });

  it('that were cut off say so', async () => {
    assertError((await outcome(completion('{"na', 'length'), chat)).result, 'protocol', /cut off at the limit/);
    assertError((await outcome(completion('', 'content_filter'), chat)).result, 'contentFilter', /filter/);
    const incomplete = (reason: string) => response('{"na', { status: 'incomplete', incomplete_details: { reason } });
    assertError((await outcome(incomplete('max_output_tokens'), respond)).result, 'protocol', /cut off at the limit/);
    assertError((await outcome(incomplete('content_filter'), respond)).result, 'contentFilter', /filter/);
  });

  it('wait for a response in the background', async () => {
    const queued = response('', { status: 'queued' });
    const { result } = await outcome(queued, async (client) => (await respond(client)).output_parsed);
    assert.equal(result, null);
  });
});

describe('a schema for strict mode', () => {
  it('that breaks its rules is not sent', async () => {
    for (const call of [chat, respond]) {
      const { result, requests } = await outcome({}, (client) => call(client, open));
      assertError(result, 'invalidRequest', /"person"/, /#: "additionalProperties"/, /#\/properties\/name: Every/);
      assert.equal(requests, 0);
    }
  });

  it('is asked of tools as well', async () => {
    const ask = (strict: boolean) => (client: Client) =>
      client.chat.completions.parse({
        model: 'm',
        messages: [],
        tools: [{ type: 'function', function: { name: 'look', parameters: open, strict } }],
      });
    assertError((await outcome({}, ask(true))).result, 'invalidRequest', /"look"/);
    assertError((await outcome({}, ask(false))).result, 'invalidRequest', /"look" must be strict/);
  });

  it('is sent as it is', async () => {
    const before = structuredClone(schema);
    await outcome(completion(JSON.stringify(ada)), chat);
    assert.deepEqual(schema, before);
  });
});
