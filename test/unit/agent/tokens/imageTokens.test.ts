import assert from 'node:assert/strict';
import { test } from 'node:test';
import { imageSize } from '../../../../src/agent/tokens/imageSize.ts';
import { imageTokens } from '../../../../src/agent/tokens/imageTokens.ts';

/** The beginning of a PNG: all that tells its size. */
function png(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(33);
  bytes.write('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

test('pictures take what the guide of OpenAI says of its examples', () => {
  assert.equal(imageTokens('gpt-4o', png(1024, 1024)), 765);
  assert.equal(imageTokens('gpt-4o-2024-08-06', png(2048, 4096)), 1105);
  assert.equal(imageTokens('gpt-4.1-mini', png(1024, 1024)), Math.ceil(1024 * 1.62));
  assert.equal(imageTokens('gpt-4.1-mini', png(8000, 8000)), Math.ceil(1536 * 1.62));
  assert.equal(imageTokens('gpt-5', png(200, 100)), 210);
  assert.ok(imageTokens('some-model', png(640, 480)) > 300);
  assert.ok(imageTokens('gpt-4o', Buffer.from('no picture')) > 0);
});

test('the size is read from each kind of picture', () => {
  assert.deepEqual(imageSize(png(3, 5)), { width: 3, height: 5 });
  assert.deepEqual(imageSize(Buffer.from('GIF89a\x03\0\x05\x01', 'latin1')), { width: 3, height: 261 });
  const jpeg = Buffer.from(
    'ffd8 ffe0 0006 4a464946 ffc4 0003 00 ffc2 000b 08 0105 0003 01011100'.replaceAll(' ', ''),
    'hex',
  );
  assert.deepEqual(imageSize(jpeg), { width: 3, height: 261 });
  const webp = (chunk: string, rest: string) =>
    Buffer.concat([Buffer.from(`RIFF\0\0\0\0WEBP${chunk}`, 'latin1'), Buffer.from(rest.replaceAll(' ', ''), 'hex')]);
  assert.deepEqual(imageSize(webp('VP8 ', '00000000 000000 9d012a 0300 0501')), { width: 3, height: 261 });
  assert.deepEqual(imageSize(webp('VP8L', '00000000 2f 02004100')), { width: 3, height: 261 });
  assert.deepEqual(imageSize(webp('VP8X', '00000000 00000000 020000 040100')), { width: 3, height: 261 });
});

test('of a picture that is cut off the size is not known', () => {
  assert.equal(imageSize(png(3, 5).subarray(0, 20)), undefined);
  assert.equal(imageSize(Buffer.from('ffd8ffe00010', 'hex')), undefined);
  assert.equal(imageSize(new Uint8Array()), undefined);
});
