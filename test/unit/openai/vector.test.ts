import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeVector } from '../../../src/openai/vector.ts';

test('base64 and numbers give the same 32-bit floats, wherever the bytes lie', () => {
  // Small buffers lie behind one another in a shared one, at any offset.
  for (let length = 0; length < 9; length++) {
    const expected = Float32Array.from({ length }, (_, index) => Math.sin(index + length) * 1e3);
    assert.deepEqual(decodeVector(Buffer.from(expected.buffer).toString('base64')), expected);
    assert.deepEqual(decodeVector([...expected]), expected);
  }
});

test('anything else is an error of the server', () => {
  for (const vector of [undefined, null, 3, {}, 'AAA=', 'AAAAAAA=']) {
    assert.throws(() => decodeVector(vector), { name: 'OpenAIError', kind: 'protocol' });
  }
});
