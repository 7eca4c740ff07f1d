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
  }
  assert.equal(server.requests.length, 0);

  for (const path of ['/models', '/models/', '/models/org%2Fname', '/models/ft:a..b', '/a/b/c-1_2~.x']) {
    assert.deepEqual({ ...(await client.get<object>(path)) }, { id: 'a' });
    assert.equal(server.requests.at(-1)?.url, `/v1${path}?api-version=1`);
  }
});
