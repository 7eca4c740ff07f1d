import assert from 'node:assert/strict';
import { test } from 'node:test';
import { todoOf, todoProgress } from '../../../src/agent/todo.ts';
import type { Item, ToolCallItem, ToolCallStatus } from '../../../src/agent/transcript.ts';

let count = 0;
const call = (args: unknown, status: ToolCallStatus = 'succeeded', name = 'todo'): ToolCallItem => ({
  type: 'toolCall',
  id: `call-${count++}`,
  at: 0,
  callId: `call_${count}`,
  name,
  arguments: typeof args === 'string' ? args : JSON.stringify(args),
  status,
});
const user = (): Item => ({ type: 'user', id: `user-${count++}`, at: 0, text: 'Go on', attachments: [] });
const list = (...states: string[]) => ({ items: states.map((state, at) => ({ text: `Step ${at}`, state })) });

test('the last list that the tool took is the one that is shown', () => {
  assert.deepEqual(todoOf([]), []);
  assert.deepEqual(todoOf([user(), call(list('open'), 'streaming')]), []);
  const transcript = [call(list('doing', 'open')), call(list('done', 'doing')), call('{"items":[{"te', 'streaming')];
  assert.deepEqual(todoOf(transcript), [
    { text: 'Step 0', state: 'done' },
    { text: 'Step 1', state: 'doing' },
  ]);
  assert.equal(todoProgress(todoOf(transcript)), '1 of 2 done');
});

test('a list goes when it is cleared, or done and the user says something else', () => {
  assert.deepEqual(todoOf([call(list('open')), call({ items: [] })]), []);
  assert.equal(todoOf([call(list('done'))]).length, 1);
  assert.equal(todoOf([call(list('done', 'open')), user()]).length, 2);
  assert.deepEqual(todoOf([call(list('done')), user()]), []);
});

test('what is no list is left out', () => {
  assert.deepEqual(todoOf([call('nonsense')]), []);
  assert.deepEqual(todoOf([call('null')]), []);
  assert.deepEqual(todoOf([call({ items: 'a' })]), []);
  assert.deepEqual(todoOf([call({ items: [null, { text: 1, state: 'done' }, { text: 'a', state: 'lost' }] })]), []);
  assert.deepEqual(todoOf([call(list('open'), 'succeeded', 'other')]), []);
});
