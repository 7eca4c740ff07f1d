import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readApiRequest, type WrittenRequest } from '../../../../src/ui/apiTools/apiRequest.ts';

const profile = { name: 'OpenAI', baseURL: 'https://api.openai.com/v1' };
const read = (written: Partial<WrittenRequest> & { path: string }) =>
  readApiRequest({ method: 'GET', query: null, body: null, ...written }, profile);

test('a path is below the base URL, however it is written', () => {
  for (const path of ['/files', '/v1/files', 'https://api.openai.com/v1/files'])
    assert.equal(read({ path }).path, '/files', path);
  assert.deepEqual(read({ path: '/files?limit=2&order=asc', query: { limit: 3 } }).query, { limit: 3, order: 'asc' });
  assert.deepEqual(read({ path: '/vector_stores' }).headers, { 'openai-beta': 'assistants=v2' });
});

test('no path leads elsewhere', () => {
  for (const path of [
    'https://evil.example/v1/files',
    'https://api.openai.com.evil.example/v1/files',
    'https://api.openai.com@evil.example/v1/files',
    'https://api.openai.com/v2/files',
    'https://api.openai.com/v1/../admin',
    'http://api.openai.com/v1/files',
    '//evil.example',
    '/\\evil.example',
    '/..',
    '/files/%2E%2e/x',
    '/files/%252e%252e/x',
    '/a b',
    '/a\nb',
    'files',
    '',
  ])
    assert.throws(() => read({ path }), Error, path);
});

test('only a POST has a body', () => {
  assert.deepEqual(read({ method: 'POST', path: '/batches/b/cancel' }).body, {});
  assert.throws(() => read({ path: '/files', body: {} }), /A GET has no body/);
  assert.throws(() => read({ method: 'DELETE', path: '/files/f', body: {} }), /A DELETE has no body/);
});

test('what deletes, or changes more than a model’s answer, is covered by no earlier approval', () => {
  const why = (method: WrittenRequest['method'], path: string) => read({ method, path }).why !== undefined;
  assert.ok(why('DELETE', '/files/f'));
  for (const path of ['/organization/admin_api_keys', '/fine_tuning/jobs', '/batches', '/responses/r/cancel'])
    assert.ok(why('POST', path), path);
  assert.ok(!why('GET', '/organization/users'));
  assert.ok(!why('POST', '/embeddings'));
});
