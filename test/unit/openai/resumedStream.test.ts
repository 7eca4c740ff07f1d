import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient } from '../../../src/openai/client.ts';
import type { OpenAIError } from '../../../src/openai/errors.ts';
import { resumable } from '../../../src/openai/resumedStream.ts';
import { eventStreamBody, startRawServer, type RawRequest, type Respond } from '../../support/rawServer.ts';
import { collect } from './calls/call.ts';

const response = { id: 'resp_1', object: 'response', background: true, output: [] };
const events = [
  { type: 'response.created', response, sequence_number: 0 },
  { type: 'response.in_progress', response, sequence_number: 1 },
  { type: 'response.output_text.delta', delta: 'Grü', sequence_number: 2 },
  { type: 'response.output_text.delta', delta: 'ße', sequence_number: 3 },
  { type: 'response.completed', response: { ...response, status: 'completed' }, sequence_number: 4 },
];

const startingAfter = ({ method, url }: RawRequest) =>
  method === 'POST' ? -1 : Number(new URL(url, 'http://localhost').searchParams.get('starting_after'));

/** Sends what comes after the event that the request names, breaking off where told. */
const sendWithin =
  (
    cutAfter: (request: RawRequest) => number | undefined,
    all: readonly { sequence_number: number }[] = events,
  ): Respond =>
  (request, reply) => {
    const rest = all.filter(({ sequence_number }) => sequence_number > startingAfter(request));
    const count = cutAfter(request);
    reply.writeHead(200, { 'content-type': 'text/event-stream' });
    if (count === undefined) reply.end(eventStreamBody(rest));
    else reply.write(eventStreamBody(rest.slice(0, count)) || ': nothing yet\n\n', () => reply.destroy());
  };

async function run(respond: Respond, maxRetries = 2) {
  await using server = await startRawServer(respond);
  const client = createClient({ baseURL: server.origin, maxRetries: 0 });
  const first = await client.responses.create({ model: 'm', input: 'Hi', background: true, stream: true });
  const seen: unknown[] = [];
  let failure: unknown;
  try {
    for await (const batch of resumable(client, first.batches(), { maxRetries })) seen.push(...batch);
  } catch (error) {
    failure = error;
  }
  return { seen, failure, requests: server.requests.map(({ method, url }) => `${method} ${url}`) };
}

test('a stream that does not break is read once', async () => {
  const { seen, requests } = await run(sendWithin(() => undefined));
  assert.deepEqual(seen, events);
  assert.deepEqual(requests, ['POST /responses']);
});

for (let cut = 1; cut < events.length; cut++) {
  test(`cut after event ${cut}: taken up there, none twice, none lost`, async () => {
    const { seen, failure, requests } = await run(sendWithin(({ method }) => (method === 'POST' ? cut : undefined)));
    assert.equal(failure, undefined);
    assert.deepEqual(seen, events);
    assert.deepEqual(requests, ['POST /responses', `GET /responses/resp_1?stream=true&starting_after=${cut - 1}`]);
  });
}

test('cut after every event, more often than retries are allowed: each brought something', async () => {
  const { seen, failure, requests } = await run(
    sendWithin(() => 1),
    1,
  );
  assert.equal(failure, undefined);
  assert.deepEqual(seen, events);
  assert.equal(requests.length, events.length);
});

test('an event that a server sends again is not handed on again', async () => {
  const { seen } = await run((request, reply) => {
    const isFirst = request.method === 'POST';
    reply.writeHead(200, { 'content-type': 'text/event-stream' });
    if (isFirst) reply.write(eventStreamBody(events.slice(0, 3)), () => reply.destroy());
    else reply.end(eventStreamBody(events));
  });
  assert.deepEqual(seen, events);
});

test('connections that bring nothing new are made as often as allowed', async () => {
  const { seen, failure, requests } = await run(
    sendWithin(({ method }) => (method === 'POST' ? 2 : 0)),
    1,
  );
  assert.deepEqual(seen, events.slice(0, 2));
  assert.equal((failure as { kind?: string }).kind, 'network');
  assert.equal(requests.length, 3);
});

test('a response whose events have no numbers is not taken up: all of it would come twice', async () => {
  const unnumbered = JSON.parse(
    JSON.stringify(events, (key, value: unknown) => (key === 'sequence_number' ? undefined : value)),
  ) as unknown[];
  const { seen, failure, requests } = await run((_, reply) => {
    reply.writeHead(200, { 'content-type': 'text/event-stream' });
    reply.write(eventStreamBody(unnumbered.slice(0, 3)), () => reply.destroy());
  });
  assert.deepEqual(seen, unnumbered.slice(0, 3));
  assert.equal((failure as OpenAIError).kind, 'network');
  assert.equal(requests.length, 1);
});

test('a response that ends with its connection is not taken up', async () => {
  const foreground = events.map((event) =>
    event.response ? { ...event, response: { ...event.response, background: false } } : event,
  );
  const { seen, failure, requests } = await run(sendWithin(() => 2, foreground));
  assert.deepEqual(seen, foreground.slice(0, 2));
  assert.equal((failure as { kind?: string }).kind, 'network');
  assert.equal(requests.length, 1);
});

test('an error that the server reports is no broken connection', async () => {
  const { failure, requests } = await run((_request, reply) => {
    reply.writeHead(200, { 'content-type': 'text/event-stream' });
    reply.end(
      eventStreamBody([events[0], { type: 'error', code: 'server_error', message: 'No.', sequence_number: 1 }]),
    );
  });
  assert.equal((failure as { kind?: string }).kind, 'server');
  assert.equal(requests.length, 1);
});

test('cancelling ends it, also while it waits', async () => {
  const stop = new AbortController();
  await using server = await startRawServer((request, reply) => {
    sendWithin(({ method }) => (method === 'POST' ? 1 : 0))(request, reply, undefined as never);
    if (request.method === 'GET') stop.abort(new Error('stopped'));
  });
  const client = createClient({ baseURL: server.origin, maxRetries: 0 });
  const first = await client.responses.create({ model: 'm', input: 'Hi', background: true, stream: true });
  await assert.rejects(collect(resumable(client, first.batches(), { signal: stop.signal })), { message: 'stopped' });
});
