import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callCost } from '../../../src/agent/models/callCost.ts';
import { builtInProfile } from '../../../src/editor/profile.ts';
import { costNote, doneMessage, droppedNote } from '../../../src/ui/doneMessage.ts';

test('a message leaves out what is not known', () => {
  const answer = { usage: { prompt_tokens: 1_000_000 } };
  const cost = (model: string) =>
    costNote(callCost({ path: '/embeddings', request: { model }, answer }), builtInProfile);
  assert.equal(cost('text-embedding-3-small'), '$0.0200');
  assert.equal(cost('nomic'), undefined);
  assert.equal(costNote({ usd: 0 }, builtInProfile), 'free');
  const router = { name: 'Router', baseURL: 'https://router.example/v1' };
  const azure = { name: 'Azure', baseURL: 'https://us.openai.azure.com/openai/v1', azure: {} };
  assert.equal(costNote({ usd: 0.02 }, azure), '$0.0200');
  assert.equal(costNote({ usd: 0.02 }, router), "$0.0200 at OpenAI's list price", 'another server asks what it asks');
  assert.equal(droppedNote([]), undefined);
  assert.equal(doneMessage('a', undefined, '', 'b', droppedNote(['c', 'd'])), 'a · b · Left out: c; d');
});
