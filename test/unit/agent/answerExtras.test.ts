import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AnswerExtras } from '../../../src/agent/answerExtras.ts';
import { serverCallOf } from '../../../src/agent/models/serverCalls.ts';

test('sound, sources and images without end are kept up to a limit', () => {
  const extras = new AnswerExtras();
  const data = Buffer.alloc(40_000_000, 1).toString('base64');
  for (let piece = 0; piece < 2; piece++) extras.add({ type: 'audio', mediaType: 'audio/L16;rate=24000', data });
  const citation = { kind: 'url', url: 'https://a.example/', title: 'A' } as const;
  for (let source = 0; source < 5_000; source++) extras.add({ type: 'citation', citation });
  const { audio, citations } = extras.take();
  assert.equal(Buffer.from(audio?.data ?? '', 'base64').length, 57_600_000);
  assert.equal(citations?.length, 1_000);
  const image = { type: 'image_generation_call', id: 'ig_1', status: 'completed', result: 'A'.repeat(70_000_000) };
  const call = serverCallOf(image, true);
  assert.equal(call?.status, 'failed');
  assert.deepEqual(call.call, { kind: 'imageGeneration', error: 'The image is larger than 50 MB: it is not kept.' });
});

test('what comes after a message was taken belongs to the next one', () => {
  const extras = new AnswerExtras();
  extras.add({ type: 'audio', mediaType: 'audio/L16;rate=24000', data: 'AAAA' });
  extras.take();
  assert.deepEqual(extras.take(), {});
});
