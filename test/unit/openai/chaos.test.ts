// Every method against servers that fail: an `OpenAIError` of the right kind or the reason of its signal, in time, and no
// connection left open. An unhandled rejection fails the test it belongs to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { createClient } from '../../../src/openai/client.ts';
import { createDispatcher } from '../../../src/openai/dispatcher.ts';
import { OpenAIError, type ErrorKind } from '../../../src/openai/errors.ts';
import type { ClientOptions } from '../../../src/openai/transport.ts';
import { startRawServer, type Respond } from '../../support/rawServer.ts';
import { eventsText, respondWith } from './calls/answer.ts';
import { titleOf, type ApiCall } from './calls/call.ts';
import { apiCalls } from './calls/index.ts';

const JSON_HEADERS = { 'content-type': 'application/json', 'retry-after-ms': '1' };

interface Failure {
  name: string;
  respond: Respond;
  kinds: readonly ErrorKind[];
  options?: ClientOptions;
  /** True where such an answer is good enough. */
  mayWork?: (apiCall: ApiCall) => boolean;
}

/** Nothing is wrong with any text for a method that answers with text, bytes or nothing. */
const takesAnything = ({ method, answers }: ApiCall) =>
  method === 'audio.speech.create' || (!('json' in answers[0]) && !('events' in answers[0]));

const FAILURES: readonly Failure[] = [
  {
    name: 'errors of the server, again and again',
    respond: (_request, response) => response.writeHead(500, JSON_HEADERS).end('{"error":{"message":"Broken"}}'),
    kinds: ['server'],
    options: { maxRetries: 2 },
  },
  {
    name: 'too many requests',
    respond: (_request, response) => response.writeHead(429, JSON_HEADERS).end('{"error":{"message":"Slower"}}'),
    kinds: ['rateLimit'],
    options: { maxRetries: 1 },
  },
  {
    name: 'a web page',
    respond: (_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html><title>Sign in</title></html>'),
    kinds: ['protocol'],
    mayWork: takesAnything,
  },
  {
    name: 'broken JSON',
    respond: (_request, response) => response.writeHead(200, JSON_HEADERS).end('{"object": '),
    kinds: ['protocol'],
    mayWork: takesAnything,
  },
  {
    name: 'an answer cut in the middle',
    respond: (_request, response) => {
      response.writeHead(200, { ...JSON_HEADERS, 'content-length': '100' });
      response.write('{"object": ', () => response.destroy());
    },
    kinds: ['network'],
  },
  {
    name: 'a connection closed without an answer',
    respond: (_request, _response, incoming) => incoming.socket.destroy(),
    kinds: ['network'],
  },
  {
    name: 'silence',
    respond: () => undefined,
    kinds: ['timeout'],
    options: { timeoutMs: 25 },
  },
  {
    name: 'silence in the middle of an answer',
    respond: (_request, response) => response.writeHead(200, JSON_HEADERS).write('{"object": '),
    kinds: ['timeout'],
    options: { idleTimeoutMs: 25 },
  },
];

/** An answer that nobody reads is as good as whole. */
const takesNothing = ({ answers: [answer] }: ApiCall, result: unknown) =>
  result === undefined || ('text' in answer && answer.text === '');

async function suffer(apiCall: ApiCall, { name, respond, kinds, options, mayWork }: Failure): Promise<void> {
  await using server = await startRawServer(respond);
  const dispatcher = createDispatcher();
  const client = createClient({ baseURL: server.origin, maxRetries: 0, ...options, dispatcher });
  const outcome = await apiCall.call(client).then(
    (result) => ({ result }),
    (error: unknown) => ({ error }),
  );
  if ('error' in outcome) {
    const { error } = outcome;
    assert.ok(error instanceof OpenAIError, `${name}: ${String(error)}`);
    assert.ok(kinds.includes(error.kind), `${name}: ${error.kind}, ${error.message}`);
  } else {
    assert.ok(takesNothing(apiCall, outcome.result) || mayWork?.(apiCall), `${name}: it seemed to work`);
  }
  assert.ok(server.requests.length <= 64, name);
  // Waits for requests that are still running: one that was forgotten would hang here.
  if ('error' in outcome) await dispatcher.close();
  else await dispatcher.destroy();
  while (server.openConnections() > 0) await setImmediate();
}

/** A failure before the first answer that passes: in the end everything is as if it had not been. */
async function recover(apiCall: ApiCall, fail: (response: ServerResponse) => unknown): Promise<void> {
  const { answers } = apiCall;
  const run = async (failures: number): Promise<unknown> => {
    let requests = 0;
    await using server = await startRawServer((_request, response) => {
      const answer = requests++ - failures;
      if (answer < 0) fail(response);
      else respondWith(answers[answer] ?? answers.at(-1) ?? answers[0], response);
    });
    return structuredClone(await apiCall.call(createClient({ baseURL: server.origin, maxRetries: 2 })));
  };
  assert.deepEqual(await run(1), await run(0));
}

for (const apiCall of apiCalls) {
  test(titleOf(apiCall), async () => {
    for (const failure of FAILURES) await suffer(apiCall, failure);
    await recover(apiCall, (response) => response.writeHead(429, JSON_HEADERS).end('{"error":{"message":"Slower"}}'));
    await recover(apiCall, (response) => response.writeHead(503, JSON_HEADERS).end('Down for a moment'));
  });

  const [answer] = apiCall.answers;
  if (!('events' in answer)) continue;
  test(`${titleOf(apiCall)}, its stream cut in the middle`, async () => {
    const text = eventsText(answer);
    await suffer(apiCall, {
      name: 'a stream cut in the middle',
      respond: (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(text.slice(0, text.indexOf('\n\n') + 12), () => response.destroy());
      },
      kinds: ['network'],
      mayWork: takesAnything,
    });
  });
}
