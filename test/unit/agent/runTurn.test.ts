import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Approvals } from '../../../src/agent/approval.ts';
import type { TurnEvent } from '../../../src/agent/events.ts';
import { Interruption } from '../../../src/agent/failure.ts';
import type { ModelStream } from '../../../src/agent/models/modelStream.ts';
import { runTurn, type TurnOptions } from '../../../src/agent/runTurn.ts';
import type { Tool } from '../../../src/agent/tool.ts';
import type { Item, ToolCallItem } from '../../../src/agent/transcript.ts';
import { OpenAIError } from '../../../src/openai/errors.ts';
import { alwaysAnswers, noQuestions } from '../../support/toolContext.ts';
import { call, collect, done, noApprovals, replay, scriptedModel, text, tool, usage, user } from './script.ts';

type Options = Partial<Omit<TurnOptions, 'signal' | 'tools'>> &
  Pick<TurnOptions, 'stream'> & { tools?: readonly Tool[] };

const start = ({ tools = [], ...options }: Options, signal = new AbortController().signal) =>
  runTurn({
    conversationId: 'c1',
    transcript: [user('Hello')],
    model: 'gpt-4.1',
    instructions: 'Be brief.',
    tools: () => tools,
    approvals: noApprovals,
    questions: noQuestions,
    stepLimit: 5,
    signal,
    ...options,
  });

async function run(options: Options): Promise<{ events: TurnEvent[]; items: readonly Item[] }> {
  const events = await collect(start(options));
  return { events, items: replay([], events) };
}

const calls = (items: readonly Item[]) => items.filter((item): item is ToolCallItem => item.type === 'toolCall');
const last = (items: readonly Item[]) => {
  const item = items.at(-1);
  assert.ok(item?.type === 'result');
  return item;
};

describe('runTurn', () => {
  it('streams an answer as items and ends with a result that says what it cost', async () => {
    const { stream, requests } = scriptedModel([
      { type: 'reasoning', delta: 'Hm' },
      { type: 'reasoning', delta: 'm.' },
      { type: 'reasoningDone', providerId: 'rs_1', encryptedContent: 'secret' },
      text('Good '),
      text('day.'),
      done('stop', usage(1_000_000, 0)),
    ]);
    const { events, items } = await run({ stream });
    const [reasoning, answer, result] = items;
    assert.ok(reasoning?.type === 'reasoning' && answer?.type === 'assistant' && result?.type === 'result');
    assert.deepEqual(
      [reasoning.text, reasoning.status, reasoning.encryptedContent, reasoning.model],
      ['Hmm.', 'complete', 'secret', 'gpt-4.1'],
    );
    assert.deepEqual([answer.text, answer.status], ['Good day.', 'complete']);
    assert.deepEqual(
      [result.end, result.model, result.usage],
      ['complete', 'gpt-4.1', { ...usage(1_000_000, 0), costUsd: 2 }],
    );
    assert.equal(events.filter((event) => event.type === 'delta').length, 2);
    assert.equal(requests[0]?.cacheKey, 'c1');
  });

  it('counts about what an answer has come to that is cut off or comes without figures', async () => {
    const cut = scriptedModel([text('x'.repeat(400)), new OpenAIError({ kind: 'network', message: 'Broken.' })]);
    const broken = last((await run({ stream: cut.stream })).items);
    assert.equal(broken.end, 'failed');
    assert.deepEqual([broken.usage?.outputTokens, broken.usage?.estimated], [100, true]);
    assert.ok(broken.usage?.costUsd);

    const two = scriptedModel(
      [...call('a', 'look', {}), done('toolCalls', usage(1000, 10))],
      [text('x'.repeat(400)), done()],
    );
    const silent = last((await run({ stream: two.stream, tools: [tool('look', () => Promise.resolve('ok'))] })).items);
    assert.deepEqual([silent.usage?.outputTokens, silent.usage?.estimated], [110, true]);
    assert.deepEqual(
      silent.requests?.map(({ estimated }) => estimated),
      [undefined, true],
    );
  });

  it('counts nothing of what was refused, nor of what may be gone on with', async () => {
    const refused = scriptedModel([new OpenAIError({ kind: 'auth', message: 'No.', status: 401 })]);
    assert.equal(last((await run({ stream: refused.stream })).items).usage, undefined);
    const away = scriptedModel([text('Half'), new OpenAIError({ kind: 'network', message: 'Broken.' })]);
    assert.equal(last((await run({ stream: away.stream, background: true })).items).usage, undefined);
  });

  it('counts an answer that the user stops toward the budget', async () => {
    const stop = new AbortController();
    const stream: ModelStream = async function* (_request, { signal }) {
      yield text('x'.repeat(4000));
      await new Promise((resolve) => setImmediate(resolve));
      stop.abort();
      signal.throwIfAborted();
    };
    const spent: number[] = [];
    const budget = {
      limited: true,
      exceeded: () => undefined,
      extend: () => undefined,
      spend: (usd: number) => spent.push(usd),
    };
    const items = replay([], await collect(start({ stream, budget }, stop.signal)));
    assert.equal(last(items).end, 'cancelled');
    // 1,000 tokens at 8 dollars a million, and what was asked.
    assert.ok(spent.length === 1 && spent[0] !== undefined && spent[0] >= 0.008 && spent[0] < 0.0081, String(spent));
  });

  it('tells once what the model does not take', async () => {
    const { stream } = scriptedModel([...call('call_1', 'look', {}), done('toolCalls')], [text('Done.'), done()]);
    const shaping: ModelStream = (request, options) => {
      options.onDropped?.(['temperature: o3 takes none']);
      return stream(request, options);
    };
    const { items } = await run({ stream: shaping, tools: [tool('look', () => Promise.resolve('ok'))] });
    assert.deepEqual(last(items).dropped, ['temperature: o3 takes none']);
  });

  it('keeps messages apart that the model keeps apart', async () => {
    const { stream } = scriptedModel([
      { type: 'message', phase: 'commentary' },
      text('Let me see.'),
      { type: 'message', phase: 'final_answer' },
      text('It is 4.'),
      done(),
    ]);
    const { items } = await run({ stream });
    const answers = items.flatMap((item) => (item.type === 'assistant' ? [[item.phase, item.text]] : []));
    assert.deepEqual(answers, [
      ['commentary', 'Let me see.'],
      ['final_answer', 'It is 4.'],
    ]);
  });

  it('runs the calls of an answer and asks again with their outputs', async () => {
    const { stream, requests } = scriptedModel(
      [text('Looking.'), ...call('a', 'look', { at: 1 }), done('toolCalls', usage(10, 1))],
      [text('Found.'), done('stop', usage(20, 2))],
    );
    const look = tool('look', () => Promise.resolve('a thing'));
    const { items } = await run({ stream, tools: [look] });
    assert.deepEqual(
      items.map((item) => item.type),
      ['assistant', 'toolCall', 'assistant', 'result'],
    );
    const [looked] = calls(items);
    assert.deepEqual(
      [looked?.status, looked?.output, looked?.arguments, looked?.title, looked?.step],
      ['succeeded', 'a thing', '{"at":1}', 'look', 1],
    );
    assert.equal(last(items).usage?.inputTokens, 30);
    const sent = requests[1]?.transcript.find((item) => item.type === 'toolCall');
    assert.equal(sent?.output, 'a thing');
  });

  it('runs reads that stand together in parallel, and writes alone and in order', async () => {
    let running = 0;
    let most = 0;
    const order: string[] = [];
    const work = (name: string) => async () => {
      most = Math.max(most, ++running);
      order.push(name);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      order.push(`${name} done`);
      return name;
    };
    const { stream } = scriptedModel(
      [
        ...call('1', 'r1', {}),
        ...call('2', 'r2', {}),
        ...call('3', 'w1', {}),
        ...call('4', 'w2', {}),
        ...call('5', 'r1', {}),
        done('toolCalls'),
      ],
      [text('Ok'), done()],
    );
    const tools = [
      tool('r1', work('r1')),
      tool('r2', work('r2')),
      tool('w1', work('w1'), { kind: 'write' }),
      tool('w2', work('w2'), { kind: 'run' }),
    ];
    await run({ stream, tools });
    assert.equal(most, 2);
    assert.deepEqual(order.slice(0, 4), ['r1', 'r2', 'r1 done', 'r2 done']);
    assert.deepEqual(order.slice(4), ['w1', 'w1 done', 'w2', 'w2 done', 'r1', 'r1 done']);
  });

  it('tells the model of failures: a throw, bad arguments, an unknown tool', async () => {
    const { stream, requests } = scriptedModel(
      [...call('1', 'throws', {}), ...call('2', 'picky', '{"a":'), ...call('3', 'nothing', {}), done('toolCalls')],
      [text('Sorry.'), done()],
    );
    const tools = [
      tool('throws', () => Promise.reject(new Error('The file is not there.'))),
      tool('picky', () => Promise.resolve(''), {
        prepare: (args) => Promise.reject(new Error(`Not valid JSON: ${args}`)),
      }),
    ];
    const { items } = await run({ stream, tools });
    assert.deepEqual(
      calls(items).map(({ status, output }) => [status, output]),
      [
        ['failed', 'The file is not there.'],
        ['failed', 'Not valid JSON: {"a":'],
        ['failed', 'There is no tool "nothing". There are: throws, picky.'],
      ],
    );
    assert.equal(last(items).end, 'complete');
    assert.equal(requests.length, 2);
  });

  it('asks before a call that needs approval, and tells the model why it was denied', async () => {
    const asked: string[] = [];
    let discarded = 0;
    let ran = 0;
    const approvals: Approvals = {
      refusal: () => undefined,
      shown: (_, request) => request,
      check: (_, { title }) => (title === 'Known' ? { approved: true } : undefined),
      ask: (_, callId) => {
        asked.push(callId);
        return Promise.resolve(callId === 'b' ? { approved: false, reason: 'Use pnpm.' } : { approved: true });
      },
    };
    const write = (name: string, title: string) =>
      tool(name, () => Promise.resolve(''), {
        kind: 'write',
        prepare: () =>
          Promise.resolve({
            title,
            approval: { kind: 'write', title, detail: '' },
            run: () => Promise.resolve(`ran ${++ran}`),
            discard: () => void (discarded += 1),
          }),
      });
    const { stream } = scriptedModel(
      [...call('a', 'w', {}), ...call('b', 'w', {}), ...call('c', 'known', {}), done('toolCalls')],
      [text('Ok'), done()],
    );
    const { events, items } = await run({ stream, approvals, tools: [write('w', 'New'), write('known', 'Known')] });
    assert.deepEqual(asked, ['a', 'b']);
    assert.deepEqual(
      calls(items).map(({ status, output }) => [status, output]),
      [
        ['succeeded', 'ran 1'],
        ['denied', 'The user denied this call. Reason: Use pnpm.'],
        ['succeeded', 'ran 2'],
      ],
    );
    assert.equal(discarded, 1);
    const statuses = events.flatMap((event) =>
      event.type === 'item' && event.item.type === 'toolCall' && event.item.callId === 'a' ? [event.item.status] : [],
    );
    assert.deepEqual(statuses, ['streaming', 'awaitingApproval', 'running', 'succeeded']);
  });

  it('keeps what had arrived when the stream fails, and ends with the error', async () => {
    const failure = new OpenAIError({ kind: 'network', message: 'The connection broke.' });
    const { stream } = scriptedModel([text('Half an '), ...call('1', 'r', '{"pa'), failure]);
    const { items } = await run({ stream, tools: [tool('r', () => Promise.resolve(''))] });
    const [answer, cut, result] = items;
    assert.ok(answer?.type === 'assistant' && cut?.type === 'toolCall' && result?.type === 'result');
    assert.deepEqual([answer.text, answer.status], ['Half an ', 'complete']);
    assert.equal(cut.status, 'cancelled');
    assert.ok(cut.output);
    assert.deepEqual([result.end, result.error], ['failed', { kind: 'network', message: 'The connection broke.' }]);

    const text2 = await run({ stream: scriptedModel([text('Half'), failure]).stream });
    assert.ok(text2.items[0]?.type === 'assistant');
    assert.equal(text2.items[0].status, 'failed');
  });

  it('fails when a stream ends without saying so', async () => {
    const { items } = await run({ stream: scriptedModel([text('Half')]).stream });
    assert.equal(last(items).end, 'failed');
  });

  it('runs no call of an answer that was cut short', async () => {
    let ran = false;
    const { stream, requests } = scriptedModel([
      ...call('1', 'r', '{"pa'),
      { type: 'done', finish: 'incomplete', incompleteReason: 'max_output_tokens' },
    ]);
    const { items } = await run({ stream, tools: [tool('r', () => Promise.resolve(String((ran = true))))] });
    assert.equal(ran, false);
    assert.equal(requests.length, 1);
    assert.equal(calls(items)[0]?.status, 'cancelled');
    assert.deepEqual([last(items).end, last(items).incompleteReason], ['incomplete', 'max_output_tokens']);
  });

  it('ends visibly at the step limit, with every call answered', async () => {
    const again = [...call('1', 'r', {}), done('toolCalls')];
    const { stream, requests } = scriptedModel(again, again, again);
    const { items } = await run({
      stream,
      stepLimit: 2,
      questions: alwaysAnswers({ option: 'stop' }),
      tools: [tool('r', () => Promise.resolve('more'))],
    });
    assert.equal(requests.length, 2);
    assert.equal(last(items).end, 'stepLimit');
    assert.deepEqual(
      calls(items).map(({ status, step }) => [status, step]),
      [
        ['succeeded', 1],
        ['succeeded', 2],
      ],
    );
  });

  it('passes retries on as events', async () => {
    const stream: ModelStream = async function* (_, { onRetry }) {
      onRetry?.({ attempt: 1, delayMs: 5000, reason: 'HTTP 429' });
      yield await Promise.resolve(text('Hi'));
      yield done();
    };
    const before = Date.now();
    const { events } = await run({ stream });
    const [retrying] = events;
    assert.ok(retrying?.type === 'retrying' && retrying.until >= before + 5000);
    assert.deepEqual([retrying.attempt, retrying.reason], [1, 'HTTP 429']);
  });

  for (const [reason, end] of [
    [undefined, 'cancelled'],
    [new Interruption('closing'), 'interrupted'],
  ] as const) {
    it(`marks a turn as ${end} and answers every call, also where a tool is deaf to the signal`, async () => {
      const stop = new AbortController();
      const { stream } = scriptedModel([...call('1', 'deaf', {}), ...call('2', 'w', {}), done('toolCalls')]);
      const tools = [
        tool('deaf', () => {
          setImmediate(() => stop.abort(reason));
          return new Promise<string>(() => undefined);
        }),
        tool('w', () => Promise.resolve('never'), { kind: 'write' }),
      ];
      const events = await collect(start({ stream, tools }, stop.signal));
      const items = replay([], events);
      assert.deepEqual(
        calls(items).map(({ status, output }) => [status, output]),
        [
          ['cancelled', 'Cancelled by the user while it ran. It may have taken effect.'],
          ['cancelled', 'Cancelled by the user before it ran.'],
        ],
      );
      assert.equal(last(items).end, end);
    });
  }

  it('discards a call that could not be put before the user', async () => {
    const approval = { kind: 'write', title: 'Edit', detail: '' } as const;
    const discard = () => 'A part was accepted before.';
    const { stream } = scriptedModel([...call('1', 'w', {}), done('toolCalls')], [text('Sorry.'), done()]);
    const write = tool('w', () => Promise.resolve(''), {
      kind: 'write',
      prepare: () => Promise.resolve({ title: '', approval, run: () => Promise.resolve(''), discard }),
    });
    const { items } = await run({ stream, tools: [write] });
    assert.deepEqual(
      calls(items).map(({ status, output }) => [status, output]),
      [['failed', 'Nothing was to be asked.\nA part was accepted before.']],
    );
  });

  it('discards a call that waited for approval when the turn is stopped, and tells what was taken of it', async () => {
    const stop = new AbortController();
    let discarded = 0;
    const discard = () => `A part was accepted before: ${++discarded}`;
    const approval = { kind: 'write', title: 'Edit', detail: '' } as const;
    const { stream } = scriptedModel([...call('1', 'w', {}), done('toolCalls')]);
    const write = tool('w', () => Promise.resolve(''), {
      kind: 'write',
      prepare: () => Promise.resolve({ title: '', approval, run: () => Promise.resolve(''), discard }),
    });
    const approvals: Approvals = {
      refusal: () => undefined,
      shown: (_, request) => request,
      check: () => undefined,
      ask: () => {
        setImmediate(() => stop.abort());
        return new Promise(() => undefined);
      },
    };
    const items = replay([], await collect(start({ stream, tools: [write], approvals }, stop.signal)));
    assert.deepEqual(
      calls(items).map(({ status, output }) => [status, output]),
      [['cancelled', 'Cancelled by the user before it ran.\nA part was accepted before: 1']],
    );
    assert.equal(discarded, 1);
  });

  it('ends with the calls of an answer when one of them says so', async () => {
    const { stream, requests } = scriptedModel([...call('1', 'last', {}), ...call('2', 'read', {}), done('toolCalls')]);
    const result = { text: 'That was it.', images: [], endsTurn: true };
    const tools = [tool('last', () => Promise.resolve(result)), tool('read', () => Promise.resolve('read'))];
    const items = replay([], await collect(start({ stream, tools })));
    assert.equal(requests.length, 1);
    assert.deepEqual(
      calls(items).map(({ output }) => output),
      ['That was it.', 'read'],
    );
    assert.equal(last(items).end, 'complete');
  });

  it('stops the model when nobody reads any more', async () => {
    let stopped = false;
    const stream: ModelStream = async function* (_, { signal }) {
      yield text('endless');
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      stopped = true;
      signal.throwIfAborted();
    };
    for await (const event of start({ stream })) if (event.type === 'item') break;
    assert.equal(stopped, true);
  });
});
