import assert from 'node:assert/strict';
import { it } from 'node:test';
import { wavFile } from '../../../../src/ui/audio/wavFile.ts';

it('wavFile puts a header before the samples that says their rate and number', () => {
  const file = wavFile(new Uint8Array([1, 0, 255, 127]), 24_000);
  assert.equal(file.length, 48);
  assert.equal(file.toString('latin1', 0, 4), 'RIFF');
  assert.equal(file.readUInt32LE(4), file.length - 8);
  assert.equal(file.toString('latin1', 8, 16), 'WAVEfmt ');
  assert.deepEqual([file.readUInt16LE(20), file.readUInt16LE(22), file.readUInt32LE(24)], [1, 1, 24_000]);
  assert.equal(file.readUInt32LE(28), 48_000);
  assert.deepEqual([file.readUInt16LE(32), file.readUInt16LE(34)], [2, 16]);
  assert.equal(file.readUInt32LE(40), 4);
  assert.deepEqual([...file.subarray(44)], [1, 0, 255, 127]);
});
