import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { estimateUsage } from '../../../src/agent/models/estimateUsage.ts';
import type { Item } from '../../../src/agent/transcript.ts';

const model = 'gpt-4.1';
const item = { id: '1', at: 0 };
const ask = (transcript: readonly Item[]) => ({ model, instructions: '', transcript, tools: [] });

for (const [language, text] of [
  ['English', 'The quick brown fox jumps over the lazy dog, and nobody asks it why it does so. '],
  ['TypeScript', 'export const sum = (prices: readonly number[]): number => prices.reduce((a, b) => a + b, 0);\n'],
  ['Chinese', '今天天气很好，我们去公园散步，然后在湖边喝茶，晚上再回家做饭。'],
] as const) {
  test(`what is not counted is about right in ${language}`, () => {
    const said = text.repeat(20);
    const { inputTokens, outputTokens } = estimateUsage(
      ask([{ ...item, type: 'user', text: said, attachments: [] }]),
      said,
    );
    const counted = countTokens(said);
    assert.ok(Math.abs(outputTokens / counted - 1) < 0.5, `${outputTokens} for ${counted}`);
    assert.ok(inputTokens >= outputTokens);
  });
}

test('what is sent with a message and what tools have said count, and pictures by what models make of them', () => {
  const text = 'x'.repeat(400);
  const file = { kind: 'file' as const, label: 'a.ts', uri: 'file:///a.ts', languageId: 'typescript', text };
  const picture = {
    kind: 'image' as const,
    label: 'a.png',
    mediaType: 'image/png' as const,
    data: 'A'.repeat(100_000),
  };
  const inputTokens = (...transcript: Item[]) => estimateUsage(ask(transcript), '').inputTokens;
  const nothing = inputTokens();
  assert.equal(inputTokens({ ...item, type: 'user', text: '', facts: [text], attachments: [file] }) - nothing, 200);
  const call = { ...item, type: 'toolCall', callId: 'c', name: 'read', arguments: '{}', status: 'succeeded' } as const;
  assert.equal(inputTokens({ ...call, output: text }) - nothing, 102);
  const seen = inputTokens({ ...item, type: 'user', text: '', attachments: [picture] }) - nothing;
  assert.ok(seen > 500 && seen < 2000, String(seen));
});
