import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createChatCompletionsModel } from '../../../src/agent/models/chatCompletionsModel.ts';
import { collect, user } from './script.ts';
import { connectModel } from './wire.ts';

test('a model stream sends what the model takes and tells what it did not', async () => {
  const answer = [{ choices: [{ index: 0, delta: { content: 'Hi' }, finish_reason: 'stop' }] }];
  await using wire = await connectModel(createChatCompletionsModel, answer, answer);
  const told: string[] = [];
  const ask = (model: string) =>
    collect(
      wire.stream(
        { model, instructions: 'Be brief.', transcript: [user('Hello')], tools: [] },
        { signal: new AbortController().signal, onDropped: (sentences) => told.push(...sentences) },
      ),
    );
  await ask('o1-mini');
  await ask('gpt-4.1');
  const roles = wire.bodies().map(({ messages }) => (messages as { role: string }[]).map(({ role }) => role));
  assert.deepEqual(roles, [
    ['user', 'user'],
    ['system', 'user'],
  ]);
  assert.deepEqual(told, ['system role: o1-mini has none, so the user says it']);
});
