import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Writes } from '../../../src/editor/review/writes.ts';

const write = { files: [], origin: { conversationId: 'c', messageId: 'm' } };

test('listeners see a write before and after it', async () => {
  const writes = new Writes();
  const seen: string[] = [];
  writes.onWillWrite((told) => {
    assert.equal(told, write);
    seen.push('before');
    return Promise.resolve(() => Promise.resolve(void seen.push('after')));
  });
  const listening = writes.onWillWrite(() => Promise.resolve(void seen.push('also')));
  assert.equal(await writes.perform(write, () => Promise.resolve(seen.push('write'))), 3);
  assert.deepEqual(seen, ['before', 'also', 'write', 'after']);
  listening.dispose();
  await assert.rejects(
    writes.perform(write, () => Promise.reject(new Error('disk full'))),
    /disk full/,
  );
  assert.deepEqual(seen.slice(4), ['before', 'after']);
});

test('a listener that fails stops the write', async () => {
  const writes = new Writes();
  writes.onWillWrite(() => Promise.reject(new Error('cannot keep it')));
  let written = false;
  await assert.rejects(
    writes.perform(write, () => Promise.resolve((written = true))),
    /cannot keep it/,
  );
  assert.equal(written, false);
});
