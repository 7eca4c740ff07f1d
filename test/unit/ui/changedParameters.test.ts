import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changedParameters } from '../../../src/ui/changedParameters.ts';

void test('what was changed is named in a few words', () => {
  assert.deepEqual(changedParameters({ parameters: {}, hostedTools: {} }), []);
  assert.deepEqual(
    changedParameters({
      parameters: {
        temperature: 0,
        seed: 7,
        stop: ['END'],
        n: 2,
        logit_bias: { '1': 5 },
        format: { type: 'json_schema', file: 'schemas/order.schema.json', strict: true },
        store: true,
        logprobs: true,
      },
      hostedTools: { web_search: {}, mcp: [] },
    }),
    [
      'temperature 0',
      'seed 7',
      '1 bias',
      'order.schema.json',
      '1 stop',
      '2 answers',
      'log probabilities',
      'stored',
      'web search',
      'MCP',
    ],
  );
});
