import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { MessageQueue, type QueueStore } from '../../../src/agent/messageQueue.ts';
import { Session } from '../../../src/agent/session.ts';
import type { Tool } from '../../../src/agent/tool.ts';
import type { Transcript } from '../../../src/agent/transcript.ts';
import { openConversationStore, type ConversationStore } from '../../../src/store/conversationStore.ts';
import { noQuestions } from '../../support/toolContext.ts';
import { call, done, noApprovals, replay, scriptedModel, text, tool, type Answer } from './script.ts';

const said = (transcript: Transcript) =>
  transcript.flatMap((item) => (item.type === 'user' || item.type === 'assistant' ? [item.text] : []));

describe('messages while a turn runs', () => {
  let store: ConversationStore;
  beforeEach(async () => {
    store = await openConversationStore(':memory:');
    store.create({ id: 'c1', title: 'T', at: 1 });
  });
  afterEach(() => store.close());

  function open(answers: readonly Answer[], tools: readonly Tool[] = [], queue: QueueStore = store.queue('c1')) {
    const { stream, requests } = scriptedModel(...answers);
    const session = new Session({
      id: 'c1',
      transcript: store.load('c1')?.transcript ?? [],
      queue: new MessageQueue(queue),
      approvals: noApprovals,
      questions: noQuestions,
      store: store.transcript('c1'),
      settings: () => Promise.resolve({ model: 'gpt-4.1', instructions: '', stream, tools: () => tools, stepLimit: 5 }),
    });
    return { session, requests };
  }
  const stored = () => store.load('c1')?.transcript;
  const waiting = () => store.queue('c1').load();

  it('are sent one after the other, each when the turn before has ended', async () => {
    const { session, requests } = open([
      [text('One'), done()],
      [text('Two'), done()],
      [text('Three'), done()],
    ]);
    const first = session.send('1');
    await session.enqueue('2', [], false);
    await session.enqueue('3', [], false);
    assert.deepEqual(
      session.queue.messages.map(({ text: waiting }) => waiting),
      ['2', '3'],
    );
    assert.equal(waiting().length, 2, 'a reload loses none');
    await first;
    assert.deepEqual(said(session.transcript), ['1', 'One', '2', 'Two', '3', 'Three']);
    assert.deepEqual([session.queue.messages, waiting(), requests.length], [[], [], 3]);
    assert.deepEqual(stored(), session.transcript);
  });

  it('wait where the turn was stopped or failed, until they are sent', async () => {
    const { session } = open([
      [text('One'), new Error('gone')],
      [text('Two'), done()],
    ]);
    const first = session.send('1');
    await session.enqueue('2', [], false);
    await first;
    assert.deepEqual(said(session.transcript), ['1', 'One']);
    assert.equal(session.queue.messages.length, 1);
    await session.sendQueued();
    assert.deepEqual(said(session.transcript), ['1', 'One', '2', 'Two']);
    await session.sendQueued();
    assert.equal(session.queue.messages.length, 0);
  });

  it('are sent once, though the queue cannot be stored as one is taken out', async () => {
    let isFull = false;
    const real = store.queue('c1');
    const queue: QueueStore = {
      load: () => real.load(),
      change: (changed) => {
        if (isFull) throw new Error('The disk is full.');
        return real.change(changed);
      },
    };
    const { session, requests } = open(
      ['One', 'Two', 'Three'].map((answer) => [text(answer), done()]),
      [],
      queue,
    );
    const first = session.send('1');
    await session.enqueue('2', [], true);
    session.queue.remove(session.queue.messages[0]?.id ?? '');
    await session.enqueue('2', [], false);
    isFull = true;
    await first;
    assert.deepEqual(said(session.transcript), ['1', 'One', '2', 'Two']);
    assert.equal(session.transcript.at(-1)?.type, 'result');
    isFull = false;
    await session.send('3');
    assert.deepEqual(said(session.transcript), ['1', 'One', '2', 'Two', '3', 'Three']);
    assert.deepEqual([waiting(), session.queue.messages, requests.length], [[], [], 3]);
  });

  it('do not make a message fail that was answered, where the next cannot be sent', async () => {
    const { session } = open([[text('One'), done()]]);
    const first = session.send('1');
    await session.enqueue('2', [], false);
    const [next] = waiting();
    // Its place is taken by something that cannot be sent.
    store.queue('c1').change(() => [{ ...next, id: 'e', text: ' ', attachments: [] }]);
    await first;
    assert.deepEqual(said(session.transcript), ['1', 'One']);
    await assert.rejects(session.sendQueued(), /nothing to send/);
  });

  it('wait in two windows without one dropping what the other has', async () => {
    const { session: one } = open([
      [text('One'), new Error('gone')],
      [text('Uno'), done()],
    ]);
    const { session: two } = open([
      [text('Two'), new Error('gone')],
      [text('Due'), done()],
    ]);
    const texts = () => waiting().map((message) => message.text);
    const first = one.send('1');
    await one.enqueue('of one', [], false);
    await first;
    two.takeUp(stored() ?? []);
    const second = two.send('2');
    await two.enqueue('of two', [], false);
    await second;
    assert.deepEqual(texts(), ['of one', 'of two']);
    one.takeUp(stored() ?? []);
    assert.deepEqual(
      one.queue.messages.map((message) => message.text),
      ['of one', 'of two'],
    );
    await one.sendQueued();
    assert.deepEqual(texts(), []);
    await two.sendQueued();
    assert.deepEqual(
      said(stored() ?? []).filter((words) => words.startsWith('of ')),
      ['of one', 'of two'],
    );
  });

  it('steer the turn with its next request', async () => {
    const look = tool('look', async () => {
      await session.enqueue('And be brief', [], true);
      return 'seen';
    });
    const { session, requests } = open(
      [
        [...call('x', 'look', {}), done('toolCalls')],
        [text('Brief.'), done()],
      ],
      [look],
    );
    await session.send('Look');
    assert.deepEqual(
      requests[1]?.transcript.map(({ type }) => type),
      ['user', 'toolCall', 'user'],
    );
    assert.deepEqual(said(session.transcript), ['Look', 'And be brief', 'Brief.']);
    assert.deepEqual(stored(), session.transcript);
  });

  it('steer also an answer that is the last: the turn goes on', async () => {
    const { session, requests } = open([
      [text('Done.'), done()],
      [text('In French: Fini.'), done()],
    ]);
    const turn = session.send('Do it');
    await session.enqueue('In French', [], true);
    await turn;
    assert.equal(requests.length, 2);
    assert.deepEqual(said(session.transcript), ['Do it', 'Done.', 'In French', 'In French: Fini.']);
    assert.equal(session.transcript.filter(({ type }) => type === 'result').length, 1);
  });

  it('can be taken back, and begin to steer later; nothing empty waits', async () => {
    const { session } = open([[text('One'), done()]]);
    const turn = session.send('1');
    await session.enqueue('2', [], false);
    const id = session.queue.messages[0]?.id ?? '';
    session.queue.steer(id);
    assert.equal(session.queue.messages[0]?.steers, true);
    assert.equal(session.queue.remove(id)?.text, '2');
    assert.equal(session.queue.remove(id), undefined);
    await assert.rejects(session.enqueue(' ', [], false), /nothing to send/);
    await turn;
    assert.deepEqual(said(session.transcript), ['1', 'One']);
  });

  it('keep an answer beside the one that takes its place, and go back to it', async () => {
    const { session } = open([
      [text('One'), done()],
      [text('Uno'), done()],
    ]);
    const heard: Transcript[] = [];
    let seen: Transcript = [];
    session.onEvents((events) => heard.push((seen = replay(seen, events))));
    await session.send('1');
    await session.retry();
    assert.deepEqual(said(session.transcript), ['1', 'Uno']);
    const transcript = store.transcript('c1');
    assert.deepEqual(transcript.forks(), [{ position: 1, branches: [0, 1], chosen: 1 }]);
    transcript.choose(1, 0);
    session.takeUp(transcript.load());
    assert.deepEqual(said(session.transcript), ['1', 'One']);
    assert.deepEqual(heard.at(-1), session.transcript);
    assert.deepEqual(said(stored() ?? []), ['1', 'One']);
  });
});
