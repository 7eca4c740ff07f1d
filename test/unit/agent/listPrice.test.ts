import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listPrice } from '../../../src/agent/models/listPrice.ts';

test('what is certain before it is sent is a sum', () => {
  assert.deepEqual(listPrice('/images/generations', { model: 'dall-e-3', n: 2, size: '1024x1024' }), { usd: 0.08 });
  assert.deepEqual(listPrice('/audio/speech', { model: 'tts-1', input: 'x'.repeat(1000) }), { usd: 0.015 });
  assert.deepEqual(listPrice('/moderations', { model: 'omni-moderation-latest' }), { usd: 0 });
});

test('what depends on the answer is a rate', () => {
  const rate = (path: string, model: string) => listPrice(path, { model });
  assert.deepEqual(rate('/audio/transcriptions', 'whisper-1'), { rate: '$0.006 a minute' });
  assert.deepEqual(rate('/audio/speech', 'gpt-4o-mini-tts'), { rate: '$0.015 a minute' });
  assert.deepEqual(rate('/chat/completions', 'gpt-4.1'), { rate: 'a million tokens: $2.00 in, $8.00 out' });
  assert.deepEqual(rate('/embeddings', 'text-embedding-3-small'), { rate: 'a million tokens: $0.02 in' });
  assert.deepEqual(rate('/images/generations', 'gpt-image-1'), {
    rate: 'a million tokens: $5.00 for text in, $10.00 for image in, $40.00 for image out',
  });
});

test('what nobody knows is nothing', () => {
  for (const [path, request] of [
    ['/responses', { model: 'local-model' }],
    ['/responses', {}],
    ['/responses', { model: 'gpt-4.1', service_tier: 'priority' }],
    ['/responses', { model: 'ft:gpt-4.1:me' }],
    ['/fine_tuning/jobs', { model: 'gpt-4.1' }],
    ['/images/generations', { model: 'dall-e-3', size: 'auto' }],
  ] as const)
    assert.equal(listPrice(path, request), undefined, JSON.stringify([path, request]));
});
