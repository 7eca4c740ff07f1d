import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import type { ByteSource } from '../../../src/openai/body.ts';
import { createClient } from '../../../src/openai/client.ts';
import { OpenAIError } from '../../../src/openai/errors.ts';
import { EventStream, type StreamRules } from '../../../src/openai/sse.ts';
import { startRawServer } from '../../support/rawServer.ts';

const STREAMS = 10_000;
const STREAMS_OVER_HTTP = 300;

const words = [
  'Hello',
  ' world',
  ' ',
  '\n',
  '\r\n',
  'é',
  '世界',
  '👩‍👩‍👧‍👦',
  '"quoted"',
  '\\',
  'data: x',
  '[DONE]',
  '{',
  '\u2028',
  '\0',
  '',
];

/** Mulberry32: the same streams every time, and the seed of a failure is enough to see it again. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

interface Generated {
  text: string;
  chunks: Buffer[];
}

/** A stream in one of the dialects servers speak, cut into chunks at random places. */
function generate(seed: number): Generated {
  const below = random(seed);
  const lineEnd = ['\n', '\r\n', '\r'][below(3)] ?? '\n';
  const space = ['', ' '][below(2)] ?? '';
  let text = '';
  let body = below(8) === 0 ? '\u{FEFF}' : '';
  const line = (content: string) => (body += content + lineEnd);
  const event = (value: object) => {
    if (below(6) === 0) line(`: ${words[below(3)] ?? ''}`);
    if (below(6) === 0) line('');
    if (below(6) === 0) line('event: message');
    if (below(9) === 0) line(`id:${below(100)}`);
    const json = JSON.stringify(value, null, below(5) === 0 ? 1 : 0);
    for (const part of json.split('\n')) line(`data:${space}${part}`);
    line('');
  };
  for (let count = below(12); count > 0; count--) {
    const content = Array.from({ length: below(5) }, () => words[below(words.length)]).join('');
    text += content;
    event({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
  }
  event({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
  if (below(2) === 0) body += `data:${space}[DONE]${lineEnd}${lineEnd}`;
  if (below(4) === 0) body = body.slice(0, -lineEnd.length);
  return { text, chunks: cut(Buffer.from(body), below) };
}

function cut(bytes: Buffer, below: (limit: number) => number): Buffer[] {
  const longest = [1, 3, 17, 200, 5_000][below(5)] ?? 1;
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 1 + below(longest);
    chunks.push(bytes.subarray(at, end));
    at = end;
  }
  return chunks;
}

const rules: StreamRules<ChatCompletionChunk> = {
  roleOf: ({ choices }) => (choices[0]?.finish_reason ? 'complete' : 'more'),
  endsWithDone: true,
};

function sourceOf(chunks: Buffer[], below: (limit: number) => number): ByteSource {
  let at = 0;
  return {
    read: () => {
      if (at >= chunks.length) return Promise.resolve(undefined);
      const together = chunks.slice(at, at + 1 + below(4));
      at += together.length;
      return Promise.resolve(together);
    },
    cancel: () => undefined,
    drain: () => undefined,
  };
}

/** What `EventStream` makes of these chunks, some of which arrive together. */
async function textOf(chunks: Buffer[], below: (limit: number) => number): Promise<string> {
  let text = '';
  for await (const { choices } of new EventStream(sourceOf(chunks, below), rules))
    text += choices[0]?.delta.content ?? '';
  return text;
}

test(`${STREAMS} streams cut at random give the same text`, async () => {
  for (let seed = 1; seed <= STREAMS; seed++) {
    const { text, chunks } = generate(seed);
    assert.equal(await textOf(chunks, random(seed)), text, `seed ${seed}`);
  }
});

test('streams that end too early give a beginning of the text and an error of kind network', async () => {
  for (let seed = 1; seed <= 2_000; seed++) {
    const { text, chunks } = generate(seed);
    const below = random(seed);
    const bytes = Buffer.concat(chunks);
    const finish = bytes.indexOf('"finish_reason":"stop"');
    if (finish < 0) continue;
    let got = '';
    const kept = cut(bytes.subarray(0, Math.max(3, below(finish))), below);
    const source = sourceOf(kept, () => 0);
    await assert.rejects(
      async () => {
        for await (const { choices } of new EventStream(source, rules)) got += choices[0]?.delta.content ?? '';
      },
      { kind: 'network' },
      `seed ${seed}`,
    );
    assert.ok(text.startsWith(got), `seed ${seed}`);
  }
});

test('random bytes never crash the reader: they end or are an OpenAIError', async () => {
  for (let seed = 1; seed <= 1_000; seed++) {
    const below = random(seed);
    const bytes = Buffer.from(Array.from({ length: below(300) }, () => below(256)));
    await textOf(cut(bytes, below), below).catch((error: unknown) =>
      assert.ok(error instanceof OpenAIError, `seed ${seed}`),
    );
  }
});

test(`${STREAMS_OVER_HTTP} of them over a socket`, async () => {
  await using server = await startRawServer(async (request, response) => {
    const { model } = JSON.parse(request.body) as { model: string };
    response.socket?.setNoDelay(true);
    for (const [index, chunk] of generate(Number(model)).chunks.entries()) {
      response.write(chunk);
      if (index % 8 === 0) await new Promise(setImmediate);
    }
    response.end();
  });
  const client = createClient({ baseURL: server.origin });
  for (let seed = 1; seed <= STREAMS_OVER_HTTP; seed++) {
    let text = '';
    const stream = await client.chat.completions.create({ model: String(seed), messages: [], stream: true });
    for await (const { choices } of stream) text += choices[0]?.delta.content ?? '';
    assert.equal(text, generate(seed).text, `seed ${seed}`);
  }
});
