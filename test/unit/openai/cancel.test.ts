import assert from 'node:assert/strict';
import { getEventListeners, once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { test } from 'node:test';
import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions';
import { createClient } from '../../../src/openai/client.ts';
import { eventStreamBody, startRawServer, type Respond } from '../../support/rawServer.ts';

const delta = { choices: [{ index: 0, delta: { content: 'x' }, finish_reason: null }] };
const chat: ChatCompletionCreateParamsStreaming = { model: 'm', messages: [], stream: true };

/** Reads a stream to its end, also into `seen` for when it has none. */
async function read(stream: AsyncIterable<unknown>, seen: unknown[] = [], onEvent?: () => unknown): Promise<unknown[]> {
  for await (const event of stream) {
    seen.push(event);
    await onEvent?.();
  }
  return seen;
}

/** A server that tells when the client closes the connection of its (only) request. */
async function startWatched(respond: Respond) {
  const closed = Promise.withResolvers<undefined>();
  const arrived = Promise.withResolvers<Socket>();
  const server = await startRawServer((request, response, incoming) => {
    incoming.socket.on('close', () => closed.resolve(undefined));
    arrived.resolve(incoming.socket);
    respond(request, response, incoming);
  });
  return { ...server, closed: closed.promise, arrived: arrived.promise };
}

/** Accepts connections and says nothing: a TLS handshake with it never ends. */
async function startSilent() {
  const connected = Promise.withResolvers<undefined>();
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined));
    connected.resolve(undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    secureOrigin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connected: connected.promise,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

const endless: Respond = (_request, response) => {
  const timer = setInterval(() => response.write(eventStreamBody([delta])), 5);
  response.on('close', () => clearInterval(timer));
};

test('an abort before the answer rejects with the reason and closes the socket', async () => {
  await using server = await startWatched(() => undefined);
  const abort = new AbortController();
  const reason = new Error('Stopped');
  const pending = createClient({ baseURL: server.origin }).models.list({ signal: abort.signal });
  void server.arrived.then(() => {
    abort.abort(reason);
  });
  await assert.rejects(pending, (error) => error === reason);
  await server.closed;
  assert.equal(server.requests.length, 1);
});

test('a signal that is aborted already sends nothing', async () => {
  await using server = await startRawServer(() => undefined);
  const reason = new Error('Too late');
  const pending = createClient({ baseURL: server.origin }).models.list({ signal: AbortSignal.abort(reason) });
  await assert.rejects(pending, (error) => error === reason);
  assert.equal(server.requests.length, 0);
});

test('an abort in mid-stream rejects with the reason and closes the socket', async () => {
  await using server = await startWatched(endless);
  const abort = new AbortController();
  const reason = new Error('Stopped');
  const stream = await createClient({ baseURL: server.origin }).chat.completions.create(chat, { signal: abort.signal });
  const seen: unknown[] = [];
  const abortAtThird = () => seen.length === 3 && abort.abort(reason);
  await assert.rejects(read(stream, seen, abortAtThird), (error) => error === reason);
  assert.equal(seen.length, 3);
  await server.closed;
});

test('an abort drops the rest of a batch, and counts after the last byte too', async () => {
  await using server = await startRawServer((_request, response) =>
    response.end(eventStreamBody([delta, delta, delta, '[DONE]'])),
  );
  const abort = new AbortController();
  const stream = await createClient({ baseURL: server.origin }).chat.completions.create(chat, { signal: abort.signal });
  const seen: unknown[] = [];
  await assert.rejects(
    read(stream, seen, () => abort.abort()),
    { name: 'AbortError' },
  );
  assert.equal(seen.length, 1);
});

test('an abort while a connection is being made rejects at once', async () => {
  await using server = await startSilent();
  const abort = new AbortController();
  const reason = new Error('Stopped');
  const pending = createClient({ baseURL: server.secureOrigin }).models.list({ signal: abort.signal });
  void server.connected.then(() => {
    abort.abort(reason);
  });
  await assert.rejects(pending, (error) => error === reason);
});

test('leaving a loop early closes the socket', async () => {
  await using server = await startWatched(endless);
  for await (const event of await createClient({ baseURL: server.origin }).chat.completions.create(chat)) {
    assert.ok(event);
    break;
  }
  await server.closed;
});

test('cancelling an unread stream closes the socket', async () => {
  await using server = await startWatched(endless);
  (await createClient({ baseURL: server.origin }).chat.completions.create(chat)).cancel();
  await server.closed;
});

test('no listener stays on a signal that outlives its requests', async () => {
  await using server = await startRawServer((request, response) =>
    response.end(request.body === '' ? '{"data":[]}' : eventStreamBody([delta, '[DONE]'])),
  );
  const client = createClient({ baseURL: server.origin });
  const { signal } = new AbortController();
  await client.models.list({ signal });
  await read(await client.chat.completions.create(chat, { signal }));
  assert.equal(getEventListeners(signal, 'abort').length, 0);
});

test('silence before the first byte is a timeout with its own message', async () => {
  await using server = await startRawServer(() => undefined);
  const client = createClient({ baseURL: server.origin, maxRetries: 0, timeoutMs: 60 });
  await assert.rejects(async () => client.models.list(), {
    kind: 'timeout',
    message: `${new URL(server.origin).host} did not answer within 0.1 s.`,
  });
});

test('silence in a stream is a timeout with its own message, after the events that came', async () => {
  await using server = await startWatched((_request, response) => response.write(eventStreamBody([delta, delta])));
  const client = createClient({ baseURL: server.origin, idleTimeoutMs: 80 });
  const seen: unknown[] = [];
  await assert.rejects(read(await client.chat.completions.create(chat), seen), {
    kind: 'timeout',
    message: 'The answer stopped: nothing came for 0.1 s.',
  });
  assert.equal(seen.length, 2);
  await server.closed;
});

test('a slow reader is no silence', async () => {
  await using server = await startRawServer((_request, response) =>
    response.end(eventStreamBody([delta, delta, '[DONE]'])),
  );
  const client = createClient({ baseURL: server.origin, idleTimeoutMs: 30 });
  const pause = () => new Promise((resolve) => setTimeout(resolve, 120));
  assert.equal((await read(await client.chat.completions.create(chat), [], pause)).length, 2);
});

test('silence in the middle of a JSON answer is a timeout too', async () => {
  await using server = await startRawServer((_request, response) => response.write('{"data":'));
  const client = createClient({ baseURL: server.origin, idleTimeoutMs: 60 });
  await assert.rejects(async () => client.models.list(), { kind: 'timeout' });
});

test('a connection that takes too long is a timeout with its own message', async () => {
  await using server = await startSilent();
  const client = createClient({ baseURL: server.secureOrigin, maxRetries: 0, connectTimeoutMs: 100 });
  await assert.rejects(async () => client.models.list(), {
    kind: 'timeout',
    message: `Connecting to ${new URL(server.secureOrigin).host} took too long.`,
  });
});
