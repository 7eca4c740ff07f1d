import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { createClient, type Client } from '../../../src/openai/client.ts';
import { OpenAIError } from '../../../src/openai/errors.ts';
import { audioOf } from '../../../src/openai/realtime/audio.ts';
import type { RealtimeConnection } from '../../../src/openai/realtime/connection.ts';
import type { RealtimeEvent } from '../../../src/openai/realtime/eventQueue.ts';
import { startRealtimeServer, type RealtimeServer } from '../../support/realtimeServer.ts';
import { until } from '../../support/until.ts';

const target = { model: 'gpt-realtime' };
const created = { type: 'session.created', event_id: 'event_0', session: { type: 'realtime' } };

function clientOf(server: RealtimeServer): Client {
  return createClient({
    apiKey: 'sk-secret',
    organization: 'org-1',
    project: 'proj-1',
    baseURL: `${server.origin}/v1`,
  });
}

/** The events up to one of a type. */
async function takeUntil(connection: RealtimeConnection, type: RealtimeEvent['type']): Promise<RealtimeEvent[]> {
  const events: RealtimeEvent[] = [];
  for await (const event of connection) {
    events.push(event);
    if (event.type === type) break;
  }
  return events;
}

test('a text session: settings, a message, an answer, and another loop for the next one', async () => {
  let responses = 0;
  await using server = await startRealtimeServer({
    onSession: (session) => session.send(created),
    onEvent: (event, session) => {
      if (event.type === 'session.update') session.send({ type: 'session.updated', session: event.session });
      if (event.type !== 'response.create') return;
      const number = ++responses;
      for (const delta of ['Answer ', String(number)]) session.send({ type: 'response.output_text.delta', delta });
      session.send({ type: 'response.done', response: { id: `resp_${number}` } });
    },
  });
  await using connection = await clientOf(server).realtime.connect(target);
  assert.deepEqual(await takeUntil(connection, 'session.created'), [created]);
  await connection.send({ type: 'session.update', session: { type: 'realtime', output_modalities: ['text'] } });
  for (const number of [1, 2]) {
    await connection.send({
      type: 'conversation.item.create',
      item: { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hello ✓' }] },
    });
    await connection.send({ type: 'response.create' });
    const events = await takeUntil(connection, 'response.done');
    const text = events.map((event) => (event.type === 'response.output_text.delta' ? event.delta : '')).join('');
    assert.equal(text, `Answer ${number}`);
  }
  const [session] = server.sessions;
  assert.deepEqual(
    session?.events.map(({ type }) => type),
    ['session.update', 'conversation.item.create', 'response.create', 'conversation.item.create', 'response.create'],
  );
  assert.deepEqual(session.events[1]?.item, {
    type: 'message',
    role: 'user',
    content: [{ type: 'input_text', text: 'Hello ✓' }],
  });
});

test('it goes out with the headers of the client, and the key is not in the address', async () => {
  await using server = await startRealtimeServer({});
  const client = clientOf(server);
  const targets = [{ model: 'my model' }, { intent: 'transcription' }, { callID: 'rtc_1' }] as const;
  for (const each of targets) await (await client.realtime.connect(each, { headers: { 'x-mine': '1' } })).close();
  assert.deepEqual(server.upgrades, [
    '/v1/realtime?model=my+model',
    '/v1/realtime?intent=transcription',
    '/v1/realtime?call_id=rtc_1',
  ]);
  for (const { headers } of server.sessions) {
    assert.equal(headers.authorization, 'Bearer sk-secret');
    assert.equal(headers['openai-organization'], 'org-1');
    assert.equal(headers['openai-project'], 'proj-1');
    assert.equal(headers['x-mine'], '1');
  }
  await until('all sockets are closed', () => server.openSockets() === 0);
  await assert.rejects(client.realtime.connect({ model: '' }), { kind: 'invalidRequest' });
  await assert.rejects(client.realtime.connect({ model: 'a', callID: 'b' } as never), { kind: 'invalidRequest' });
});

test('an error of the server is an event, and the session goes on', async () => {
  const error = { type: 'error', event_id: 'event_1', error: { type: 'invalid_request_error', message: 'No.' } };
  await using server = await startRealtimeServer({
    onEvent: (_event, session) => {
      session.send(error);
      session.send({ type: 'input_audio_buffer.cleared' });
    },
  });
  await using connection = await clientOf(server).realtime.connect(target);
  await connection.send({ type: 'input_audio_buffer.clear' });
  assert.deepEqual(await takeUntil(connection, 'input_audio_buffer.cleared'), [
    error,
    { type: 'input_audio_buffer.cleared' },
  ]);
});

test('audio arrives byte for byte in both directions', async () => {
  const audio = randomBytes(300_001);
  await using server = await startRealtimeServer({
    onEvent: (event, session) => {
      if (event.type === 'input_audio_buffer.append') {
        session.send({ type: 'response.output_audio.delta', delta: event.audio });
      } else {
        session.send({ type: 'response.output_audio.done' });
      }
    },
  });
  await using connection = await clientOf(server).realtime.connect(target);
  // Odd lengths: no sample may be cut in two.
  const pieces = [audio.subarray(0, 7), audio.subarray(7, 10), audio.subarray(10, 200_000), audio.subarray(200_000)];
  await connection.sendAudio(pieces);
  await connection.send({ type: 'input_audio_buffer.commit' });
  const events = await takeUntil(connection, 'response.output_audio.done');
  assert.deepEqual(Buffer.concat(events.flatMap((event) => audioOf(event) ?? [])), audio);
  const sizes = events.flatMap((event) => audioOf(event)?.length ?? []);
  assert.ok(sizes.slice(0, -1).every((bytes) => bytes % 2 === 0 && bytes <= 48_000));
});

test('10 MB of audio wait at their source while the server does not read', async () => {
  await using server = await startRealtimeServer({});
  await using connection = await clientOf(server).realtime.connect(target);
  const session = await until('the session', () => server.sessions[0]);
  session.socket.pause();
  const piece = randomBytes(48_000);
  const pieces = 220;
  let takenBytes = 0;
  let largestBufferBytes = 0;
  const source = function* () {
    for (let index = 0; index < pieces; index++) {
      largestBufferBytes = Math.max(largestBufferBytes, connection.bufferedBytes);
      takenBytes += piece.length;
      yield piece;
    }
  };
  const sending = connection.sendAudio(source());
  await until('the connection is full', () => connection.bufferedBytes > 0);
  for (let index = 0; index < 100; index++) await turn();
  assert.ok(takenBytes < pieces * piece.length, 'The server reads nothing, and all was taken from the source.');
  session.socket.resume();
  await sending;
  await until('all arrived', () => session.events.length === pieces);
  const sent = piece.toString('base64');
  assert.ok(session.events.every(({ audio }) => audio === sent));
  assert.ok(largestBufferBytes < 256 * 1024, `${largestBufferBytes} bytes were waiting`);
});

test('the server is held back while nobody takes its events', async () => {
  const delta = 'A'.repeat(1024 * 1024);
  const count = 40;
  let flushed = 0;
  await using server = await startRealtimeServer({
    onSession: ({ webSocket }) => {
      const event = JSON.stringify({ type: 'response.output_audio.delta', delta });
      for (let index = 0; index < count; index++) webSocket.send(event, () => flushed++);
    },
  });
  await using connection = await clientOf(server).realtime.connect(target);
  let taken = 0;
  let ahead = 0;
  for await (const event of connection) {
    assert.equal(audioOf(event)?.length, (delta.length / 4) * 3);
    taken++;
    for (let index = 0; index < 50; index++) await turn();
    ahead = Math.max(ahead, flushed - taken);
    if (taken === count) break;
  }
  // What is ahead is in the buffers of the two sockets.
  assert.ok(ahead < 20, `The server was ${ahead} MiB ahead`);
});

test('only one loop at a time', async () => {
  await using server = await startRealtimeServer({ onSession: (session) => session.send(created) });
  await using connection = await clientOf(server).realtime.connect(target);
  const first = connection[Symbol.asyncIterator]();
  await first.next();
  await assert.rejects(connection[Symbol.asyncIterator]().next(), /one loop at a time/);
});

test('what is no event ends the connection with an error', async () => {
  for (const message of ['{', '[]', 'null', '{"type":1}']) {
    await using server = await startRealtimeServer({ onSession: ({ webSocket }) => webSocket.send(message) });
    await using connection = await clientOf(server).realtime.connect(target);
    await assert.rejects(takeUntil(connection, 'error'), (error) => {
      assert.ok(error instanceof OpenAIError);
      assert.equal(error.kind, 'protocol');
      return true;
    });
    await until('all sockets are closed', () => server.openSockets() === 0);
  }
});
