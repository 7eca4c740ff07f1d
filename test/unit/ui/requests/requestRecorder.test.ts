import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '../../../../src/openai/client.ts';
import type { ClientOptions } from '../../../../src/openai/transport.ts';
import { describeRequest } from '../../../../src/ui/requests/describeRequest.ts';
import { exchangeOf } from '../../../../src/ui/requests/fixture.ts';
import { RequestRecorder } from '../../../../src/ui/requests/requestRecorder.ts';
import { detailsOf } from '../../../../src/ui/requests/requestDetails.ts';
import { wireEvents } from '../../../../src/ui/requests/wireEvents.ts';
import { startRawServer, type RawServer } from '../../../support/rawServer.ts';
import { startRealtimeServer } from '../../../support/realtimeServer.ts';
import { until } from '../../../support/until.ts';

const KEY = 'sk-very-secret-0123456789';
const MIB = 1024 * 1024;

const recorderOf = (maxBytes = 32 * MIB) => new RequestRecorder({ maxBytes, hidden: () => [KEY] });
const clientOf = (server: Pick<RawServer, 'origin'>, recorder: RequestRecorder, options: ClientOptions = {}) =>
  createClient({ baseURL: `${server.origin}/v1`, apiKey: KEY, observe: recorder.observe, label: 'Test', ...options });
const rowOf = (recorder: RequestRecorder, index = 0) => {
  const request = recorder.requests[index];
  assert.ok(request);
  return describeRequest(
    request,
    (label) => label ?? '',
    () => true,
  );
};
const everything = (recorder: RequestRecorder) =>
  JSON.stringify(
    recorder.requests.map((request) => [
      request.sent,
      request.requestBody,
      request.headers,
      request.frames,
      request.problem,
      request.answer.toBuffer().toString(),
      detailsOf(request, [KEY]),
    ]),
  );

const input = [{ role: 'user' as const, content: 'hello' }];
const sse = (events: readonly object[]) => events.map((event) => `data: ${JSON.stringify(event)}\n\n`);

test('a request and its answer are there as they went over the wire, with what they took', async () => {
  const answer = { id: 'resp_1', model: 'gpt-4.1', output: [], usage: { input_tokens: 1000, output_tokens: 100 } };
  await using server = await startRawServer((_request, response) =>
    response
      .writeHead(200, {
        'content-type': 'application/json',
        'x-request-id': 'req_1',
        'x-ratelimit-limit-requests': '5',
      })
      .end(JSON.stringify(answer)),
  );
  const recorder = recorderOf();
  await clientOf(server, recorder).responses.create({ model: 'gpt-4.1', input });
  const { startedAt, durationMs = -1, firstTokenMs = -1, ...row } = rowOf(recorder);
  assert.deepEqual(row, {
    id: 1,
    attempt: 1,
    feature: 'Test',
    method: 'POST',
    path: '/responses',
    server: new URL(server.origin).host,
    state: 'done',
    status: 200,
    requestId: 'req_1',
    model: 'gpt-4.1',
    inputTokens: 1000,
    outputTokens: 100,
    costUsd: 0.0028,
  });
  assert.ok(Math.abs(startedAt - Date.now()) < 60_000);
  assert.ok(firstTokenMs > 0 && firstTokenMs <= durationMs);
  const [request] = recorder.requests;
  assert.ok(request);
  assert.equal(request.requestBody, server.requests[0]?.body);
  assert.equal(request.answer.toBuffer().toString(), JSON.stringify(answer));
  const { answerHeaders, url } = detailsOf(request, [KEY]);
  assert.ok(answerHeaders.some(([name, value]) => name === 'x-ratelimit-limit-requests' && value === '5'));
  assert.equal(url, `${server.origin}/v1/responses`);
  assert.equal(server.requests[0]?.headers.authorization, `Bearer ${KEY}`);
  assert.ok(!everything(recorder).includes(KEY));
});

test('a stream is kept event by event, with its times, the first word and the usage of its end', async () => {
  const head = { id: 'c1', model: 'gpt-4.1', object: 'chat.completion.chunk' };
  const events = sse([
    { ...head, choices: [{ index: 0, delta: { role: 'assistant', content: '' } }] },
    { ...head, choices: [{ index: 0, delta: { content: 'Héllo' } }] },
    { ...head, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
    { ...head, choices: [], usage: { prompt_tokens: 10, completion_tokens: 20 } },
  ]);
  const recorder = recorderOf();
  await using server = await startRawServer(async (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const bytes = Buffer.from(events[1] ?? '');
    response.write(events[0]);
    await until('the first event has come', () => recorder.requests.some((one) => wireEvents(one).length === 1));
    await sleep(30);
    // Cut within a character.
    const middle = bytes.indexOf(0xc3) + 1;
    response.write(bytes.subarray(0, middle));
    await sleep(5);
    response.write(bytes.subarray(middle));
    response.end(`${events.slice(2).join('')}data: [DONE]\n\n`);
  });
  const stream = await clientOf(server, recorder).chat.completions.create({
    model: 'gpt-4.1',
    messages: input,
    stream: true,
  });
  for await (const event of stream) assert.equal(event.id, 'c1');
  const [request] = recorder.requests;
  assert.ok(request);
  const seen = wireEvents(request);
  assert.deepEqual(
    seen.map(({ data }) => `data: ${data}\n\n`),
    [...events, 'data: [DONE]\n\n'],
  );
  const [first, second] = seen;
  assert.ok(first && second);
  assert.ok(second.atMs - first.atMs > 20);
  const row = rowOf(recorder);
  assert.equal(row.state, 'done');
  assert.equal(row.firstTokenMs, second.atMs);
  assert.deepEqual([row.inputTokens, row.outputTokens], [10, 20]);
});

test('each attempt is noted, and a refused one says why', async () => {
  let asked = 0;
  await using server = await startRawServer((_request, response) => {
    if (++asked === 1)
      response.writeHead(500, { 'retry-after-ms': '1' }).end(`{"error":{"message":"Not now, ${KEY}"}}`);
    else response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":[]}');
  });
  const recorder = recorderOf();
  await clientOf(server, recorder).models.list();
  const [first, second] = recorder.requests;
  assert.ok(first && second);
  assert.equal(first.sent.request, second.sent.request);
  assert.deepEqual(
    [rowOf(recorder, 0), rowOf(recorder, 1)].map(({ attempt, state, status }) => [attempt, state, status]),
    [
      [1, 'failed', 500],
      [2, 'done', 200],
    ],
  );
  assert.match(first.answer.toBuffer().toString(), /Not now, \*+"/);
  assert.ok(!everything(recorder).includes(KEY));
});

test('what is cancelled and what finds no server ends too', async () => {
  await using server = await startRawServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: {"id":"c1","choices":[]}\n\n');
  });
  const recorder = recorderOf();
  const client = clientOf(server, recorder, { maxRetries: 0 });
  const stream = await client.chat.completions.create({ model: 'm', messages: input, stream: true });
  for await (const { id } of stream) {
    assert.equal(id, 'c1');
    break;
  }
  const stop = new AbortController();
  const second = client.chat.completions.create({ model: 'm', messages: input, stream: true }, { signal: stop.signal });
  const waiting = assert.rejects(async () => {
    for await (const { id } of await second) if (id === 'c1') stop.abort();
  });
  await waiting;
  const elsewhere = clientOf({ origin: 'http://127.0.0.1:9' }, recorder, { maxRetries: 0 });
  await assert.rejects(async () => elsewhere.models.list(), { kind: 'network' });
  await sleep(20);
  assert.deepEqual(
    recorder.requests.map(({ state, durationMs }) => [state, typeof durationMs]),
    [
      ['cancelled', 'number'],
      ['cancelled', 'number'],
      ['failed', 'number'],
    ],
  );
  assert.match(rowOf(recorder, 2).problem ?? '', /127\.0\.0\.1/);
});

test('a form is noted by its fields, a file by name and size alone', async () => {
  await using server = await startRawServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"file_1"}'),
  );
  const recorder = recorderOf();
  const file = new File(['very private'], 'private.txt', { type: 'text/plain' });
  await clientOf(server, recorder).files.create({ purpose: 'user_data', file });
  assert.deepEqual(recorder.requests[0]?.requestBody, [
    { name: 'purpose', value: 'user_data' },
    { name: 'file', fileName: 'private.txt', type: 'text/plain', bytes: 12 },
  ]);
  assert.ok(!everything(recorder).includes('very private'));
});

test('headers and addresses that hold keys are not noted', async () => {
  await using server = await startRawServer((_request, response) => response.end('{"data":[]}'));
  const recorder = recorderOf();
  const options = {
    baseURL: `${server.origin}/v1?api_key=query-key-1&a=b`,
    headers: { 'X-Api-Key': 'header-key-1', 'x-other': `a ${KEY}` },
  };
  await createClient({ ...options, apiKey: KEY, observe: recorder.observe }).models.list();
  const noted = everything(recorder);
  for (const secret of [KEY, 'query-key-1', 'header-key-1']) assert.ok(!noted.includes(secret), secret);
  assert.match(noted, /x-other/);
});

test('the oldest go when the cap is reached, and a body larger than its part of it is cut', async () => {
  const text = 'x'.repeat(100_000);
  await using server = await startRawServer((_request, response) => response.end(`{"data":["${text}"]}`));
  const recorder = recorderOf(320_000);
  const removed: number[] = [];
  recorder.onDidChange((change) => removed.push(...change.removed));
  const client = clientOf(server, recorder);
  for (let index = 0; index < 6; index++) await client.models.list();
  assert.ok(recorder.heldBytes <= 320_000);
  assert.ok(recorder.requests.length < 6);
  assert.equal(removed[0], 1);
  const [first] = recorder.requests;
  assert.ok(first);
  assert.equal(first.answer.bytes, 80_000);
  assert.equal(first.answer.leftOutBytes, text.length + '{"data":[""]}'.length - 80_000);
  recorder.clear();
  assert.equal(recorder.heldBytes, 0);
});

test('a server that says twice what it sends is read all the same', async () => {
  await using server = await startRawServer((_request, response) =>
    response
      .writeHead(200, ['content-type', 'text/event-stream', 'content-type', 'text/event-stream'])
      .end('data: {"id":"c1","choices":[]}\n\ndata: [DONE]\n\n'),
  );
  const recorder = recorderOf();
  const stream = await clientOf(server, recorder).chat.completions.create({
    model: 'gpt-4.1',
    messages: input,
    stream: true,
  });
  for await (const event of stream) assert.equal(event.id, 'c1');
  const [request] = recorder.requests;
  assert.ok(request);
  assert.ok(Array.isArray(request.headers['content-type']), 'undici gives what comes twice as a list');
  assert.equal(rowOf(recorder).status, 200);
  assert.equal(detailsOf(request, [KEY]).eventCount, 2);
  assert.equal(
    exchangeOf(request, 'Chat', [KEY])
      ?.answer.map(({ text }) => text)
      .join(''),
    request.answer.toBuffer().toString(),
  );
});

test('nothing is noted while it is paused', async () => {
  await using server = await startRawServer((_request, response) => response.end('{"data":[]}'));
  const recorder = recorderOf();
  recorder.paused = true;
  await clientOf(server, recorder).models.list();
  assert.equal(recorder.requests.length, 0);
});

test('the messages of a WebSocket are noted in both directions, and its end', async () => {
  await using server = await startRealtimeServer({
    onSession: (session) => session.send({ type: 'session.created', event_id: 'e0', session: { type: 'realtime' } }),
    onEvent: (_event, session) =>
      session.send({ type: 'session.updated', event_id: 'e1', session: { type: 'realtime' } }),
  });
  const recorder = recorderOf();
  const connection = await clientOf(server, recorder).realtime.connect({ model: 'gpt-realtime' });
  await connection.send({ type: 'session.update', session: { type: 'realtime', instructions: `Say ${KEY}` } });
  for await (const event of connection) if (event.type === 'session.updated') break;
  await connection.close();
  const [request] = recorder.requests;
  assert.ok(request);
  assert.deepEqual(
    wireEvents(request)
      .map(({ direction, data }) => [direction, (JSON.parse(data) as { type: string }).type])
      .sort(),
    [
      ['received', 'session.created'],
      ['received', 'session.updated'],
      ['sent', 'session.update'],
    ],
  );
  const row = rowOf(recorder);
  assert.deepEqual([row.method, row.path, row.status, row.state], ['WEBSOCKET', '/realtime', 101, 'done']);
  assert.ok(!everything(recorder).includes(KEY));
});
