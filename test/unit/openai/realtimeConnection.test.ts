// How a realtime connection begins, breaks and ends.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { createClient, type Client } from '../../../src/openai/client.ts';
import type { RealtimeConnection } from '../../../src/openai/realtime/connection.ts';
import type { RealtimeEvent } from '../../../src/openai/realtime/eventQueue.ts';
import { refuse, startRealtimeServer, type RealtimeServer } from '../../support/realtimeServer.ts';
import { until } from '../../support/until.ts';

const target = { model: 'gpt-realtime' };

function clientOf(server: RealtimeServer, maxRetries = 0): Client {
  return createClient({ apiKey: 'sk-secret', baseURL: `${server.origin}/v1`, maxRetries });
}

async function allOf(connection: RealtimeConnection): Promise<RealtimeEvent[]> {
  const events: RealtimeEvent[] = [];
  for await (const event of connection) events.push(event);
  return events;
}

async function nextOf(connection: RealtimeConnection, type: RealtimeEvent['type']): Promise<RealtimeEvent> {
  for await (const event of connection) if (event.type === type) return event;
  throw new Error(`The connection ended before ${type}.`);
}

const noneOpen = (server: RealtimeServer) => until('all sockets are closed', () => server.openSockets() === 0);

for (const [status, code, kind] of [
  ['401 Unauthorized', 'invalid_api_key', 'auth'],
  ['404 Not Found', 'model_not_found', 'notFound'],
  ['429 Too Many Requests', 'rate_limit_exceeded', 'rateLimit'],
] as const) {
  test(`refused with ${status}`, async () => {
    await using server = await startRealtimeServer({
      onUpgrade: (socket) => refuse(socket, status, { error: { message: `No: sk-secret`, code } }),
    });
    await assert.rejects(clientOf(server).realtime.connect(target), { kind, code, message: 'No: [key]' });
    assert.equal(server.upgrades.length, 1);
    await noneOpen(server);
  });
}

test('a refusal that passes is tried again, and told', async () => {
  const reasons: string[] = [];
  await using server = await startRealtimeServer({
    onUpgrade: (socket, index) =>
      index === 0 &&
      refuse(socket, '429 Too Many Requests', { error: { message: 'Too fast' } }, { 'retry-after-ms': '1' }),
  });
  const onRetry = ({ reason }: { reason: string }) => reasons.push(reason);
  await using connection = await clientOf(server, 1).realtime.connect(target, { onRetry });
  assert.deepEqual(reasons, ['Too fast']);
  await connection.send({ type: 'response.create' });
});

test('an answer that is no WebSocket', async () => {
  await using server = await startRealtimeServer({
    onUpgrade: (socket, index) =>
      index === 0
        ? refuse(socket, '200 OK', { hello: 1 })
        : socket.write(
            'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: x\r\n\r\n',
          ),
  });
  const client = clientOf(server);
  await assert.rejects(client.realtime.connect(target), { kind: 'protocol' });
  await assert.rejects(client.realtime.connect(target), { kind: 'protocol', message: /as a WebSocket server does/ });
  await noneOpen(server);
});

test('aborted or too slow while connecting', async () => {
  await using server = await startRealtimeServer({ onUpgrade: () => true });
  const controller = new AbortController();
  const connecting = clientOf(server).realtime.connect(target, { signal: controller.signal });
  await until('the request', () => server.upgrades.length === 1);
  controller.abort(new Error('Not wanted'));
  await assert.rejects(connecting, { message: 'Not wanted' });
  await assert.rejects(clientOf(server).realtime.connect(target, { timeoutMs: 1 }), { kind: 'timeout' });
  await noneOpen(server);
});

test('aborted while open: the loop and what is sent fail with the reason', async () => {
  await using server = await startRealtimeServer({});
  const controller = new AbortController();
  const connection = await clientOf(server).realtime.connect(target, { signal: controller.signal });
  const events = allOf(connection);
  controller.abort(new Error('Enough'));
  await assert.rejects(events, { message: 'Enough' });
  await assert.rejects(connection.send({ type: 'response.create' }), { message: 'Enough' });
  await noneOpen(server);
});

test('closed by us: the server is told why, the loop ends, nothing more is sent', async () => {
  await using server = await startRealtimeServer({});
  const connection = await clientOf(server).realtime.connect(target);
  const events = allOf(connection);
  const session = await until('the session', () => server.sessions[0]);
  const closed = once(session.webSocket, 'close');
  await Promise.all([connection.close(4001, 'Done ✓'), connection.close()]);
  assert.deepEqual((await closed).map(String), ['4001', 'Done ✓']);
  assert.deepEqual(await events, []);
  await assert.rejects(connection.send({ type: 'response.create' }), { kind: 'network', message: /is closed/ });
  await noneOpen(server);
});

test('closed by the server as it should: the loop ends after the last event', async () => {
  const last = { type: 'response.done' };
  await using server = await startRealtimeServer({
    onSession: (session) => {
      session.send(last);
      session.webSocket.close(1000);
    },
  });
  const connection = await clientOf(server).realtime.connect(target);
  assert.deepEqual(await allOf(connection), [last]);
  await noneOpen(server);
});

for (const [code, reason, expected] of [
  [3000, 'invalid_request_error.invalid_api_key', { kind: 'auth', code: 'invalid_api_key' }],
  [1008, 'Too much', { kind: 'permission', message: /policy of the server \(1008: Too much\)/ }],
  [4000, 'Session over', { kind: 'server', message: /the server closed it \(4000: Session over\)/ }],
] as const) {
  test(`closed by the server with ${code}`, async () => {
    await using server = await startRealtimeServer({ onSession: ({ webSocket }) => webSocket.close(code, reason) });
    const connection = await clientOf(server).realtime.connect(target);
    await assert.rejects(allOf(connection), expected);
    assert.equal(server.upgrades.length, 1);
    await noneOpen(server);
  });
}

test('the error before a close says why', async () => {
  const error = {
    type: 'error',
    error: { type: 'invalid_request_error', code: 'model_not_found', message: 'No model' },
  };
  await using server = await startRealtimeServer({
    onSession: (session) => {
      session.send(error);
      session.webSocket.close(4000);
    },
  });
  const connection = await clientOf(server).realtime.connect(target);
  await assert.rejects(allOf(connection), { kind: 'notFound', message: 'No model' });
});

test('a connection that breaks is made anew, with the settings and the text of the conversation', async () => {
  const item = (id: string, role: string, content: object[]) => ({ type: 'message', id, role, content });
  await using server = await startRealtimeServer({
    onEvent: (event, session) => {
      if (event.type !== 'response.create') return;
      if (server.sessions.length > 1) {
        session.send({ type: 'response.done' });
        return;
      }
      const items = [
        item('a', 'user', [{ type: 'input_text', text: 'Hello' }]),
        item('b', 'user', [{ type: 'input_audio' }]),
        item('c', 'user', [{ type: 'input_audio' }]),
        item('d', 'assistant', [{ type: 'output_audio', transcript: 'Hi' }]),
        { type: 'function_call', id: 'e', call_id: 'call_1', name: 'f', arguments: '{}', status: 'in_progress' },
        item('f', 'assistant', []),
        item('g', 'user', [{ type: 'input_text', text: 'Gone' }]),
      ];
      for (const each of items) session.send({ type: 'conversation.item.done', item: each });
      session.send({
        type: 'conversation.item.input_audio_transcription.completed',
        item_id: 'b',
        transcript: 'How are you?',
      });
      session.send({ type: 'conversation.item.deleted', item_id: 'g' });
      session.webSocket.terminate();
    },
  });
  await using connection = await clientOf(server).realtime.connect(target);
  await connection.send({ type: 'session.update', session: { type: 'realtime', instructions: 'Be brief.' } });
  const audio = { input: { turn_detection: null } };
  await connection.send({ type: 'session.update', session: { type: 'realtime', audio } });
  await connection.send({
    type: 'session.update',
    session: { type: 'realtime', audio: { output: { voice: 'marin' } }, instructions: 'Be kind.' },
  });
  await connection.send({ type: 'response.create' });
  const event = await nextOf(connection, 'reconnected');
  assert.ok(event.type === 'reconnected');
  assert.equal(event.restored_items, 4);
  assert.match(event.reason, /^The realtime connection ended: it broke/);
  await connection.send({ type: 'response.create' });
  await nextOf(connection, 'response.done');
  const create = (each: object) => ({ type: 'conversation.item.create', item: each });
  assert.deepEqual(server.sessions[1]?.events, [
    {
      type: 'session.update',
      session: {
        type: 'realtime',
        instructions: 'Be kind.',
        audio: { input: { turn_detection: null }, output: { voice: 'marin' } },
      },
    },
    create(item('a', 'user', [{ type: 'input_text', text: 'Hello' }])),
    create(item('b', 'user', [{ type: 'input_text', text: 'How are you?' }])),
    create(item('d', 'assistant', [{ type: 'output_text', text: 'Hi' }])),
    create({ type: 'function_call', id: 'e', call_id: 'call_1', name: 'f', arguments: '{}', status: 'completed' }),
    { type: 'response.create' },
  ]);
  assert.equal(connection.history.length, 4);
});

test('what is sent while there is no connection waits for the next one; without the conversation where that is asked', async () => {
  await using server = await startRealtimeServer({
    onSession: (session, index) => {
      if (index > 0) return;
      session.send({
        type: 'conversation.item.done',
        item: { type: 'message', id: 'a', role: 'user', content: [{ text: 'x' }] },
      });
      session.webSocket.close(1012);
    },
  });
  await using connection = await clientOf(server).realtime.connect(target, { restoresConversation: false });
  await noneOpen(server);
  await connection.send({ type: 'input_audio_buffer.clear' });
  const session = await until('the second session', () => server.sessions[1]);
  await until('the event', () => session.events.length > 0);
  assert.deepEqual(session.events, [{ type: 'input_audio_buffer.clear' }]);
});

test('it gives up after the attempts allowed, or at once where the key is refused', async () => {
  await using server = await startRealtimeServer({
    onSession: ({ webSocket }) => webSocket.terminate(),
    onUpgrade: (socket, index) =>
      index > 0 && refuse(socket, index === 1 ? '503 No' : '401 No', { error: { message: `No ${index}` } }),
  });
  const first = await clientOf(server).realtime.connect(target, { maxReconnects: 1 });
  await assert.rejects(allOf(first), { kind: 'server', message: 'No 1' });
  await assert.rejects(first.send({ type: 'response.create' }), { message: 'No 1' });
  await assert.rejects(clientOf(server).realtime.connect(target), { kind: 'auth' });
  assert.equal(server.upgrades.length, 3);
});

test('closed while it connects anew: it stops doing so', async () => {
  await using server = await startRealtimeServer({
    onSession: ({ webSocket }) => webSocket.terminate(),
    onUpgrade: (_socket, index) => index > 0,
  });
  const connection = await clientOf(server).realtime.connect(target);
  const events = allOf(connection);
  await until('the second attempt', () => server.upgrades.length === 2);
  await connection.close();
  assert.deepEqual(await events, []);
  await noneOpen(server);
});

test('a server that gives no sign of life is left, one that does is not', async () => {
  let pings = 0;
  await using server = await startRealtimeServer({
    onSession: ({ webSocket }, index) => {
      if (index === 0) return;
      webSocket.on('ping', (data: Buffer) => {
        pings++;
        webSocket.pong(data);
      });
    },
    autoPong: false,
  });
  await using connection = await clientOf(server).realtime.connect(target, { pingIntervalMs: 50 });
  const event = await nextOf(connection, 'reconnected');
  assert.ok(event.type === 'reconnected');
  assert.match(event.reason, /no sign of life/);
  await until('it was asked often', () => pings > 5);
  assert.equal(server.sessions.length, 2);
});

test('binary data and broken frames end the connection', async () => {
  for (const [bytes, kind, code] of [
    [Buffer.from([0x82, 1, 65]), 'protocol', '1003'],
    [Buffer.from([0x81, 2, 0xc3, 0x28]), 'protocol', '1007'],
    [Buffer.from([0xff, 0]), 'protocol', '1002'],
  ] as const) {
    await using server = await startRealtimeServer({ onSession: ({ socket }) => socket.write(bytes) });
    const connection = await clientOf(server).realtime.connect(target);
    await assert.rejects(allOf(connection), { kind, code });
    await noneOpen(server);
  }
});
