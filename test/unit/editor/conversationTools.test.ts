import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer, Question } from '../../../src/agent/question.ts';
import { askUser } from '../../../src/editor/tools/askUser.ts';
import { todo } from '../../../src/editor/tools/todo.ts';
import { strictSchemaFaults } from '../../../src/openai/strictSchema.ts';
import { textOf, toolContext } from '../../support/toolContext.ts';

async function asked(args: object, answer: Answer): Promise<{ said: string; questions: Question[]; title: string }> {
  const questions: Question[] = [];
  const ask = (question: Question): Promise<Answer> => {
    questions.push(question);
    return Promise.resolve(answer);
  };
  const call = await askUser().prepare(JSON.stringify(args), toolContext({ ask }));
  assert.equal(call.approval, undefined);
  return { said: textOf(await call.run()), questions, title: call.title };
}

test('ask_user offers the options and a field, and tells which was taken and what was written', async () => {
  const args = { question: ' Which database?\nBoth work. ', options: ['SQLite', ' Postgres '] };
  const { said, questions, title } = await asked(args, { option: '1', text: 'version 17' });
  assert.equal(said, 'The user chose: Postgres\nThe user wrote: version 17');
  assert.equal(title, 'Ask: Which database?');
  assert.deepEqual(questions, [
    {
      text: 'Which database?\nBoth work.',
      options: [
        { id: '0', label: 'SQLite' },
        { id: '1', label: 'Postgres' },
      ],
      field: 'Another answer',
    },
  ]);
  assert.equal((await asked(args, { text: 'Neither' })).said, 'The user wrote: Neither');
  assert.equal((await asked({ question: 'Why?', options: [] }, { text: 'So' })).questions[0]?.field, 'Your answer');
});

test('ask_user says what is wrong with a question', async () => {
  const seven = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  await assert.rejects(asked({ question: 'Which?', options: seven }, {}), /more than 6 options/);
  await assert.rejects(asked({ question: 'Which?', options: ['a', ' '] }, {}), /option is empty/);
  await assert.rejects(asked({ question: ' ', options: [] }, {}), /question is empty/);
});

test('todo says how far the list is, asks nothing and has a strict schema', async () => {
  const tool = todo();
  const items = [
    { text: 'Read', state: 'done' },
    { text: 'Write', state: 'doing' },
  ];
  const call = await tool.prepare(JSON.stringify({ items }), toolContext());
  assert.equal(call.title, 'Plan: 1 of 2 done');
  assert.equal(textOf(await call.run()), '1 of 2 done.');
  assert.equal((await tool.prepare('{"items":[]}', toolContext())).title, 'Plan: Cleared');
  await assert.rejects(tool.prepare('{"items":[{"text":"a","state":"later"}]}', toolContext()), /do not fit/);
  for (const { parameters } of [tool, askUser()]) assert.deepEqual(strictSchemaFaults(parameters), []);
});
