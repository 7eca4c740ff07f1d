import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Budget } from '../../../src/agent/budget.ts';
import type { Answer } from '../../../src/agent/question.ts';
import { runTurn, type TurnOptions } from '../../../src/agent/runTurn.ts';
import type { Item } from '../../../src/agent/transcript.ts';
import { alwaysAnswers } from '../../support/toolContext.ts';
import { call, collect, done, noApprovals, replay, scriptedModel, text, tool, usage, user } from './script.ts';

async function run(answers: readonly [Answer, ...Answer[]], more: Partial<TurnOptions> & Pick<TurnOptions, 'stream'>) {
  const options = {
    conversationId: 'c',
    transcript: [user('Hello')],
    model: 'gpt-4.1',
    instructions: '',
    tools: () => [],
    approvals: noApprovals,
    questions: alwaysAnswers(...answers),
    stepLimit: 50,
    signal: new AbortController().signal,
  };
  const items = replay([], await collect(runTurn({ ...options, ...more })));
  const last = items.at(-1);
  assert.ok(last?.type === 'result');
  return { items, end: last.end, last };
}

const questionsIn = (items: readonly Item[]) =>
  items.flatMap((item) => (item.type === 'question' ? [item.question.text] : []));
const outputsIn = (items: readonly Item[]) => items.flatMap((item) => (item.type === 'toolCall' ? [item.output] : []));

/** Answers that call the tool with these arguments, one after the other, and then the end. */
const calling = (name: string, ...args: unknown[]) =>
  scriptedModel(...args.map((arg, at) => [...call(String(at), name, arg), done('toolCalls')]), [text('Done.'), done()]);

describe('the limits of a turn', () => {
  let ran = 0;
  const look = tool('look', () => Promise.resolve(String(++ran)));

  it('asks about the third call that is the same, and runs nothing more when stopped', async () => {
    ran = 0;
    const { stream, requests } = calling('look', { a: 1, b: 2 }, { b: 2, a: 1 }, ' {"a":1, "b":2}', { a: 1, b: 2 });
    const { items, end } = await run([{ option: 'stop' }], { stream, tools: () => [look] });
    assert.deepEqual([ran, end, requests.length], [2, 'cancelled', 3]);
    assert.match(questionsIn(items)[0] ?? '', /calls look for the third time with the same arguments/);
    assert.match(outputsIn(items)[2] ?? '', /the user stopped the turn/i);
  });

  it('is not evaded by spaces and characters that nobody sees, in the arguments or in what they say', async () => {
    const tries: unknown[][] = [
      ['{"command":"npm test"}', ' {"command" :\n"npm test" } ', '{"command":"npm\\u0020test"}'],
      [{ command: 'npm test' }, { command: 'npm  test ' }, { command: '\tnpm\u200B test\n' }],
      [{ a: [{ b: 'x' }] }, { a: [{ b: 'x ' }] }, { a: [{ b: ' x' }] }],
      ['{"broken', '{ "broken', '{"broken '],
    ];
    for (const args of tries) {
      const { stream } = calling('look', ...args);
      const { items, end } = await run([{ option: 'stop' }], { stream, tools: () => [look] });
      assert.deepEqual([questionsIn(items).length, end], [1, 'cancelled'], JSON.stringify(args));
    }
  });

  it('counts anew after it was run again', async () => {
    ran = 0;
    const { stream } = calling('look', ...Array.from({ length: 7 }, () => ({})));
    const { items, end } = await run([{ option: 'again' }], { stream, tools: () => [look] });
    assert.deepEqual([ran, end, questionsIn(items).length], [7, 'complete', 2]);
  });

  it('tells the model what the user says instead', async () => {
    ran = 0;
    const { stream } = calling('look', {}, {}, {});
    const { items, end } = await run([{ text: 'Look at b.ts.' }], { stream, tools: () => [look] });
    assert.deepEqual([ran, end], [2, 'complete']);
    assert.match(outputsIn(items)[2] ?? '', /Not run: .*\nThe user says: Look at b\.ts\.$/);
  });

  it('asks neither about other arguments nor about what may have changed', async () => {
    const other = calling('look', { n: 1 }, { n: 2 }, { n: 3 }, { n: 4 });
    assert.deepEqual(questionsIn((await run([{ option: 'stop' }], { ...other, tools: () => [look] })).items), []);
    const write = tool('write', () => Promise.resolve('ok'), { kind: 'write' });
    const names = ['look', 'look', 'write', 'look', 'look'];
    const { stream } = scriptedModel(...names.map((name, at) => [...call(String(at), name, {}), done('toolCalls')]), [
      text('Done.'),
      done(),
    ]);
    assert.deepEqual(questionsIn((await run([{ option: 'stop' }], { stream, tools: () => [look, write] })).items), []);
  });

  it('asks about the same write although each changes something, and about tools that do not exist', async () => {
    const write = tool('write', () => Promise.resolve('ok'), { kind: 'write' });
    for (const name of ['write', 'none']) {
      const { stream } = calling(name, {}, {}, {}, {});
      const { end } = await run([{ option: 'stop' }], { stream, tools: () => [write] });
      assert.equal(end, 'cancelled', name);
    }
  });

  it('goes on with its context past the step limit as often as the user says so', async () => {
    const { stream, requests } = calling('look', { n: 1 }, { n: 2 }, { n: 3 }, { n: 4 });
    const more = { stream, tools: () => [look], stepLimit: 2 };
    const { items, end } = await run([{ option: 'continue' }, { option: 'stop' }], more);
    assert.deepEqual([requests.length, end], [4, 'stepLimit']);
    assert.deepEqual(questionsIn(items), [
      'This turn has made 2 requests (setting parley.maxSteps).',
      'This turn has made 4 requests (setting parley.maxSteps).',
    ]);
    assert.equal(requests[3]?.transcript.filter(({ type }) => type === 'toolCall').length, 3);
  });

  it('offers with the next request what a call has opened', async () => {
    const { stream, requests } = calling('look', {});
    const tools: TurnOptions['tools'] = (transcript) =>
      transcript.some(({ type }) => type === 'toolCall') ? [look, tool('more', () => Promise.resolve(''))] : [look];
    await run([{ option: 'stop' }], { stream, tools });
    assert.deepEqual(
      requests.map((request) => request.tools.map(({ name }) => name)),
      [['look'], ['look', 'more']],
    );
  });

  it('asks before the request that would go over the budget', async () => {
    const spent: number[] = [];
    let extended = 0;
    const budget: Budget = {
      limited: true,
      exceeded: () => (spent.length > extended ? `$${spent.length}` : undefined),
      extend: () => extended++,
      spend: (costUsd) => spent.push(costUsd),
    };
    const answer = (at: number) => [...call(String(at), 'look', { at }), done('toolCalls', usage(1_000_000, 0))];
    const { stream, requests } = scriptedModel(answer(1), answer(2), answer(3));
    const answers = [{ option: 'continue' }, { option: 'stop' }] as const;
    const { items, end } = await run([...answers], { stream, tools: () => [look], budget });
    assert.deepEqual([requests.length, end, spent], [2, 'budget', [2, 2]]);
    assert.deepEqual(questionsIn(items), ['$1', '$2']);
  });

  it('says that a model without a price counts nothing, where there is a budget', async () => {
    const budget = (limited: boolean): Budget => ({
      limited,
      exceeded: () => undefined,
      extend: () => undefined,
      spend: () => assert.fail('It has no price.'),
    });
    for (const limited of [true, false]) {
      const { stream } = scriptedModel([text('Hi'), done('stop', usage(10, 10))]);
      const { last } = await run([{ option: 'stop' }], { stream, model: 'my-model', budget: budget(limited) });
      assert.equal(last.unpriced, limited || undefined);
    }
  });
});
