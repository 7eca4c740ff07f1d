import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ServerResponse } from 'node:http';
import { createClient } from '../../../src/openai/client.ts';
import { OpenAIError } from '../../../src/openai/errors.ts';
import { retryDelayMs } from '../../../src/openai/retry.ts';
import type { ClientOptions, RetryNotice } from '../../../src/openai/transport.ts';
import { startRawServer } from '../../support/rawServer.ts';

const models = JSON.stringify({ object: 'list', data: [{ id: 'a' }] });

/** Lists models on a server that gives these answers, one for each attempt; the last one again and again. */
async function listWith(
  answers: ((response: ServerResponse) => unknown)[],
  options: ClientOptions & { signal?: AbortSignal; onRetry?: (notice: RetryNotice) => void } = {},
) {
  const { signal, onRetry, ...clientOptions } = options;
  await using server = await startRawServer((_request, response) => {
    answers[Math.min(server.requests.length, answers.length) - 1]?.(response);
  });
  const notices: RetryNotice[] = [];
  const outcome = await createClient({ baseURL: server.origin, apiKey: 'key', ...clientOptions })
    .models.list({
      signal,
      onRetry: (notice) => {
        notices.push(notice);
        onRetry?.(notice);
      },
    })
    .then(
      ({ data }) => data.map(({ id }) => id),
      (error: unknown) => error,
    );
  return { outcome, notices, attempts: server.requests.length };
}

const ok = (response: ServerResponse) => response.end(models);
const fail =
  (status: number, headers: Record<string, string> = {}, body: unknown = {}) =>
  (response: ServerResponse) =>
    response.writeHead(status, { 'retry-after-ms': '1', ...headers }).end(JSON.stringify(body));

for (const status of [408, 409, 429, 500, 502, 503, 529]) {
  test(`${status} is tried again`, async () => {
    const { outcome, attempts, notices } = await listWith([fail(status), ok]);
    assert.deepEqual(outcome, ['a']);
    assert.equal(attempts, 2);
    assert.equal(notices[0]?.attempt, 1);
    assert.equal(notices[0].delayMs, 1);
  });
}

for (const status of [400, 401, 403, 404, 422]) {
  test(`${status} is not tried again`, async () => {
    const { outcome, attempts } = await listWith([fail(status), ok]);
    assert.ok(outcome instanceof OpenAIError);
    assert.equal(attempts, 1);
  });
}

test('two retries are made by default, then the error is the last one', async () => {
  const { outcome, attempts, notices } = await listWith([fail(500)]);
  assert.equal((outcome as OpenAIError).status, 500);
  assert.equal(attempts, 3);
  assert.deepEqual(
    notices.map(({ attempt }) => attempt),
    [1, 2],
  );
});

test('maxRetries: 0 makes one attempt', async () => {
  assert.equal((await listWith([fail(500)], { maxRetries: 0 })).attempts, 1);
});

test('x-should-retry decides, both ways', async () => {
  assert.equal((await listWith([fail(500, { 'x-should-retry': 'false' })])).attempts, 1);
  assert.deepEqual((await listWith([fail(400, { 'x-should-retry': 'true' }), ok])).outcome, ['a']);
});

test('a used-up quota is not tried again, even when the server would', async () => {
  const body = { error: { message: 'You exceeded your quota', code: 'insufficient_quota' } };
  const { outcome, attempts } = await listWith([fail(429, { 'x-should-retry': 'true' }, body), ok]);
  assert.equal((outcome as OpenAIError).kind, 'quota');
  assert.equal(attempts, 1);
});

test('a broken connection is tried again', async () => {
  const { outcome, attempts } = await listWith([(response) => response.socket?.destroy(), ok]);
  assert.deepEqual(outcome, ['a']);
  assert.equal(attempts, 2);
});

test('a server that refuses connections is tried again, then an error of kind network', async () => {
  const server = await startRawServer(() => undefined);
  await server.close();
  const notices: RetryNotice[] = [];
  const client = createClient({ baseURL: server.origin, maxRetries: 1 });
  await assert.rejects(async () => client.models.list({ onRetry: (notice) => notices.push(notice) }), {
    kind: 'network',
    code: 'ECONNREFUSED',
  });
  assert.equal(notices.length, 1);
});

test('an answer that is late for its first byte is tried again', async () => {
  const { outcome, attempts } = await listWith([() => undefined, ok], { timeoutMs: 50 });
  assert.deepEqual(outcome, ['a']);
  assert.equal(attempts, 2);
});

test('a wait beyond maxRetryWaitMs ends the request and says when to come back', async () => {
  const headers = { 'retry-after-ms': '', 'retry-after': '125' };
  const { outcome, attempts } = await listWith([fail(429, headers, { error: { message: 'Slow down.' } }), ok]);
  assert.ok(outcome instanceof OpenAIError);
  assert.equal(outcome.kind, 'rateLimit');
  assert.equal(outcome.retryAfterMs, 125_000);
  assert.equal(outcome.message, 'Slow down. Try again in 2 min 5 s.');
  assert.equal(attempts, 1);
});

test('a wait of 61 s is honoured, not cut short', async () => {
  const abort = new AbortController();
  const { notices, attempts } = await listWith([fail(429, { 'retry-after-ms': '', 'retry-after': '61' }), ok], {
    signal: abort.signal,
    onRetry: () => abort.abort(),
  });
  assert.equal(notices[0]?.delayMs, 61_000);
  assert.equal(attempts, 1);
});

test('aborting ends a wait at once with the reason', async () => {
  const abort = new AbortController();
  const reason = new Error('Stopped by the user');
  const started = performance.now();
  const { outcome } = await listWith([fail(503, { 'retry-after-ms': '60000' })], {
    signal: abort.signal,
    onRetry: () => setTimeout(() => abort.abort(reason), 20),
  });
  assert.equal(outcome, reason);
  assert.ok(performance.now() - started < 5_000);
});

test('the key is asked for every attempt', async () => {
  let asked = 0;
  await listWith([fail(500), fail(500), ok], { apiKey: () => Promise.resolve(`key-${++asked}`) });
  assert.equal(asked, 3);
});

test('without a server’s wish the wait doubles up to 8 s, less up to a quarter', () => {
  for (const [attempt, full] of [
    [1, 500],
    [2, 1_000],
    [3, 2_000],
    [5, 8_000],
    [9, 8_000],
  ] as const) {
    const delays = Array.from({ length: 200 }, () => retryDelayMs(attempt, undefined));
    assert.ok(Math.max(...delays) <= full);
    assert.ok(Math.min(...delays) >= full * 0.75);
    assert.ok(new Set(delays).size > 1);
  }
});
