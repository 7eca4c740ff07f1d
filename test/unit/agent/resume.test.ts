import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { TurnEvent } from '../../../src/agent/events.ts';
import { createChatCompletionsModel } from '../../../src/agent/models/chatCompletionsModel.ts';
import { createResponsesModel } from '../../../src/agent/models/responsesModel.ts';
import { Session } from '../../../src/agent/session.ts';
import type { Transcript } from '../../../src/agent/transcript.ts';
import type { TurnSettings } from '../../../src/agent/turnSettings.ts';
import { openConversationStore, type ConversationStore } from '../../../src/store/conversationStore.ts';
import {
  answerOf,
  callOf,
  messageOf,
  startBackgroundServer,
  type BackgroundServer,
  type Cut,
  type WireEvent,
} from '../../support/backgroundServer.ts';
import { noQuestions } from '../../support/toolContext.ts';
import { until } from '../../support/until.ts';
import { emptyQueue, noApprovals, replay, tool } from './script.ts';

const words = ['Good ', 'day, ', 'dear ', 'Grüße', '.'];
const reasoning = [
  { type: 'response.output_item.added', output_index: 0, item: { type: 'reasoning', id: 'rs_1', summary: [] } },
  { type: 'response.reasoning_summary_part.added', output_index: 0, summary_index: 0 },
  { type: 'response.reasoning_summary_text.delta', output_index: 0, summary_index: 0, delta: 'Let me ' },
  { type: 'response.reasoning_summary_text.delta', output_index: 0, summary_index: 0, delta: 'think.' },
  {
    type: 'response.output_item.done',
    output_index: 0,
    item: { type: 'reasoning', id: 'rs_1', summary: [{ text: 'Let me think.' }], encrypted_content: 'xyz' },
  },
];
/** Thinks, speaks and calls. */
const calling = answerOf('a', [
  ...reasoning,
  ...messageOf(1, ['I look ', 'there.']),
  ...callOf(2, 'x', 'look', ['{"a', 't":1}']),
]);
const speaking = answerOf('b', messageOf(0, words));

/** Without what differs from run to run. */
const plain = (transcript: Transcript) =>
  transcript.map((item) => {
    const { id, at, durationMs, ...rest } = item as typeof item & { durationMs?: number };
    assert.ok(id && at && (durationMs ?? 0) >= 0);
    return rest;
  });

describe('a turn in background mode', () => {
  let folder: string;
  let store: ConversationStore;
  let server: BackgroundServer | undefined;
  let count = 0;
  let looked = 0;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-resume-'));
  });
  beforeEach(async () => {
    store = await openConversationStore(join(folder, `${count++}.db`));
    store.create({ id: 'c', title: 'T', at: 1 });
    looked = 0;
  });
  afterEach(async () => {
    store.close();
    await server?.[Symbol.asyncDispose]();
    server = undefined;
  });
  after(() => rm(folder, { recursive: true }));

  const look = tool('look', () => {
    looked++;
    return Promise.resolve('a thing');
  });
  const client = () => {
    assert.ok(server);
    return server.client;
  };
  const open = (more: Partial<TurnSettings> = {}) => {
    const stored = store.transcript('c');
    const settings: TurnSettings = {
      model: 'gpt-5',
      instructions: '',
      background: true,
      stream: createResponsesModel(client()),
      tools: () => [look],
      stepLimit: 5,
      ...more,
    };
    return new Session({
      ...{ id: 'c', transcript: stored.load(), store: stored, queue: emptyQueue() },
      ...{ approvals: noApprovals, questions: noQuestions },
      settings: ({ model }) => Promise.resolve({ ...settings, ...(model && { model }) }),
    });
  };
  const serve = async (answers: readonly (readonly WireEvent[])[], cut?: Parameters<typeof startBackgroundServer>[1]) =>
    (server = await startBackgroundServer(answers, cut));
  const stored = () => store.load('c')?.transcript ?? [];
  const endOf = (transcript: Transcript) => {
    const last = transcript.at(-1);
    return last?.type === 'result' ? last.end : undefined;
  };
  /** What the turn comes to without any trouble. */
  const undisturbed = async () => {
    const untroubled = await openConversationStore(':memory:');
    untroubled.create({ id: 'c', title: 'T', at: 1 });
    const [kept, keptServer] = [store, server];
    store = untroubled;
    await using calm = await serve([calling, speaking]);
    const session = open({ stream: createResponsesModel(calm.client) });
    await session.send('Go');
    [store, server] = [kept, keptServer];
    untroubled.close();
    looked = 0;
    return plain(session.transcript);
  };

  it('lets the server store the answer, and only then', async () => {
    const { bodies } = await serve([calling, speaking, speaking]);
    await open().send('Go');
    await open({ background: false }).send('Again');
    assert.deepEqual(
      bodies().map(({ background, store: stores }) => [background, stores]),
      [
        [true, true],
        [true, true],
        [undefined, false],
      ],
    );
  });

  it('goes on after each event at which the connection can break: nothing is lost, nothing twice', async () => {
    const expected = await undisturbed();
    for (let cut = 2; cut < calling.length; cut++) {
      store.close();
      store = await openConversationStore(join(folder, `${count++}.db`));
      store.create({ id: 'c', title: 'T', at: 1 });
      await using cutting = await serve([calling, speaking], (_, number) => (number === 1 ? cut : undefined));
      const session = open();
      const heard: TurnEvent[] = [];
      session.onEvents((events) => heard.push(...events));
      await session.send('Go');
      assert.deepEqual(plain(session.transcript), expected, `cut after ${cut}`);
      assert.deepEqual(plain(stored()), expected);
      assert.deepEqual(replay([], heard), session.transcript);
      assert.deepEqual(cutting.lines(), [
        'POST /responses',
        `GET /responses/a?stream=true&starting_after=${cut - 1}`,
        'POST /responses',
      ]);
      const retry = heard.find((event) => event.type === 'retrying');
      assert.match(retry?.reason ?? '', /goes on at the server/);
    }
    server = undefined;
  });

  it('goes on in the next window from what is stored, wherever the first one stopped', async () => {
    const expected = await undisturbed();
    for (let cut = 1; cut < calling.length; cut++) {
      store.close();
      store = await openConversationStore(join(folder, `${count++}.db`));
      store.create({ id: 'c', title: 'T', at: 1 });
      looked = 0;
      await using hanging = await serve([calling, speaking], (_, number): Cut =>
        number === 1 ? { hang: cut } : undefined,
      );
      const first = open();
      const turn = first.send('Go');
      const reached = () => store.transcript('c').reached();
      await until('the events are stored', () => {
        const waited = reached();
        return waited !== undefined && waited.sequenceNumber >= lastShownBefore(cut);
      });
      await first.dispose();
      await turn;
      assert.equal(endOf(stored()), undefined, 'it is not over');
      const next = open();
      const resumed = next.resume();
      assert.equal(next.running, true);
      await assert.rejects(next.send('And?'), /still answering/);
      await resumed;
      assert.deepEqual(plain(next.transcript), expected, `left after ${cut}`);
      assert.deepEqual(plain(stored()), expected);
      assert.equal(looked, 1);
      const [, went] = hanging.lines();
      assert.match(went ?? '', /^GET \/responses\/a\?stream=true&starting_after=\d+$/);
      assert.equal(hanging.lines().filter((line) => line.endsWith('/cancel')).length, 0);
      assert.equal(reached(), undefined);
    }
    server = undefined;
  });

  it('has nothing twice where words come with what belongs to them', async () => {
    const logprobs = (token: string) => [{ token, logprob: -0.5, top_logprobs: [] }];
    const annotation = { type: 'url_citation', url: 'https://a.example/', title: 'A', start_index: 0, end_index: 4 };
    const rated = messageOf(0, words).map((event) => {
      if (typeof event.delta === 'string') return { ...event, logprobs: logprobs(event.delta) };
      if (event.type !== 'response.output_item.done') return event;
      const part = { type: 'output_text', text: words.join(''), annotations: [annotation] };
      return { ...event, item: { type: 'message', content: [{ ...part, logprobs: words.flatMap(logprobs) }] } };
    });
    const answer = answerOf('b', [...rated, ...messageOf(1, ['Whole.']).slice(2)]);
    const textAfter = (cut: number) =>
      answer
        .slice(0, cut)
        .reduce((text, { type, delta }) => (type.endsWith('.delta') ? text + String(delta) : text), '') +
      (cut >= answer.length - 1 ? 'Whole.' : '');
    const textOf = (transcript: Transcript) =>
      transcript.map((item) => (item.type === 'assistant' ? item.text : '')).join('');
    const untroubled = await serve([answer]);
    const calm = open();
    await calm.send('Go');
    await untroubled[Symbol.asyncDispose]();
    const expected = plain(calm.transcript);
    for (let cut = 2; cut < answer.length; cut++) {
      store.close();
      store = await openConversationStore(':memory:');
      store.create({ id: 'c', title: 'T', at: 1 });
      await using hanging = await serve([answer], ({ method }) => (method === 'POST' ? { hang: cut } : undefined));
      const first = open();
      const turn = first.send('Go');
      await until('the events are read', () => hanging.lines().length > 0 && textOf(stored()) === textAfter(cut));
      await first.dispose();
      await turn;
      const next = open();
      await next.resume();
      assert.deepEqual(plain(next.transcript), expected, `left after ${cut}`);
    }
    server = undefined;
  });

  it('counts what the turn came to before the window closed', async () => {
    const expected = await undisturbed();
    await serve([calling, speaking], (_, number) => (number === 2 ? { hang: 5 } : undefined));
    const first = open();
    const turn = first.send('Go');
    await until('a word of the second answer is stored', () => JSON.stringify(stored()).includes('Good '));
    const [said] = stored();
    await first.dispose();
    await turn;
    const next = open();
    await next.resume();
    assert.deepEqual(plain(next.transcript), expected);
    const end = next.transcript.at(-1);
    assert.ok(said && end?.type === 'result');
    assert.deepEqual([end.requests?.length, end.usage?.inputTokens, end.usage?.outputTokens], [2, 10, 14]);
    const reallyMs = end.at - said.at;
    assert.ok(Math.abs(end.durationMs - reallyMs) < 50, `it took ${reallyMs} ms, not ${end.durationMs}`);
    assert.equal(looked, 1);
  });

  it('keeps the part that is there where the server has forgotten the answer', async () => {
    const { forget } = await serve([speaking], () => ({ hang: 5 }));
    const first = open();
    const turn = first.send('Go');
    await until('some words are stored', () => JSON.stringify(stored()).includes('day, '));
    await first.dispose();
    await turn;
    forget();
    const next = open();
    await next.resume();
    assert.equal(endOf(stored()), 'lost');
    const answer = stored()[1];
    assert.ok(answer?.type === 'assistant');
    assert.deepEqual([answer.text, answer.status], ['Good day, ', 'interrupted']);
    assert.deepEqual(stored(), next.transcript);
    assert.equal(next.running, false);
  });

  it('is cancelled at the server when the user stops it', async () => {
    const { lines } = await serve([speaking], () => ({ hang: 4 }));
    const session = open();
    const turn = session.send('Go');
    await until('a word is stored', () => JSON.stringify(stored()).includes('Good '));
    session.stop();
    await turn;
    assert.equal(endOf(stored()), 'cancelled');
    await until('the server heard', () => lines().includes('POST /responses/b/cancel'));
    const next = open();
    await next.resume();
    assert.equal(lines().length, 2, 'what was stopped is not gone on with');
  });

  it('is taken up by one window alone', async () => {
    const { lines } = await serve([speaking], ({ method }) => (method === 'POST' ? { hang: 5 } : undefined));
    const first = open();
    const turn = first.send('Go');
    await until('a word is stored', () => JSON.stringify(stored()).includes('Good '));
    await first.dispose();
    await turn;
    const raw = new DatabaseSync(join(folder, `${count - 1}.db`));
    const runBy = (pid: number | null) => raw.prepare('UPDATE conversations SET running_by = ?').run(pid);
    runBy(process.ppid);
    const next = open();
    await next.resume();
    assert.equal(lines().length, 1, 'the other window goes on with it');
    await assert.rejects(next.send('And?'), /Another window/);
    runBy(null);
    await next.resume();
    assert.equal(lines().length, 2);
    raw.close();
    assert.equal(endOf(stored()), 'complete');
    assert.equal(stored().length, 3);
  });

  it('is stopped from another window', async () => {
    const { lines } = await serve([speaking], () => ({ hang: 5 }));
    const first = open();
    const turn = first.send('Go');
    await until('a word is stored', () => JSON.stringify(stored()).includes('Good '));
    // What the other window is told of it, which has no turn itself.
    store.transcript('c').endClaim();
    const other = open();
    assert.equal(endOf(other.transcript), 'interrupted');
    server?.breakSilent();
    await turn;
    assert.equal(endOf(stored()), 'cancelled');
    await until('the server heard', () => lines().includes('POST /responses/b/cancel'));
  });

  it('of a window that is gone can be stopped, whoever has its process number now', async () => {
    await serve([speaking, speaking], ({ method }) => (method === 'POST' ? { hang: 5 } : undefined));
    const first = open();
    const turn = first.send('Go');
    await until('a word is stored', () => JSON.stringify(stored()).includes('Good '));
    await first.dispose();
    await turn;
    const raw = new DatabaseSync(join(folder, `${count - 1}.db`));
    raw.prepare('UPDATE conversations SET running_by = ?').run(process.ppid);
    raw.close();
    const next = open();
    await assert.rejects(next.send('And?'), /Another window/);
    next.stop();
    next.takeUp(stored());
    assert.equal(endOf(next.transcript), 'interrupted');
    const second = next.send('And?');
    await until('the turn runs', () => stored().length > 4);
    next.stop();
    await second;
    assert.equal(endOf(stored()), 'cancelled');
  });

  it('is done without where the server refuses it or does not know it, and says so once', async () => {
    const wire = await serve([speaking]);
    const chat = open({ stream: createChatCompletionsModel(wire.client), model: 'gpt-4.1' });
    await chat.send('Go');
    const dropped = () => {
      const last = stored().at(-1);
      return last?.type === 'result' ? last.dropped : undefined;
    };
    assert.match(dropped()?.join() ?? '', /background mode.*Chat Completions has none/);
    await chat.send('Go');
    assert.equal(dropped(), undefined);
    await wire[Symbol.asyncDispose]();

    const unaware = speaking.map((event) => ({
      ...event,
      ...(event.response !== undefined && { response: { id: 'b', output: [] } }),
    }));
    const { bodies } = await serve([unaware, unaware]);
    const session = open();
    await session.send('Go');
    assert.match(dropped()?.join() ?? '', /background mode.*does without it/);
    assert.equal(store.transcript('c').reached(), undefined);
    await session.send('Go');
    assert.equal(dropped(), undefined);
    assert.deepEqual(
      bodies().map(({ background, store: stores }) => [background, stores]),
      [
        [true, true],
        [undefined, false],
      ],
    );
  });

  it('is done without where the server answers that it has none', async () => {
    const { bodies, server: wire } = await serve([speaking, speaking], ({ body }) =>
      body.includes('"background":true') ? 'refuse' : undefined,
    );
    const session = open();
    for (const text of ['Go', 'And on']) {
      await session.send(text);
      assert.equal(endOf(session.transcript), 'complete');
    }
    assert.deepEqual(
      bodies().map(({ background, store: stores }) => [background, stores]),
      [
        [true, true],
        [undefined, false],
        [undefined, false],
      ],
    );
    assert.equal(wire.requests.length, 3, 'it is not asked a second time');
    const ends = session.transcript.flatMap((item) => (item.type === 'result' ? [item.dropped?.join()] : []));
    assert.match(ends[0] ?? '', /background mode.*does without it/);
    assert.equal(ends[1], undefined);
    assert.equal(store.transcript('c').reached(), undefined);
  });

  it('is not asked for where the conversation forbids the server to store it', async () => {
    const { bodies } = await serve([speaking]);
    await open({ parameters: { store: false } }).send('Go');
    assert.deepEqual([bodies()[0]?.background, bodies()[0]?.store], [undefined, false]);
  });
});

/** The number of the last event among the first `count` that shows, after which the place is stored. */
function lastShownBefore(count: number): number {
  const shown = /created|\.delta$|reasoning|output_item\.(added|done)$/;
  const silent = ({ type, item }: WireEvent) => {
    const kind = (item as { type?: string } | undefined)?.type;
    return (
      !shown.test(type) ||
      type.endsWith('part.added') ||
      kind === 'message' ||
      (kind === 'reasoning' && type.endsWith('added')) ||
      (kind === 'function_call' && type.endsWith('done'))
    );
  };
  return calling.slice(0, count).findLast((event) => !silent(event))?.sequence_number ?? 0;
}
