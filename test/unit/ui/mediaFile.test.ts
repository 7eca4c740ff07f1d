import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mediaFile } from '../../../src/ui/mediaFile.ts';

describe('an image or a sound as a file', () => {
  it('has the bytes that were sent and an extension of ours', () => {
    const sent = Buffer.from('ID3', 'latin1');
    assert.deepEqual(mediaFile('audio/mpeg; x=1', sent), { bytes: sent, extension: 'mp3' });
    assert.equal(mediaFile('audio/../../x', sent).extension, 'bin');
    assert.equal(mediaFile('constructor', sent).extension, 'bin');
  });

  it('is a WAV file for raw samples', () => {
    const { bytes, extension } = mediaFile('audio/L16;rate=24000', Buffer.from('AAABAAIA', 'base64'));
    const file = Buffer.from(bytes);
    assert.equal(extension, 'wav');
    assert.equal(file.subarray(0, 4).toString('latin1'), 'RIFF');
    assert.equal(file.readUInt32LE(24), 24_000);
    assert.equal(file.subarray(44).toString('base64'), 'AAABAAIA');
  });
});
