import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { closeTranscript } from '../../../src/agent/closeTranscript.ts';
import { EventBatcher } from '../../../src/agent/eventBatcher.ts';
import { applyEvent, isRunning, type TurnEvent } from '../../../src/agent/events.ts';
import type { Item, Transcript } from '../../../src/agent/transcript.ts';
import { user } from './script.ts';

const answer: Item = { type: 'assistant', id: 'a', at: 2, text: 'Hel', status: 'streaming' };
const call: Item = { type: 'toolCall', id: 't', at: 3, callId: 'x', name: 'w', arguments: '{', status: 'streaming' };

describe('applyEvent', () => {
  it('adds and replaces items, appends text and arguments, and never changes what it was given', () => {
    const before: Transcript = Object.freeze([user('Hi'), answer, call]);
    const after = applyEvent(applyEvent(before, { type: 'delta', itemId: 'a', delta: 'lo' }), {
      type: 'delta',
      itemId: 't',
      delta: '}',
    });
    assert.deepEqual(after.slice(1), [
      { ...answer, text: 'Hello' },
      { ...call, arguments: '{}' },
    ]);
    assert.deepEqual(before, [user('Hi'), answer, call]);
    const replaced = applyEvent(after, { type: 'item', item: { ...answer, status: 'complete' } });
    assert.deepEqual([replaced.length, replaced[1]], [3, { ...answer, status: 'complete' }]);
  });

  it('removes from an item on, and leaves all as it is for what it does not know', () => {
    const transcript = [user('Hi'), answer, call];
    assert.deepEqual(applyEvent(transcript, { type: 'truncated', fromItemId: 'a' }), [user('Hi')]);
    const unknown: TurnEvent[] = [
      { type: 'truncated', fromItemId: 'gone' },
      { type: 'delta', itemId: 'gone', delta: 'x' },
      { type: 'retrying', attempt: 1, until: 1, reason: '' },
    ];
    for (const event of unknown) assert.equal(applyEvent(transcript, event), transcript);
  });
});

describe('closeTranscript', () => {
  it('leaves one that is closed, or empty, as it is', () => {
    const result: Item = { type: 'result', id: 'r', at: 1, end: 'complete', model: 'm', durationMs: 1 };
    for (const transcript of [[], [user('Hi'), answer, result]]) assert.equal(closeTranscript(transcript), transcript);
  });

  it('closes one that was cut off', () => {
    const closed = closeTranscript([user('Hi'), answer, call]);
    assert.equal(isRunning(closed), false);
    const states = closed.map((item) => ('status' in item ? item.status : item.type));
    assert.deepEqual(states, ['user', 'interrupted', 'cancelled', 'result']);
  });
});

describe('EventBatcher', () => {
  it('joins deltas of one item that follow each other, and keeps the order', () => {
    const delivered: (readonly TurnEvent[])[] = [];
    const batcher = new EventBatcher((events) => delivered.push(events));
    const first: TurnEvent = { type: 'delta', itemId: 'a', delta: '1' };
    for (const event of [first, { ...first, delta: '2' }, { ...first, itemId: 'b' }, { ...first, delta: '3' }]) {
      batcher.add(event);
    }
    batcher.flush();
    batcher.flush();
    assert.deepEqual(delivered, [
      [
        { ...first, delta: '12' },
        { ...first, itemId: 'b' },
        { ...first, delta: '3' },
      ],
    ]);
    assert.equal(first.delta, '1');
  });
});
