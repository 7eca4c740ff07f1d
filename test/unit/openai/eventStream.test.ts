import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';
import { createClient } from '../../../src/openai/client.ts';
import type { OpenAIError } from '../../../src/openai/errors.ts';
import { eventStreamBody, startRawServer } from '../../support/rawServer.ts';

const delta = (content: string) => ({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
const stop = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };
const usage = { choices: [], usage: { total_tokens: 3 } };

interface Outcome {
  text: string;
  events: number;
  error?: unknown;
}

/** Streams a chat completion from a server that sends what `send` writes. */
async function chatFrom(send: (response: ServerResponse) => unknown): Promise<Outcome> {
  await using server = await startRawServer((_request, response) => {
    response.setHeader('x-request-id', 'req_7');
    send(response);
  });
  const client = createClient({ baseURL: server.origin, maxRetries: 0 });
  const outcome: Outcome = { text: '', events: 0 };
  try {
    for await (const chunk of await client.chat.completions.create({ model: 'm', messages: [], stream: true })) {
      outcome.events++;
      outcome.text += chunk.choices[0]?.delta.content ?? '';
    }
  } catch (error) {
    outcome.error = error;
  }
  return outcome;
}

/** The same for the Responses API: the types of its events. */
async function responsesFrom(body: string): Promise<{ types: string[]; error?: unknown }> {
  await using server = await startRawServer((_request, response) => response.end(body));
  const client = createClient({ baseURL: server.origin, maxRetries: 0 });
  const types: string[] = [];
  try {
    for await (const { type } of await client.responses.create({ model: 'm', input: '', stream: true }))
      types.push(type);
  } catch (error) {
    return { types, error };
  }
  return { types };
}

async function count(stream: AsyncIterable<unknown>): Promise<number> {
  const events: unknown[] = [];
  for await (const event of stream) events.push(event);
  return events.length;
}

const named = (event: { type: string }) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;

test('text, finish reason, usage and [DONE]', async () => {
  const outcome = await chatFrom((response) =>
    response.end(eventStreamBody([delta('Hel'), delta('lo'), stop, usage, '[DONE]', delta('never')])),
  );
  assert.deepEqual(outcome, { text: 'Hello', events: 4 });
});

const dialects: Record<string, string> = {
  'CRLF line ends': eventStreamBody([delta('a'), delta('b'), stop, '[DONE]']).replaceAll('\n', '\r\n'),
  'CR line ends': eventStreamBody([delta('a'), delta('b'), stop, '[DONE]']).replaceAll('\n', '\r'),
  'no space after data:': eventStreamBody([delta('a'), delta('b'), stop, '[DONE]']).replaceAll('data: ', 'data:'),
  'comments and blank keep-alives': `: hi\n\n\n\n${eventStreamBody([delta('a')])}: ping\n\ndata:\n\n${eventStreamBody([delta('b'), stop, '[DONE]'])}`,
  'a byte order mark': `\u{FEFF}${eventStreamBody([delta('a'), delta('b'), stop, '[DONE]'])}`,
  'no blank line at the end': eventStreamBody([delta('a'), delta('b'), stop]).trimEnd(),
  'data over several lines': `data: {"choices":\ndata: [{"delta":{"content":"ab"}}]}\n\n${eventStreamBody([stop])}`,
  'ids, retries and unknown fields': `id: 1\nretry: 10\nfoo: bar\n${eventStreamBody([delta('ab'), stop])}`,
  'no [DONE] after a finish reason': eventStreamBody([delta('ab'), stop]),
  'no finish reason before [DONE]': eventStreamBody([delta('ab'), '[DONE]']),
  'chunks without choices': eventStreamBody([{ choices: [], prompt_filter_results: [] }, delta('ab'), stop]),
};
for (const [name, body] of Object.entries(dialects)) {
  test(`a stream with ${name}`, async () => {
    const { text, error } = await chatFrom((response) => response.end(body));
    assert.equal(error, undefined);
    assert.equal(text, 'ab');
  });
}

test('bytes cut anywhere, also inside a character, give the same text', async () => {
  const text = 'Grüße, 世界 👩‍👩‍👧‍👦 e\u{301}';
  const bytes = Buffer.from(eventStreamBody(Array.from(text, delta).concat([stop as never, '[DONE]' as never])));
  const outcome = await chatFrom(async (response) => {
    response.socket?.setNoDelay(true);
    for (let at = 0; at < bytes.length; at += 7) {
      response.write(bytes.subarray(at, at + 7));
      await new Promise(setImmediate);
    }
    response.end();
  });
  assert.deepEqual(outcome.error, undefined);
  assert.equal(outcome.text, text);
});

test('events of one packet come together in a batch', async () => {
  await using server = await startRawServer((_request, response) =>
    response.end(eventStreamBody([delta('a'), delta('b'), delta('c'), stop, '[DONE]'])),
  );
  const client = createClient({ baseURL: server.origin });
  const stream = await client.chat.completions.create({ model: 'm', messages: [], stream: true });
  const sizes: number[] = [];
  for await (const batch of stream.batches()) sizes.push(batch.length);
  assert.deepEqual(sizes, [4]);
});

const truncated: Record<string, (response: ServerResponse) => unknown> = {
  'an orderly end': (response) => response.end(eventStreamBody([delta('part')])),
  'an end inside an event': (response) => response.end(`${eventStreamBody([delta('part')])}data: {"choices":[{"del`),
  'a broken connection': (response) =>
    response.write(eventStreamBody([delta('part')]), () => setTimeout(() => response.socket?.destroy(), 20)),
};
for (const [name, send] of Object.entries(truncated)) {
  test(`a stream cut by ${name} is an error of kind network, after the text that came`, async () => {
    const { text, error } = await chatFrom(send);
    assert.equal(text, 'part');
    assert.equal((error as OpenAIError).kind, 'network');
  });
}

test('a connection that breaks after the finish reason cost nothing', async () => {
  const { text, error } = await chatFrom((response) =>
    response.write(eventStreamBody([delta('all'), stop]), () => setTimeout(() => response.socket?.destroy(), 20)),
  );
  assert.equal(text, 'all');
  assert.equal(error, undefined);
});

test('an empty stream is cut off too', async () => {
  assert.equal(((await chatFrom((response) => response.end())).error as OpenAIError).kind, 'network');
  assert.equal(((await chatFrom((response) => response.end(': ping\n\n'))).error as OpenAIError).kind, 'network');
});

test('an error in the stream comes after the events before it', async () => {
  const error = { message: 'The server is overloaded', type: 'server_error', code: null };
  const outcome = await chatFrom((response) => response.end(eventStreamBody([delta('so far'), { error }, '[DONE]'])));
  assert.equal(outcome.text, 'so far');
  assert.deepEqual((outcome.error as OpenAIError).toJSON(), {
    kind: 'server',
    message: 'The server is overloaded',
    code: 'server_error',
    requestId: 'req_7',
  });
});

test('a web page, a JSON error and a complete answer instead of events are told apart', async () => {
  const failure = async (body: string) => (await chatFrom((response) => response.end(body))).error as OpenAIError;
  const page = await failure('<!doctype html>\n<html><title>Welcome to nginx!</title></html>');
  assert.equal(page.kind, 'protocol');
  assert.match(page.message, /a web page instead of events: Welcome to nginx!/);
  const json = await failure(JSON.stringify({ error: { message: 'no such model', code: 'model_not_found' } }, null, 2));
  assert.equal(json.kind, 'notFound');
  assert.equal(json.message, 'no such model');
  assert.equal((await failure('{"choices":[]}')).kind, 'protocol');
});

test('an event that is not JSON is an error of kind protocol', async () => {
  const { text, error } = await chatFrom((response) => response.end(`${eventStreamBody([delta('x')])}data: {oops\n\n`));
  assert.equal(text, 'x');
  assert.equal((error as OpenAIError).kind, 'protocol');
});

test('a Responses stream ends with completed, incomplete or failed, without waiting for the connection', async () => {
  for (const last of ['response.completed', 'response.incomplete', 'response.failed']) {
    await using server = await startRawServer((_request, response) =>
      response.write(named({ type: 'response.created' }) + named({ type: last })),
    );
    const client = createClient({ baseURL: server.origin });
    const types: string[] = [];
    for await (const { type } of await client.responses.create({ model: 'm', input: '', stream: true }))
      types.push(type);
    assert.deepEqual(types, ['response.created', last]);
  }
});

test('a Responses stream without its last event was cut off, [DONE] or not', async () => {
  for (const tail of ['', 'data: [DONE]\n\n']) {
    const { types, error } = await responsesFrom(named({ type: 'response.output_text.delta' }) + tail);
    assert.deepEqual(types, ['response.output_text.delta']);
    assert.equal((error as OpenAIError).kind, 'network');
  }
});

test('the error event of a Responses stream is thrown', async () => {
  const event = { type: 'error', code: 'rate_limit_exceeded', message: 'Too fast', param: null, sequence_number: 2 };
  const { types, error } = await responsesFrom(named({ type: 'response.created' }) + named(event));
  assert.deepEqual(types, ['response.created']);
  assert.equal((error as OpenAIError).kind, 'rateLimit');
  assert.equal((error as OpenAIError).message, 'Too fast');
});

test('a stream can be read only once', async () => {
  await using server = await startRawServer((_request, response) => response.end(eventStreamBody([stop, '[DONE]'])));
  const client = createClient({ baseURL: server.origin });
  const stream = await client.chat.completions.create({ model: 'm', messages: [], stream: true });
  assert.equal(await count(stream), 1);
  await assert.rejects(count(stream), /only once/);
});

test('a connection is used again after a stream', async () => {
  await using server = await startRawServer((_request, response) =>
    response.end(eventStreamBody([delta('a'), '[DONE]'])),
  );
  const client = createClient({ baseURL: server.origin });
  for (let turn = 0; turn < 5; turn++) {
    await count(await client.chat.completions.create({ model: 'm', messages: [], stream: true }));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.equal(server.connections(), 1);
});

test('a reader that is slow holds the server back', async () => {
  const megabyte = Buffer.from(eventStreamBody([delta('x'.repeat(1024 * 1024))]));
  let written = 0;
  await using server = await startRawServer(async (_request, response) => {
    for (let part = 0; part < 64 && !response.destroyed; part++) {
      if (!response.write(megabyte)) await once(response, 'drain').catch(() => undefined);
      written++;
    }
    response.end(eventStreamBody([stop, '[DONE]']));
  });
  const client = createClient({ baseURL: server.origin });
  let events = 0;
  for await (const event of await client.chat.completions.create({ model: 'm', messages: [], stream: true })) {
    if (events++ > 0) continue;
    assert.ok(event);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.ok(written < 32, `${written} MB were sent while nobody read`);
  }
  assert.equal(events, 65);
});
