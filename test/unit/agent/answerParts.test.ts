import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { answerParts } from '../../../src/agent/answerParts.ts';
import type { ModelEvent } from '../../../src/agent/models/modelStream.ts';

async function partsOf(...events: readonly ModelEvent[]): Promise<unknown[]> {
  const stream = async function* () {
    for (const event of events) yield await Promise.resolve(event);
  };
  const parts: unknown[] = [];
  for await (const part of answerParts(stream())) parts.push(part);
  return parts;
}

const call = (callId: string, ...json: readonly string[]): ModelEvent[] => [
  { type: 'toolCall', callId, name: 'add' },
  ...json.map((delta): ModelEvent => ({ type: 'arguments', callId, delta })),
];

describe('the parts of an answer', () => {
  it('are text as it comes, then whole calls, then the end', async () => {
    assert.deepEqual(
      await partsOf(
        { type: 'reasoning', delta: 'Hm' },
        { type: 'text', delta: 'Hel' },
        ...call('a', '{"x"', ':1}'),
        ...call('b'),
        { type: 'refusal', delta: 'No' },
        { type: 'done', finish: 'toolCalls' },
      ),
      [
        { type: 'text', text: 'Hel' },
        { type: 'text', text: 'No' },
        { type: 'toolCall', callId: 'a', name: 'add', input: { x: 1 } },
        { type: 'toolCall', callId: 'b', name: 'add', input: {} },
        { type: 'done', finish: 'toolCalls' },
      ],
    );
  });

  it('hold no call where the answer is cut', async () => {
    const usage = { inputTokens: 1, cachedTokens: 0, outputTokens: 1, reasoningTokens: 0 };
    const done: ModelEvent = { type: 'done', finish: 'incomplete', incompleteReason: 'max_output_tokens', usage };
    assert.deepEqual(await partsOf(...call('a', '{}'), done), [{ type: 'done', finish: 'length', usage }]);
  });

  it('are an error where the filter ends them, and where arguments are no object', async () => {
    const filtered: ModelEvent = { type: 'done', finish: 'incomplete', incompleteReason: 'content_filter' };
    await assert.rejects(partsOf(filtered), { kind: 'contentFilter' });
    await assert.rejects(partsOf({ type: 'done', finish: 'incomplete' }), { kind: 'protocol' });
    for (const json of ['{"x"', '1', 'null', '[1]'])
      await assert.rejects(partsOf(...call('a', json), { type: 'done', finish: 'toolCalls' }), { kind: 'protocol' });
  });
});
