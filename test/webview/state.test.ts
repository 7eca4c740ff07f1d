import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { announcement, initialState, isBusy, reduce, type ChatState, type Update } from '../../src/webview/state.ts';
import { formatCost, formatDuration } from '../../src/protocol/figures.ts';
import { formatWait } from '../../src/webview/format.ts';
import { answer, result, snapshot, toolCall, user } from './samples.ts';

const after = (...updates: readonly Update[]): ChatState => updates.reduce(reduce, initialState);
const shown = (...items: Parameters<typeof snapshot>[0]): Update => ({ type: 'snapshot', payload: snapshot(items) });

describe('reduce', () => {
  it('is busy from sending to the result', () => {
    const sent = after(shown(), { type: 'sending' });
    assert.ok(isBusy(sent));
    const asked = reduce(sent, { type: 'turn', payload: [{ type: 'item', item: user('Hi') }] });
    assert.ok(!asked.sending && isBusy(asked));
    const done = reduce(asked, { type: 'turn', payload: [{ type: 'item', item: result() }] });
    assert.ok(!isBusy(done));
  });

  it('applies the events of a turn in order and leaves the state before them alone', () => {
    const before = after(shown(user('Hi')));
    const next = reduce(before, {
      type: 'turn',
      payload: [
        { type: 'item', item: answer('', 'streaming') },
        { type: 'delta', itemId: 'a1', delta: 'He' },
        { type: 'delta', itemId: 'a1', delta: 'llo' },
      ],
    });
    assert.equal(before.snapshot?.transcript.length, 1);
    assert.deepEqual(next.snapshot?.transcript.at(-1), answer('Hello', 'streaming'));
  });

  it('shows a retry until anything else happens', () => {
    const retrying = { type: 'retrying', attempt: 1, until: 5, reason: 'Busy.' } as const;
    const waiting = after(shown(user('Hi')), { type: 'turn', payload: [retrying] });
    assert.deepEqual(waiting.retry, retrying);
    const going = reduce(waiting, { type: 'turn', payload: [{ type: 'item', item: answer('', 'streaming') }] });
    assert.equal(going.retry, undefined);
  });

  it('ignores what comes before the snapshot and titles of other conversations', () => {
    assert.deepEqual(after({ type: 'turn', payload: [{ type: 'item', item: user('Hi') }] }), initialState);
    const state = after(shown(), { type: 'title', payload: { id: 'two', title: 'Other' } });
    assert.equal(state.snapshot?.conversation.title, 'Sorting a list');
    const titled = reduce(state, { type: 'title', payload: { id: 'one', title: 'New' } });
    assert.equal(titled.snapshot?.conversation.title, 'New');
  });

  it('closes the list when another conversation is opened, not when this one is renewed', () => {
    const listed = after(shown(), { type: 'toggleConversations', payload: null });
    assert.ok(reduce(listed, shown(user('x'))).conversationsShown);
    const other = snapshot([], { conversation: { id: 'two', title: 'Two' } });
    assert.ok(!reduce(listed, { type: 'snapshot', payload: other }).conversationsShown);
  });

  it('stops waiting when a call fails and keeps the reason until it is dismissed', () => {
    const failed = after(shown(), { type: 'sending' }, { type: 'failure', message: 'No.' });
    assert.ok(!isBusy(failed));
    assert.equal(failed.failure, 'No.');
    assert.equal(reduce(failed, { type: 'dismissFailure' }).failure, undefined);
  });
});

describe('announcement', () => {
  const said = (...items: Parameters<typeof snapshot>[0]) => announcement(after(shown(...items)));

  it('says the state and never the text', () => {
    assert.equal(said(), '');
    assert.equal(said(user('Hi'), answer('secret words', 'streaming')), 'Answering…');
    assert.equal(said(user('Hi'), answer('secret words'), result()), 'Answer complete');
    assert.equal(said(user('Hi'), result({ end: 'cancelled' })), 'Stopped');
    assert.equal(said(user('Hi'), result({ end: 'stepLimit' })), 'The answer is incomplete');
    const error = { kind: 'network', message: 'No route' } as const;
    assert.equal(said(user('Hi'), result({ end: 'failed', error })), 'The answer failed. No route');
    assert.equal(
      said(user('Hi'), toolCall({ status: 'awaitingApproval', title: 'Run ls' })),
      'Approval needed: Run ls',
    );
  });
});

describe('format', () => {
  it('says durations, costs and waits as people do', () => {
    assert.deepEqual([80, 4210, 9960, 59_600, 125_000].map(formatDuration), [
      '0.1 s',
      '4.2 s',
      '10 s',
      '1 min',
      '2 min 5 s',
    ]);
    assert.deepEqual([0, 0.00001, 0.00421, 1.234].map(formatCost), ['$0.0000', 'under $0.0001', '$0.0042', '$1.23']);
    assert.equal(formatWait(10_500, 0), 'in 11 s');
    assert.match(formatWait(7_200_000, 0), /^at \d/);
  });
});
