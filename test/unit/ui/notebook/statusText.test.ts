import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CellResult } from '../../../../src/protocol/cellResult.ts';
import { firstTokenText, statusText, statusTooltip } from '../../../../src/ui/notebook/statusText.ts';

const result: CellResult = {
  request: { method: 'POST', path: '/responses' },
  state: 'done',
  status: 200,
  requestId: 'req_1',
  firstTokenMs: 300,
  durationMs: 1240,
  usage: { inputTokens: 1045, cachedTokens: 1000, outputTokens: 120, reasoningTokens: 64 },
  cost: { usd: 0.0012, basis: 'tokens' },
  notes: [],
  parts: [],
};

test('the bar of a cell says what is known about its last run', () => {
  assert.equal(statusText(result), '200 · 1.2 s · 1,045 → 120 tokens · $0.0012');
  assert.equal(firstTokenText(result), 'first token 0.3 s');
  assert.equal(
    statusTooltip(result),
    `POST /responses
First token 0.3 s
1,045 → 120 tokens
1,000 of the input tokens were cached
64 of the output tokens were reasoning
$0.0012: tokens
Request id: req_1`,
  );
  const { request } = result;
  assert.equal(
    statusText({ request, state: 'failed', status: 404, durationMs: 80, notes: [], parts: [] }),
    '404 · 0.1 s',
  );
  assert.equal(statusText({ request, state: 'done', audioSeconds: 75, notes: [], parts: [] }), '1 min 15 s of sound');
  const usage = { inputTokens: 6, cachedTokens: 0, outputTokens: 0, reasoningTokens: 0 };
  const cost = { usd: 0, basis: 'moderation' };
  assert.equal(statusText({ request, state: 'done', usage, cost, notes: [], parts: [] }), '6 tokens · free');
  assert.equal(statusText({ request, state: 'cancelled', notes: [], parts: [] }), 'cancelled');
  assert.equal(statusText({ request, state: 'failed', notes: [], parts: [] }), '');
});

test('the longest figures still fit half a narrow cell; the tooltip has them whole', () => {
  const usage = { inputTokens: 128_345, cachedTokens: 0, outputTokens: 16_120, reasoningTokens: 0 };
  const long: CellResult = { ...result, durationMs: 125_000, usage, cost: { usd: 0.000012, basis: 'tokens' } };
  assert.equal(statusText(long), '200 · 2 min 5 s · 128k → 16k tokens · <$0.0001');
  assert.match(statusTooltip(long), /^128,345 → 16,120 tokens\nunder \$0\.0001: tokens$/m);
  assert.equal(firstTokenText({ request: result.request, state: 'done', notes: [], parts: [] }), '');
});
