import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OpenQuestions, type Question } from '../../../src/agent/question.ts';
import { runTurn } from '../../../src/agent/runTurn.ts';
import { todoOf } from '../../../src/agent/todo.ts';
import type { Tool } from '../../../src/agent/tool.ts';
import type { Item, ToolCallItem } from '../../../src/agent/transcript.ts';
import { askUser } from '../../../src/editor/tools/askUser.ts';
import { todo } from '../../../src/editor/tools/todo.ts';
import { createApprovals } from '../../support/approvals.ts';
import { alwaysAnswers, toolContext } from '../../support/toolContext.ts';
import { call, collect, done, replay, scriptedModel, text, tool, user } from './script.ts';

const unseen = /[\u202A-\u202E\u2066-\u2069\u200B\u{E0000}-\u{E007F}]|(?!\n)\p{Cc}/u;
const hidden = 'x\u202Egnp.exe\u2066\u200B\u{E0049}\u0007\u001B[2J';
const large = 'y'.repeat(1_000_000);

async function eventsOf(tools: readonly Tool[], ...calls: [name: string, args: unknown][]) {
  const { stream } = scriptedModel(
    [...calls.flatMap(([name, args], at) => call(String(at), name, args)), done('toolCalls')],
    [text('Done.'), done()],
  );
  return collect(
    runTurn({
      conversationId: 'c',
      transcript: [user('Go')],
      model: 'gpt-4.1',
      instructions: '',
      stream,
      tools: () => tools,
      approvals: createApprovals(),
      questions: alwaysAnswers({ option: '0' }),
      stepLimit: 9,
      signal: new AbortController().signal,
    }),
  );
}

const callsIn = (items: readonly Item[]): ToolCallItem[] => items.filter((item) => item.type === 'toolCall');

describe('hostile words of a model', () => {
  it('are seen as they are in questions, and cut', async () => {
    const question = `${hidden}\n<script>alert(1)</script>`;
    const items = replay([], await eventsOf([askUser()], ['ask_user', { question, options: [hidden, 'No'] }]));
    const asked = items.find((item) => item.type === 'question');
    assert.ok(asked?.type === 'question');
    assert.doesNotMatch(asked.question.text + asked.question.options.map(({ label }) => label).join(''), unseen);
    assert.equal(asked.status, 'answered');
    const ask = (question: Question) => Promise.reject(new Error(`Asked: ${question.text.slice(0, 9)}`));
    for (const args of [
      { question: large, options: [] },
      { question: 'Which?', options: [large] },
      { question: 'Which?', options: Array.from({ length: 7 }, String) },
    ])
      await assert.rejects(async () => askUser().prepare(JSON.stringify(args), toolContext({ ask })), /than \d+ /);
  });

  it('are cut where a tool asks them', async () => {
    const asks: Tool = {
      ...tool('asks', () => Promise.resolve('')),
      prepare: (_args, { ask }) =>
        Promise.resolve({
          title: 'Asks',
          run: async () => (await ask({ text: large, options: [{ id: '0', label: large }] })).option ?? '',
        }),
    };
    const asked = replay([], await eventsOf([asks], ['asks', {}])).find((item) => item.type === 'question');
    assert.ok(asked?.type === 'question');
    assert.ok(asked.question.text.length < 5000);
    assert.ok((asked.question.options[0]?.label.length ?? 0) < 300);
  });

  it('make no list that is too long, and nothing unseen in one', async () => {
    const items = [{ text: hidden, state: 'doing' }];
    assert.doesNotMatch(todoOf(replay([], await eventsOf([todo()], ['todo', { items }])))[0]?.text ?? '', unseen);
    for (const items of [
      [{ text: large, state: 'open' }],
      Array.from({ length: 51 }, () => ({ text: 'a', state: 'open' })),
    ]) {
      const told = replay([], await eventsOf([todo()], ['todo', { items }]));
      assert.equal(callsIn(told)[0]?.status, 'failed');
      assert.deepEqual(todoOf(told), []);
    }
  });

  it('show nothing unseen in titles, in what is approved and in what a call prints', async () => {
    const says: Tool = {
      ...tool('says', () => Promise.resolve('')),
      kind: 'run',
      prepare: (_args, { report }) =>
        Promise.resolve({
          title: `Edit ${hidden}\n${large}`,
          approval: { kind: 'run', title: `Edit ${hidden}\nsrc/a.ts`, detail: 'x', scope: 'x' },
          run: () => {
            report(large + hidden);
            return Promise.resolve('ok');
          },
        }),
    };
    const approvals = createApprovals();
    const { stream } = scriptedModel([...call('1', 'says', {}), done('toolCalls')], [done()]);
    const shown: ToolCallItem[] = [];
    for await (const event of runTurn({
      conversationId: 'c',
      transcript: [user('Go')],
      model: 'gpt-4.1',
      instructions: '',
      stream,
      tools: () => [says],
      approvals,
      questions: alwaysAnswers({ option: '0' }),
      stepLimit: 9,
      signal: new AbortController().signal,
    })) {
      if (event.type !== 'item' || event.item.type !== 'toolCall') continue;
      shown.push(event.item);
      if (event.item.status === 'awaitingApproval') setImmediate(() => void approvals.decide('1', 'once'));
    }
    const last = shown.at(-1);
    assert.ok(last?.approval && last.title !== undefined);
    assert.equal(last.status, 'succeeded');
    for (const title of [last.title, last.approval.title]) {
      assert.doesNotMatch(title, unseen);
      assert.doesNotMatch(title, /\n/);
      assert.ok(title.length < 310);
    }
    const progress = shown.find((item) => item.progress !== undefined)?.progress ?? '';
    assert.match(progress, /^y+xgnp\.exe/);
    assert.doesNotMatch(progress, unseen);
    assert.ok(progress.length < 5000);
  });
});

it('a question is answered in its own conversation only', async () => {
  const questions = new OpenQuestions();
  const waiting = questions.ask('one', 'q', new AbortController().signal);
  questions.answer('two', 'q', { option: 'startAgent' });
  questions.answer('one', 'other', { option: 'startAgent' });
  questions.answer('one', 'q', { option: 'discard' });
  assert.deepEqual(await waiting, { option: 'discard' });
});
