import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonLines } from '../../../src/openai/jsonLines.ts';
import { collect } from './calls/call.ts';

async function* chunksOf(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

test('lines, where they begin and how long they are, whatever the chunks', async () => {
  const bytes = Buffer.from('{"a":"👋"}\r\n\n{"b":1}');
  for (let size = 1; size <= bytes.length; size++) {
    assert.deepEqual(await collect(jsonLines(chunksOf(bytes, size))), [
      { line: 1, offsetBytes: 0, sizeBytes: 13, value: { a: '👋' } },
      { line: 2, offsetBytes: 14, sizeBytes: 0, fault: 'The line is empty.' },
      { line: 3, offsetBytes: 15, sizeBytes: 7, value: { b: 1 } },
    ]);
  }
});

test('of a line that is too long nothing is kept, and the next one is read', async () => {
  const bytes = Buffer.from(`{"a":"${'x'.repeat(100)}"}\n{"b":1}\n`);
  for (const size of [1, 9, 200]) {
    const [first, second, ...more] = await collect(jsonLines(chunksOf(bytes, size), 50));
    assert.deepEqual(first, { line: 1, offsetBytes: 0, sizeBytes: 108, fault: 'The line is longer than 50 bytes.' });
    assert.deepEqual((second as { value?: unknown }).value, { b: 1 });
    assert.deepEqual(more, []);
  }
});
