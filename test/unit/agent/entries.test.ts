import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { keptAtEnd, lastEntries, without } from '../../../src/agent/entries.ts';
import { applyEvent, isRunning } from '../../../src/agent/events.ts';
import { todoOf } from '../../../src/agent/todo.ts';
import { answerBefore, type Item, type ToolCallItem } from '../../../src/agent/transcript.ts';

const user = (id: string): Item => ({ type: 'user', id, at: 1, text: `Say ${id}`, attachments: [] });
const answer = (id: string): Item => ({ type: 'assistant', id, at: 1, text: 'Well.', status: 'complete' });
const call = (more: Partial<ToolCallItem>): Item => ({
  ...{ type: 'toolCall', id: 'c', at: 1, callId: 'c', name: 'read_file', arguments: '{}', status: 'succeeded' },
  ...more,
});
const answers = (count: number): Item[] => Array.from({ length: count }, (_, at) => answer(`a${at}`));

describe('the entries of a transcript', () => {
  it('hold its end, and for the rest places with their ids', () => {
    const transcript = [...answers(100)];
    const entries = lastEntries(transcript);
    assert.deepEqual(entries.slice(-keptAtEnd), transcript.slice(-keptAtEnd));
    assert.deepEqual(entries[3], { type: 'absent', id: 'a3', characters: 5 });
    assert.equal(entries.filter(({ type }) => type === 'absent').length, 100 - keptAtEnd);
    assert.deepEqual(lastEntries(transcript.slice(0, 5)), transcript.slice(0, 5));
  });

  it('hold the last message, the last plan, and what waits, however far back', () => {
    const plan = { items: [{ text: 'Look', state: 'doing' }] };
    const kept = [
      user('u'),
      call({ id: 'plan', name: 'todo', arguments: JSON.stringify(plan) }),
      call({ id: 'waiting', status: 'awaitingApproval' }),
    ];
    const entries = lastEntries([user('old'), ...kept, ...answers(100)]);
    assert.equal(entries[0]?.type, 'absent');
    assert.deepEqual(entries.slice(1, 4), kept);
    assert.deepEqual(todoOf(entries), plan.items);
  });

  it('take the events of a turn, wherever their items are', () => {
    const entries = lastEntries(answers(100));
    const grown = applyEvent(applyEvent(entries, { type: 'item', item: user('new') }), {
      ...{ type: 'delta', itemId: 'a2', delta: ' So?' },
    });
    assert.deepEqual(grown[2], entries[2]);
    assert.deepEqual(grown.at(-1), user('new'));
    assert.equal(isRunning(grown), true);
    const cut = applyEvent(grown, { type: 'truncated', fromItemId: 'a2' });
    assert.equal(cut.length, 2);
    assert.equal(isRunning(cut), false, 'what is not at hand has ended');
  });

  it('stay the same value where nothing goes', () => {
    const entries = lastEntries(answers(100));
    assert.equal(
      without(entries, () => true),
      entries,
    );
  });
});

describe('answerBefore', () => {
  it('is all text of the turn, of no other', () => {
    const result: Item = { type: 'result', id: 'r', at: 1, end: 'complete', model: 'm', durationMs: 1 };
    const transcript = [user('1'), answer('x'), { ...result, id: 'q' }, user('2'), answer('y'), answer('z'), result];
    assert.equal(answerBefore(transcript, 'r'), 'Well.\n\nWell.');
    assert.throws(() => answerBefore(transcript, 'gone'), /not in the conversation any more/);
  });
});
