import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CellResult } from '../../../../src/protocol/cellResult.ts';
import { statusText, statusTooltip } from '../../../../src/ui/notebook/statusText.ts';

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
  assert.equal(statusText(result), '200 · first token 0.3 s · 1.2 s · 1,045 → 120 tokens · $0.0012');
  assert.equal(
    statusTooltip(result),
    `POST /responses
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
