import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { test } from 'node:test';
import { createClient } from '../../../src/openai/client.ts';
import { OpenAIError } from '../../../src/openai/errors.ts';
import { Page } from '../../../src/openai/pages.ts';
import { Transport } from '../../../src/openai/transport.ts';
import { startRawServer } from '../../support/rawServer.ts';

const KEY = 'sk-very-secret-0123456789';

test('a redirect is an error, and the key goes nowhere else', async () => {
  await using elsewhere = await startRawServer((_request, response) => response.end('{}'));
  for (const status of [301, 302, 307, 308]) {
    await using server = await startRawServer((_request, response) =>
      response.writeHead(status, { location: `${elsewhere.origin}/v1/models` }).end(),
    );
    await assert.rejects(async () => createClient({ baseURL: server.origin, apiKey: KEY }).models.list(), {
      kind: 'protocol',
      message: new RegExp(`redirects to ${elsewhere.origin}`),
    });
    assert.equal(server.requests.length, 1);
  }
  assert.equal(elsewhere.requests.length, 0);
});

test('without a key no Authorization is sent', async () => {
  await using server = await startRawServer((_request, response) => response.end('{"data":[]}'));
  await createClient({ baseURL: server.origin }).models.list();
  await createClient({ baseURL: server.origin, apiKey: () => Promise.resolve(undefined) }).models.list();
  assert.deepEqual(
    server.requests.map(({ headers }) => headers.authorization),
    [undefined, undefined],
  );
});

test('a key that cannot be read is an error of kind auth, and nothing is sent', async () => {
  await using server = await startRawServer((_request, response) => response.end('{}'));
  const cause = new Error('The keychain is locked');
  const client = createClient({ baseURL: server.origin, apiKey: () => Promise.reject(cause) });
  await assert.rejects(async () => client.models.list(), { kind: 'auth', cause });
  assert.equal(server.requests.length, 0);
});

test('a key never stands in an error, even when the server repeats it', async () => {
  await using server = await startRawServer((_request, response) =>
    response.writeHead(401).end(JSON.stringify({ error: { message: `Bad key ${KEY}`, code: KEY } })),
  );
  const error = await createClient({ baseURL: server.origin, apiKey: KEY })
    .models.list()
    .catch((reason: unknown) => reason);
  assert.ok(error instanceof OpenAIError);
  assert.equal(error.message, 'Bad key [key]');
  assert.ok(!inspect(error, { depth: 9, showHidden: true }).includes(KEY));
});

test('a key that no header can carry is an error without the key in it', async () => {
  await using server = await startRawServer((_request, response) => response.end('{}'));
  const apiKey = `${KEY}\u2028\n`;
  const error = await createClient({ baseURL: server.origin, apiKey })
    .models.list()
    .catch((reason: unknown) => reason);
  assert.ok(error instanceof OpenAIError);
  assert.equal(error.kind, 'invalidRequest');
  assert.ok(!inspect(error, { depth: 9, showHidden: true }).includes(KEY));
});

test('a client shows nothing of its key when it is printed', () => {
  const transport = new Transport({ apiKey: KEY });
  assert.ok(!inspect(transport, { depth: 9, showHidden: true }).includes(KEY));
  assert.ok(!JSON.stringify(transport).includes(KEY));
});

test('the query of a base URL goes with every request', async () => {
  await using server = await startRawServer((_request, response) => response.end('{"data":[],"output":[]}'));
  const client = createClient({ baseURL: `${server.origin}/openai?api-version=1`, headers: { 'api-key': 'k' } });
  await client.models.list();
  await client.responses.retrieve('r', { starting_after: 2 });
  assert.deepEqual(
    server.requests.map(({ url }) => url),
    ['/openai/models?api-version=1', '/openai/responses/r?api-version=1&starting_after=2'],
  );
  assert.equal(server.requests[0]?.headers['api-key'], 'k');
});

test('a base URL that is none is refused when the client is made', () => {
  for (const baseURL of ['', 'api.openai.com', 'ftp://example.com', 'file:///etc/passwd']) {
    assert.throws(() => createClient({ baseURL }), { kind: 'invalidRequest' });
  }
});

test('an answer that is no JSON is an error of kind protocol', async () => {
  await using server = await startRawServer((_request, response) => response.end('<html><title>Log in</title></html>'));
  await assert.rejects(async () => createClient({ baseURL: server.origin }).models.list(), {
    kind: 'protocol',
    message: 'The server answered with a web page instead of JSON: Log in',
  });
});

test('a server that does not speak HTTP is an error of kind protocol, made once', async () => {
  await using server = await startRawServer((_request, response) => response.socket?.end('220 smtp ready\r\n'));
  await assert.rejects(async () => createClient({ baseURL: server.origin }).models.list(), { kind: 'protocol' });
  assert.equal(server.requests.length, 1);
});

test('an answer that breaks off is an error of kind network', async () => {
  await using server = await startRawServer((_request, response) =>
    response.writeHead(200, { 'content-length': '100' }).write('{"data":[', () => response.socket?.destroy()),
  );
  await assert.rejects(async () => createClient({ baseURL: server.origin }).models.list(), { kind: 'network' });
});

test('requests in a row use one connection', async () => {
  await using server = await startRawServer((_request, response) => response.end('{"data":[]}'));
  const client = createClient({ baseURL: server.origin });
  for (let turn = 0; turn < 5; turn++) {
    await client.models.list();
    // undici looks whether the socket still lives before it uses it again.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.equal(server.connections(), 1);
});

test('a list goes on through its pages, and each page can be asked for the next', async () => {
  const pages = [
    { data: [{ id: 'a' }, { id: 'b' }], has_more: true },
    { data: [{ id: 'c' }], has_more: true },
    { data: [], has_more: false },
  ];
  await using server = await startRawServer((_request, response) =>
    response.end(JSON.stringify({ object: 'list', ...pages[server.requests.length - 1] })),
  );
  const transport = new Transport({ baseURL: server.origin });
  const ids: string[] = [];
  for await (const { id } of transport.list<{ id: string }>({ method: 'GET', path: '/files', query: { limit: 2 } })) {
    ids.push(id);
  }
  assert.deepEqual(ids, ['a', 'b', 'c']);
  assert.deepEqual(
    server.requests.map(({ url }) => url),
    ['/files?limit=2', '/files?limit=2&after=b', '/files?limit=2&after=c'],
  );
  server.requests.length = 0;
  const first = await transport.list<{ id: string }>({ method: 'GET', path: '/files' });
  assert.ok(first instanceof Page);
  assert.deepEqual((await first.getNextPage()).data, [{ id: 'c' }]);
});

test('bytes are a standard Response', async () => {
  await using server = await startRawServer((_request, response) => response.end(Buffer.from([0, 255, 10])));
  const { body, status } = await new Transport({ baseURL: server.origin }).bytes({ method: 'GET', path: '/content' });
  assert.equal(status, 200);
  assert.deepEqual(new Uint8Array(await new Response(body).arrayBuffer()), new Uint8Array([0, 255, 10]));
});
