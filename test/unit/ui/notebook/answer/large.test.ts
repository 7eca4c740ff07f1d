import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient } from '../../../../../src/openai/client.ts';
import type { ResultPart } from '../../../../../src/protocol/cellResult.ts';
import { shortened } from '../../../../../src/ui/notebook/answer/json.ts';
import { readAnswer } from '../../../../../src/ui/notebook/answer/readAnswer.ts';
import { readBytes } from '../../../../../src/ui/notebook/answer/readBytes.ts';
import { startRawServer, type Respond } from '../../../../support/rawServer.ts';
import { read, readEvents, said } from './read.ts';

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

const DELTAS = 20_000;
/** 1 MB and a bit in all. */
const delta = 'x'.repeat(55);
const whole = delta.repeat(DELTAS);
const isCut = (text: string) => text.startsWith('xxx') && /x… \(the first [\d,]+ of 1,100,000 characters\)$/.test(text);

test('the arguments of a call arrive whole however many deltas they come in; of very long ones the beginning is shown', async () => {
  const chunk = (call: object) => ({
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta: { tool_calls: [{ index: 0, ...call }] } }],
  });
  const { answer, error } = await readEvents('/chat/completions', [
    chunk({ id: 'c', type: 'function', function: { name: 'write', arguments: '' } }),
    ...Array.from({ length: DELTAS }, () => chunk({ function: { arguments: delta } })),
    { choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] },
    '[DONE]',
  ]);
  assert.equal(error, undefined);
  const { choices } = answer?.value as {
    choices: { message: { tool_calls: { function: { arguments: string } }[] } }[];
  };
  assert.ok(choices[0]?.message.tool_calls[0]?.function.arguments === whole);
  const [call] = answer?.parts ?? [];
  assert.ok(call?.kind === 'toolCall' && call.name === 'write' && isCut(call.arguments));
});

test('so do those of a response', async () => {
  const item = { type: 'function_call', id: 'f', call_id: 'c', name: 'write', arguments: '' };
  const { answer, error } = await readEvents('/responses', [
    { type: 'response.output_item.added', sequence_number: 1, output_index: 0, item },
    ...Array.from({ length: DELTAS }, (_, index) => ({
      type: 'response.function_call_arguments.delta',
      sequence_number: index + 2,
      output_index: 0,
      delta,
    })),
    { type: 'response.completed', sequence_number: DELTAS + 2, response: { status: 'completed', output: [] } },
  ]);
  assert.equal(error, undefined);
  const { output } = answer?.value as { output: { arguments: string }[] };
  assert.ok(output[0]?.arguments === whole);
  const [call] = answer?.parts ?? [];
  assert.ok(call?.kind === 'toolCall' && call.name === 'write' && isCut(call.arguments));
});

test('a call whose server leaves its name out is shown', async () => {
  const { answer } = await readEvents('/chat/completions', [
    { choices: [{ index: 0, delta: { tool_calls: [{ index: 0, function: { arguments: '{"a":1}' } }] } }] },
    { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
    '[DONE]',
  ]);
  assert.deepEqual(answer?.parts[0], { kind: 'toolCall', name: 'function', type: 'function', arguments: '{"a":1}' });
});

test('what nobody asks for while it grows is not made, and what is asked for is what there is then', async () => {
  const chunk = (content: string) => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`;
  let next = (): void => undefined;
  await using server = await startRawServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(chunk('One'));
    next = () => response.end(`${chunk(' two')}data: [DONE]\n\n`);
  });
  const client = createClient({ baseURL: `${server.origin}/v1`, apiKey: 'sk-test' });
  const path = '/chat/completions';
  const response = await client.request({ method: 'POST', path, body: { stream: true } });
  const growing: (() => readonly ResultPart[])[] = [];
  await readAnswer(
    response,
    { method: 'POST', path, startedAt: 0 },
    {
      signal: new AbortController().signal,
      onParts: () => assert.fail('All of it was asked for as it grew.'),
      onGrowing: (parts) => {
        growing.push(parts);
        next();
      },
      loadImage: () => Promise.resolve(undefined),
    },
  );
  assert.equal(growing.length, 2);
  for (const parts of growing) {
    assert.deepEqual(parts(), [{ kind: 'text', role: 'answer', text: 'One two', streaming: true }]);
  }
});
