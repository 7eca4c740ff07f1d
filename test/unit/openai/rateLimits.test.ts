import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { describe, it } from 'node:test';
import { createClient } from '../../../src/openai/client.ts';
import { OpenAIError } from '../../../src/openai/errors.ts';
import { parseReset, RateLimits } from '../../../src/openai/rateLimits.ts';
import type { ClientOptions, RequestOptions, RetryNotice } from '../../../src/openai/transport.ts';
import { startRawServer } from '../../support/rawServer.ts';

const answer = JSON.stringify({ object: 'list', data: [], model: 'm', usage: { prompt_tokens: 1, total_tokens: 1 } });

/** A client of a server that answers in turn, the last answer again and again; `embed` makes one request. */
async function start(respond: ((response: ServerResponse) => unknown)[], options: ClientOptions = {}) {
  const server = await startRawServer((_request, response) =>
    respond[Math.min(server.requests.length, respond.length) - 1]?.(response),
  );
  const client = createClient({ baseURL: server.origin, apiKey: 'key', maxRetries: 0, ...options });
  const notices: RetryNotice[] = [];
  const embed = async (model: string, options: RequestOptions = {}) =>
    client.embeddings.create(
      { model, input: 'Hi', encoding_format: 'float' },
      { onRetry: (notice) => notices.push(notice), ...options },
    );
  return { server, client, embed, notices, [Symbol.asyncDispose]: () => server.close() };
}

const ok =
  (headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    response.writeHead(200, headers).end(answer);

const tooMany =
  (headers: Record<string, string> = {}, error: object = { code: 'rate_limit_exceeded' }) =>
  (response: ServerResponse) =>
    response.writeHead(429, headers).end(JSON.stringify({ error: { message: 'Slow down', ...error } }));

const usedUp = (reset: string) => ({ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': reset });

const isRateLimit = (error: unknown) => error instanceof OpenAIError && error.kind === 'rateLimit';

describe('the rate limits of a client', () => {
  it('are the last seen of each model', async () => {
    await using test = await start([
      ok({
        'x-ratelimit-limit-requests': '60',
        'x-ratelimit-remaining-requests': '59',
        'x-ratelimit-reset-requests': '1s',
        'x-ratelimit-limit-tokens': '150000',
        'x-ratelimit-remaining-tokens': '149984',
        'x-ratelimit-reset-tokens': '6m0s',
      }),
      ok({ 'x-ratelimit-remaining-requests': '-1', 'x-ratelimit-limit-tokens': 'many' }),
      tooMany({ 'x-ratelimit-remaining-requests': '3' }),
      ok(),
    ]);
    const before = Date.now();
    assert.equal(test.client.rateLimits.get('a'), undefined);
    await test.embed('a');
    const { seenAt = 0, ...limit } = test.client.rateLimits.get('a') ?? {};
    assert.deepEqual(limit, {
      limitRequests: 60,
      remainingRequests: 59,
      resetRequestsMs: 1_000,
      limitTokens: 150_000,
      remainingTokens: 149_984,
      resetTokensMs: 360_000,
    });
    assert.ok(seenAt >= before && seenAt <= Date.now());
    await test.embed('b');
    await assert.rejects(test.embed('a'), isRateLimit);
    await test.embed('a');
    assert.deepEqual(
      [...test.client.rateLimits].map(([model, { remainingRequests }]) => [model, remainingRequests]),
      [
        ['b', -1],
        ['a', 3],
      ],
    );
  });

  it('stay few, whatever models are asked for', () => {
    const limits = new RateLimits();
    for (let index = 0; index < 1_000; index++) limits.observe(`m${index}`, usedUp('1h'));
    assert.equal([...limits].length, 100);
    assert.equal(limits.get('m899'), undefined);
    assert.equal(limits.get('m900')?.remainingRequests, 0);
    assert.equal(limits.waitMs('m899'), 0);
    assert.ok(limits.waitMs('m900') > 3_500_000);
  });
});

describe('a request of a model without requests left', () => {
  it('waits for the reset, says so once, and is sent then', async () => {
    await using test = await start([ok(usedUp('120ms')), ok()]);
    await test.embed('a');
    const freeAt = Date.now() + test.client.rateLimits.waitMs('a');
    await Promise.all([test.embed('a'), test.embed('a')]);
    assert.ok(Date.now() >= freeAt);
    assert.equal(test.server.requests.length, 3);
    assert.equal(test.notices.length, 2);
    const [{ attempt, delayMs, reason } = assert.fail()] = test.notices;
    assert.equal(attempt, 0);
    assert.ok(delayMs > 0 && delayMs <= 120);
    assert.equal(reason, 'The rate limit of a is reached.');
  });

  it('waits after a 429 that says how long, instead of being refused too', async () => {
    await using test = await start([tooMany({ 'retry-after-ms': '80' }), ok()]);
    await assert.rejects(test.embed('a'), isRateLimit);
    await test.embed('a');
    assert.equal(test.notices.length, 1);
    assert.equal(test.server.requests.length, 2);
  });

  it('waits for tokens as well', async () => {
    await using test = await start([
      ok({ 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '50ms' }),
      ok(),
    ]);
    await test.embed('a');
    await test.embed('a');
    assert.equal(test.notices.length, 1);
  });

  it('can be cancelled', async () => {
    await using test = await start([ok(usedUp('1h')), ok()], { maxRetryWaitMs: 7_200_000 });
    await test.embed('a');
    const stop = new AbortController();
    const reason = new Error('not wanted');
    await assert.rejects(test.embed('a', { signal: stop.signal, onRetry: () => stop.abort(reason) }), reason);
    assert.equal(test.server.requests.length, 1);
  });

  it('is sent at once where the wait is too long, another model’s always, and with none left but no reset', async () => {
    await using test = await start([ok(usedUp('1h')), ok({ 'x-ratelimit-remaining-requests': '0' })]);
    await test.embed('a');
    await test.embed('a');
    await test.embed('b');
    await test.embed('b');
    assert.deepEqual(test.notices, []);
    assert.equal(test.server.requests.length, 4);
  });

  it('is told by its own retries, not by notices of waiting', async () => {
    await using test = await start([tooMany({ 'retry-after-ms': '30', ...usedUp('60ms') }), ok()], { maxRetries: 1 });
    await test.embed('a');
    assert.deepEqual(
      test.notices.map(({ attempt }) => attempt),
      [1],
    );
  });

  it('is not held by a used-up quota', async () => {
    await using test = await start([tooMany({ 'retry-after': '60' }, { code: 'insufficient_quota' }), ok()]);
    await assert.rejects(test.embed('a'), { kind: 'quota' });
    await test.embed('a');
    assert.deepEqual(test.notices, []);
  });
});

it('a reset is read in all its forms', () => {
  const forms = [
    '1s',
    '6m0s',
    '120ms',
    '1h2m3.5s',
    '2d',
    '0s',
    '12',
    '1.5',
    ' 7s ',
    '',
    'soon',
    '1x',
    '-1s',
    undefined,
  ];
  assert.deepEqual(forms.map(parseReset), [
    1_000,
    360_000,
    120,
    3_723_500,
    172_800_000,
    0,
    12_000,
    1_500,
    7_000,
    ...Array<undefined>(5).fill(undefined),
  ]);
});
