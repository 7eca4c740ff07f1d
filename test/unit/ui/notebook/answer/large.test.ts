import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient } from '../../../../../src/openai/client.ts';
import type { ResultPart } from '../../../../../src/protocol/cellResult.ts';
import { shortened } from '../../../../../src/ui/notebook/answer/json.ts';
import { readBytes } from '../../../../../src/ui/notebook/answer/readBytes.ts';
import { startRawServer, type Respond } from '../../../../support/rawServer.ts';
import { read, said } from './read.ts';

async function bytesOf(respond: Respond, mostBytes?: number) {
  await using server = await startRawServer(respond);
  const client = createClient({ baseURL: `${server.origin}/v1`, apiKey: 'sk-test' });
  const shown: ResultPart[] = [];
  const response = await client.request({ method: 'GET', path: '/files/f/content' });
  const { signal } = new AbortController();
  const bytes = await readBytes(response, { signal, onParts: (parts) => void shown.push(...parts) }, mostBytes);
  return { bytes, shown };
}

const sized =
  (bytes: number): Respond =>
  (_request, response) =>
    response.writeHead(200, { 'content-type': 'text/plain', 'content-length': bytes }).end(Buffer.alloc(bytes, 'a'));
const unsized: Respond = (_request, response) => {
  response.writeHead(200, { 'content-type': 'text/plain' });
  response.write(Buffer.alloc(600_000, 'a'));
  response.end(Buffer.alloc(600_000, 'b'));
};

test('of a long answer it is shown how much has come', async () => {
  const { bytes, shown } = await bytesOf(sized(3_000_000));
  assert.equal(bytes.length, 3_000_000);
  const end = shown.at(-1);
  assert.deepEqual(end, { kind: 'progress', label: 'Received 3.0 MB', fraction: 1, events: [] });
  const whole = await bytesOf(unsized);
  assert.equal(whole.bytes.length, 1_200_000);
  assert.deepEqual(whole.shown.at(-1), { kind: 'progress', label: 'Received 1.2 MB', events: [] });
});

test('one that is too large is not taken in, whether the server says its size or not', async () => {
  await assert.rejects(bytesOf(sized(2_000_000), 1_500_000), /larger than 1\.5 MB/);
  await assert.rejects(bytesOf(unsized, 1_000_000), /larger than 1\.0 MB/);
});

test('of a huge JSON the beginning is shown, and other cells have it whole', async () => {
  const items = Array.from({ length: 50_000 }, (_, id) => ({ id, note: 'some words of it' }));
  const result = await read({ path: '/things', answer: { items } });
  const json = result.answer?.parts.at(-1);
  assert.ok(json?.kind === 'json');
  assert.ok(JSON.stringify(json.value).length < 1_000_000);
  assert.match(JSON.stringify(json.value), /"… [\d,]+ more"/);
  assert.equal((result.answer?.value as { items: unknown[] }).items.length, 50_000);
  assert.deepEqual(said(result), []);
  const words = 'two words '.repeat(300_000);
  assert.match(String(shortened(words)), /… \(3,000,000 characters\)$/);
  assert.equal((shortened([words, words, 1]) as unknown[])[2], 1);
});
