import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dataImage, mediaOf } from '../../../src/agent/mediaOf.ts';
import type { ServerCall } from '../../../src/agent/serverCall.ts';
import type { Item } from '../../../src/agent/transcript.ts';

const item = (id: string, call: ServerCall): Item => ({
  type: 'serverCall',
  id,
  at: 1,
  providerId: id,
  model: 'gpt-5.4',
  status: 'succeeded',
  input: '',
  call,
});
const png = 'data:image/png;base64,AAAA';

test('finds an image of an answer by its item and number, and nothing where there is none', () => {
  const outputs = [
    { type: 'logs', text: '1' },
    { type: 'image', url: png },
    { type: 'image', url: 'https://a.example/x.png' },
  ] as const;
  const transcript = [
    item('image', { kind: 'imageGeneration', prompt: 'A fox', image: { mediaType: 'image/webp', data: 'BBBB' } }),
    item('failed', { kind: 'imageGeneration', error: 'Blocked.' }),
    item('code', { kind: 'codeInterpreter', containerId: 'c', outputs }),
  ];
  assert.deepEqual(mediaOf(transcript, 'image', 0), { mediaType: 'image/webp', data: 'BBBB', name: 'A fox' });
  assert.deepEqual(mediaOf(transcript, 'code', 1), { mediaType: 'image/png', data: 'AAAA', name: 'figure' });
  const nowhere = [
    ['failed', 0],
    ['code', 0],
    ['code', 2],
    ['code', 9],
    ['gone', 0],
  ] as const;
  for (const [id, index] of nowhere) assert.equal(mediaOf(transcript, id, index), undefined, `${id} ${index}`);
});

test('takes no address for an image but one that is its data', () => {
  assert.deepEqual(dataImage(png), { mediaType: 'image/png', data: 'AAAA' });
  const others = [
    'data:text/html;base64,AAAA',
    'data:image/svg+xml;base64,AAAA',
    `${png}"onerror="x`,
    'https://a/x.png',
    '',
  ];
  for (const url of others) assert.equal(dataImage(url), undefined, url);
});
