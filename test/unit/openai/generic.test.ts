import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient } from '../../../src/openai/client.ts';
import { startRawServer } from '../../support/rawServer.ts';

test('a path stays below the base URL; anything else is refused before anything is sent', async () => {
  await using server = await startRawServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"a"}'),
  );
  const client = createClient({ baseURL: `${server.origin}/v1?api-version=1` });
  for (const path of [
    '',
    '/',
    'models',
    `${server.origin}/v1/models`,
    '//elsewhere.example/models',
    '/..',
    '/../models',
    '/models/./a',
    '/models/%2e%2E/a',
    '/models/%252e%252e/a',
    '/models/a%2f..%2fb',
    '/models/a%5c..',
    '/models\\..\\a',
    '/models?limit=1',
    '/models#a',
    '/mod els',
    '/models/%zz',
    '/models\r\nhost: x',
  ]) {
    for (const method of ['get', 'post', 'delete'] as const)
      assert.throws(() => client[method](path), { name: 'OpenAIError', kind: 'invalidRequest' }, path);
    assert.throws(() => client.request({ method: 'GET', path }), { name: 'OpenAIError', kind: 'invalidRequest' }, path);
  }
  assert.equal(server.requests.length, 0);

  for (const path of ['/models', '/models/', '/models/org%2Fname', '/models/ft:a..b', '/a/b/c-1_2~.x']) {
    assert.deepEqual({ ...(await client.get<object>(path)) }, { id: 'a' });
    assert.equal(server.requests.at(-1)?.url, `/v1${path}?api-version=1`);
  }
});

test('a raw request sends JSON or a form and is answered with the response itself', async () => {
  await using server = await startRawServer((_request, response) =>
    response.writeHead(201, { 'content-type': 'audio/mpeg', 'x-request-id': 'req_1' }).end('sound'),
  );
  const client = createClient({ baseURL: `${server.origin}/v1`, apiKey: 'sk-test' });
  const headers = { 'openai-beta': 'assistants=v2' };
  const answer = await client.request({ method: 'POST', path: '/a', query: { n: 1 }, body: { b: true }, headers });
  assert.equal(answer.status, 201);
  assert.equal(answer.headers.get('x-request-id'), 'req_1');
  assert.equal(await answer.text(), 'sound');
  const json = server.requests.at(-1);
  assert.equal(json?.url, '/v1/a?n=1');
  assert.equal(json.headers['openai-beta'], 'assistants=v2');
  assert.equal(json.headers.authorization, 'Bearer sk-test');
  assert.equal(json.body, '{"b":true}');

  await (
    await client.request({ method: 'POST', path: '/a', form: { model: 'm', file: new File(['x'], 'x.txt') } })
  ).text();
  const form = server.requests.at(-1);
  assert.match(form?.headers['content-type'] ?? '', /^multipart\/form-data; boundary=/);
  assert.match(form?.body ?? '', /name="model"\r\n\r\nm\r\n/);
});
