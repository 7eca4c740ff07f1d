import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '../../../../src/openai/client.ts';
import { exchangeOf, fixtureOf, parseFixture, type FixtureExchange } from '../../../../src/ui/requests/fixture.ts';
import { startReplay } from '../../../../src/ui/requests/replayServer.ts';
import { RequestRecorder } from '../../../../src/ui/requests/requestRecorder.ts';
import { startRawServer } from '../../../support/rawServer.ts';

const KEY = 'sk-very-secret-0123456789';
const chunk = (content: string, finish: 'stop' | null = null) =>
  `data: ${JSON.stringify({ id: 'c1', choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`;
const messages = (content: string) => [{ role: 'user' as const, content }];

/** A recorded session of two questions and a list, exported and read again. */
async function recordedSession(): Promise<{ text: string; exchanges: FixtureExchange[] }> {
  await using server = await startRawServer(async (request, response) => {
    if (request.url.endsWith('/models')) {
      response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'a=b' }).end('{"data":[{"id":"m"}]}');
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-request-id': 'req_7' });
    response.write(chunk(`Hé ${request.body.includes('first') ? 'one' : 'two'} ${KEY}`));
    await sleep(60);
    response.end(`${chunk('.', 'stop')}data: [DONE]\n\n`);
  });
  const recorder = new RequestRecorder({ maxBytes: 1_000_000, hidden: () => [KEY] });
  const client = createClient({ baseURL: `${server.origin}/v1`, apiKey: KEY, observe: recorder.observe });
  await client.models.list();
  for (const question of ['first', `second ${KEY}`]) await ask(client, question);
  const exchanges = recorder.requests.flatMap((request) => exchangeOf(request, 'Chat', [KEY]) ?? []);
  return { text: JSON.stringify(fixtureOf(exchanges)), exchanges };
}

async function ask(client: ReturnType<typeof createClient>, question: string): Promise<string> {
  let text = '';
  const stream = client.chat.completions.create({ model: 'm', messages: messages(question), stream: true });
  for await (const { choices } of await stream) text += choices[0]?.delta.content ?? '';
  return text;
}

test('a session that is exported and replayed answers the same, without the server and without the key', async () => {
  const { text } = await recordedSession();
  assert.ok(!text.includes(KEY));
  assert.ok(!text.includes('set-cookie'));
  const server = await startReplay(parseFixture(text), { paced: false });
  const client = createClient({ baseURL: server.baseURL });
  // By what was asked, not by the order; then what is left.
  assert.match(await ask(client, 'second …'), /^Hé two \*+\.$/);
  assert.match(await ask(client, 'something else'), /^Hé one/);
  assert.match(await ask(client, 'first'), /^Hé one/);
  assert.deepEqual((await client.models.list()).data, [{ id: 'm' }]);
  await assert.rejects(async () => client.files.list(), { kind: 'notFound' });
  await server.close();
  await assert.rejects(async () => createClient({ baseURL: server.baseURL, maxRetries: 0 }).models.list());
});

test('a question gets its own answer in another conversation too', async () => {
  const { exchanges } = await recordedSession();
  const server = await startReplay(fixtureOf(exchanges), { paced: false });
  const client = createClient({ baseURL: server.baseURL });
  const before = [...messages('hello'), { role: 'assistant' as const, content: 'Hi' }];
  const stream = await client.chat.completions.create({
    model: 'another',
    messages: [...before, ...messages('second …')],
    stream: true,
  });
  let text = '';
  for await (const { choices } of stream) text += choices[0]?.delta.content ?? '';
  assert.match(text, /^Hé two/);
  await server.close();
});

test('it takes as long as it took then, where that is wanted', async () => {
  const { exchanges } = await recordedSession();
  const server = await startReplay(fixtureOf(exchanges), { paced: true });
  const startMs = performance.now();
  await ask(createClient({ baseURL: server.baseURL }), 'first');
  assert.ok(performance.now() - startMs >= 59);
  await server.close();
});

test('an answer that broke off breaks off again', async () => {
  await using origin = await startRawServer(async (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(chunk('Half'));
    await sleep(20);
    response.destroy();
  });
  const recorder = new RequestRecorder({ maxBytes: 1_000_000, hidden: () => [] });
  const client = createClient({ baseURL: `${origin.origin}/v1`, observe: recorder.observe, maxRetries: 0 });
  await assert.rejects(ask(client, 'x'), { kind: 'network' });
  const exchanges = recorder.requests.flatMap((request) => exchangeOf(request, 'Chat', []) ?? []);
  assert.equal(exchanges[0]?.cutOff, true);
  const server = await startReplay(fixtureOf(exchanges), { paced: false });
  await assert.rejects(ask(createClient({ baseURL: server.baseURL, maxRetries: 0 }), 'x'), { kind: 'network' });
  await server.close();
});

test('a key that was refused once is not refused again', async () => {
  await using origin = await startRawServer((request, response) => {
    const isKnown = request.headers.authorization === 'Bearer right';
    response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' });
    response.end(isKnown ? '{"data":[{"id":"m"}]}' : '{"error":{"message":"Incorrect API key provided."}}');
  });
  const recorder = new RequestRecorder({ maxBytes: 1_000_000, hidden: () => [] });
  const connect = (apiKey: string) =>
    createClient({ baseURL: `${origin.origin}/v1`, apiKey, observe: recorder.observe, maxRetries: 0 });
  await assert.rejects(async () => connect('wrong').models.list(), { kind: 'auth' });
  await assert.rejects(async () => connect('wrong').files.list(), { kind: 'auth' });
  await connect('right').models.list();
  const exchanges = recorder.requests.flatMap((request) => exchangeOf(request, 'Chat', []) ?? []);
  const server = await startReplay(fixtureOf(exchanges), { paced: false });
  const client = createClient({ baseURL: server.baseURL, maxRetries: 0 });
  assert.deepEqual((await client.models.list()).data, [{ id: 'm' }]);
  await assert.rejects(async () => client.files.list(), { kind: 'auth' });
  await server.close();
});

test('nobody gets an answer who does not know its address', async () => {
  const { exchanges } = await recordedSession();
  const server = await startReplay(fixtureOf(exchanges), { paced: false });
  const { origin } = new URL(server.baseURL);
  assert.equal((await fetch(`${origin}/v1/models`)).status, 404);
  const other = server.baseURL.replace('127.0.0.1', 'localhost');
  assert.notEqual((await fetch(`${other}/models`).catch(() => undefined))?.status, 200);
  await server.close();
});

test('files that are no fixture are refused with a reason; a recording is one', async () => {
  const { exchanges } = await recordedSession();
  const recording = exchanges.map((exchange) => `${JSON.stringify(exchange)}\n`).join('');
  assert.deepEqual(parseFixture(recording).exchanges, exchanges);
  assert.deepEqual(parseFixture(JSON.stringify(exchanges[0])).exchanges, exchanges.slice(0, 1));
  for (const [text, reason] of [
    ['nonsense', /no session/],
    ['[]', /no session/],
    ['{"format":"parley-requests","version":2,"exchanges":[]}', /newer/],
    ['{"format":"parley-requests","version":1,"exchanges":[]}', /no request/],
    ['{"format":"parley-requests","version":1,"exchanges":[{"method":"GET"}]}', /damaged/],
  ] as const) {
    assert.throws(() => parseFixture(text), reason);
  }
});
