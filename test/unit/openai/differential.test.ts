// What the calls of every method do not cover: errors, ids, headers, base URLs, request ids.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI, { APIError } from 'openai';
import { createClient, type Client } from '../../../src/openai/client.ts';
import { OpenAIError } from '../../../src/openai/errors.ts';
import { startRawServer, type RawRequest, type Respond } from '../../support/rawServer.ts';
import { collect } from './calls/call.ts';

const options = { apiKey: 'sk-test', organization: 'org-1', project: 'proj-1', maxRetries: 0 };

/** Headers a server acts on. The official SDK sends more, about itself. */
const HEADERS = [
  'authorization',
  'openai-organization',
  'openai-project',
  'content-type',
  'accept',
  'openai-beta',
  'x-extra',
];

const arrived = ({ method, url, headers, body }: RawRequest) => ({
  method,
  url,
  headers: Object.fromEntries(HEADERS.map((name) => [name, headers[name]])),
  body: body === '' ? undefined : (JSON.parse(body) as unknown),
});

/** Does the same with the official SDK and with ours, on the same server: what arrived and what came back must be the same. */
async function compare(
  call: (client: Client) => Promise<unknown>,
  respond: Respond,
  basePath = '/v1',
): Promise<unknown> {
  await using server = await startRawServer(respond);
  const baseURL = server.origin + basePath;
  const official = new OpenAI({ ...options, baseURL }) as unknown as Client;
  const both = [official, createClient({ ...options, baseURL })];
  const seen: { requests: unknown[]; result: unknown }[] = [];
  for (const client of both) {
    server.requests.length = 0;
    const result = await call(client).catch((error: unknown) => comparableError(error));
    seen.push({ requests: server.requests.map(arrived), result: structuredClone(result) });
  }
  assert.ok((seen[0]?.requests.length ?? 0) > 0);
  assert.deepEqual(seen[1], seen[0]);
  return seen[1]?.result;
}

function comparableError(error: unknown): unknown {
  if (error instanceof OpenAIError) return { status: error.status, requestId: error.requestId };
  if (error instanceof APIError) {
    return { status: error.status as number | undefined, requestId: error.requestID ?? undefined };
  }
  throw error;
}

const json =
  (body: unknown, status = 200): Respond =>
  (_request, response) =>
    response
      .writeHead(status, { 'content-type': 'application/json', 'x-request-id': 'req_42' })
      .end(JSON.stringify(body));

test('models.list, awaited and iterated', async () => {
  const list = { object: 'list', data: [{ id: 'a' }, { id: 'b' }] };
  await compare(async (client) => {
    const page = await client.models.list();
    return { object: page.object, data: page.data, more: page.hasNextPage() };
  }, json(list));
  assert.deepEqual(await compare((client) => collect(client.models.list()), json(list)), list.data);
});

test('models.retrieve and delete, with an id that needs encoding', async () => {
  for (const id of ['gpt-x', 'ft:gpt-x:org::abc', 'org/model name?#%', 'é']) {
    await compare((client) => client.models.retrieve(id), json({ id }));
    await compare((client) => client.models.delete(id), json({ id, deleted: true }));
  }
});

test('an id that would be another path is refused before anything is sent', async () => {
  await using server = await startRawServer(json({}));
  const client = createClient({ baseURL: server.origin });
  for (const id of ['', '.', '..', '%2e%2E']) {
    await assert.rejects(async () => client.models.retrieve(id), { kind: 'invalidRequest' });
  }
  assert.equal(server.requests.length, 0);
});

test('responses.delete has no result', async () => {
  await using server = await startRawServer(json({ deleted: true }));
  const results: unknown[] = await Promise.all([createClient({ baseURL: server.origin }).responses.delete('resp_1')]);
  assert.deepEqual(results, [undefined]);
  assert.deepEqual(
    server.requests.map(({ method, url }) => `${method} ${url}`),
    ['DELETE /responses/resp_1'],
  );
});

test('headers of a request are added', async () => {
  await compare(
    (client) => client.models.list({ headers: { 'x-extra': '1' } }).then(({ data }) => data),
    json({ data: [] }),
  );
});

test('a base URL with a slash at its end', async () => {
  await compare((client) => client.models.retrieve('a'), json({ id: 'a' }), '/v1/');
});

for (const status of [400, 401, 403, 404, 409, 422, 429, 500, 503]) {
  test(`the error of a ${status}`, async () => {
    await compare(
      (client) => client.models.retrieve('a'),
      json({ error: { message: 'What went wrong', type: 'a_type', code: 'a_code' } }, status),
    );
  });
}

test('withResponse has data, response and request id; the data knows its request id', async () => {
  await compare(
    async (client) => {
      const { data, response: raw, request_id } = await client.models.retrieve('a').withResponse();
      const own = (data as { _request_id?: string | null })._request_id;
      return { data: { ...data }, status: raw.status, request_id, own };
    },
    json({ id: 'a' }),
  );
});

test('the key callback is asked, and its key is sent', async () => {
  await using server = await startRawServer(json({ id: 'a' }));
  const apiKey = () => Promise.resolve('from-callback');
  for (const client of [
    new OpenAI({ apiKey, baseURL: server.origin }),
    createClient({ apiKey, baseURL: server.origin }),
  ]) {
    await client.models.retrieve('a');
    assert.equal(server.requests.at(-1)?.headers.authorization, 'Bearer from-callback');
  }
});
