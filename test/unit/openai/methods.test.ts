// The official SDK and ours make the same calls to the same server: what arrived and what came back must be equal.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { createClient, type Client } from '../../../src/openai/client.ts';
import { parseMultipart } from '../../support/multipart.ts';
import { startRawServer, type RawRequest } from '../../support/rawServer.ts';
import { respondWith } from './calls/answer.ts';
import { titleOf, type ApiCall } from './calls/call.ts';
import { apiCalls } from './calls/index.ts';
import { iterable, methodOf, replaceMethod } from './calls/method.ts';

const options = { apiKey: 'sk-test', organization: 'org-1', project: 'proj-1', maxRetries: 0 };

/** Headers a server acts on. The official SDK sends more, about itself. */
const HEADERS = ['authorization', 'openai-organization', 'openai-project', 'accept', 'openai-beta'];

type Connect = (baseURL: string) => Client;

const connectOurs: Connect = (baseURL) => createClient({ ...options, baseURL });
const connectOfficial: Connect = (baseURL) => new OpenAI({ ...options, baseURL }) as unknown as Client;

function arrived({ method, url, headers, body, bytes }: RawRequest): unknown {
  const type = headers['content-type'] ?? '';
  const isForm = type.startsWith('multipart/');
  const [path, query] = url.split('?', 2);
  return {
    method,
    path,
    // Decoded: `*` and `%2A` are the same.
    query: [...new URLSearchParams(query)],
    headers: Object.fromEntries(HEADERS.map((name) => [name, headers[name]])),
    type: type.split(';', 1)[0],
    body: isForm ? parseMultipart(bytes, type) : contentOf(body, type),
  };
}

function contentOf(body: string, type: string): unknown {
  if (body === '') return undefined;
  return type.startsWith('application/json') ? JSON.parse(body) : body;
}

/** Makes a call. `prepare` changes the client first. */
async function run(apiCall: ApiCall, connect: Connect, prepare?: (client: Client) => void) {
  let answered = 0;
  await using server = await startRawServer((_request, response) => {
    respondWith(apiCall.answers[answered++] ?? apiCall.answers.at(-1) ?? apiCall.answers[0], response);
  });
  const client = connect(`${server.origin}/v1`);
  prepare?.(client);
  const result = await apiCall.call(client);
  return { requests: server.requests.map(arrived), result: structuredClone(result) };
}

/** What the official SDK's promises have besides the data. */
interface ApiPromise {
  asResponse(): Promise<Response>;
  withResponse(): Promise<{ data: unknown; response: Response; request_id: string | null }>;
}

const isApiPromise = (value: unknown): value is ApiPromise =>
  typeof value === 'object' && value !== null && 'withResponse' in value;

/** The same call through `withResponse()`: its result, and what is known of the response. Undefined where a method has none. */
async function runWithResponse(apiCall: ApiCall, connect: Connect) {
  const seen: unknown[] = [];
  const { result } = await run(apiCall, connect, (client) => {
    replaceMethod(client, apiCall, (method, args) => {
      const pending = method(...args);
      if (!isApiPromise(pending)) return pending;
      const exchange = pending.withResponse().then(({ data, response, request_id }) => {
        seen.push({ status: response.status, type: response.headers.get('content-type'), request_id });
        return data;
      });
      return iterable(exchange);
    });
  });
  return seen.length === 0 ? undefined : { result, seen };
}

/** What the same call's `asResponse()` answers with. Undefined where a method has none. */
async function runAsResponse(apiCall: ApiCall, connect: Connect) {
  const enough = new Error('The response was seen.');
  let seen: unknown;
  const see = async (pending: unknown) => {
    if (isApiPromise(pending)) {
      const response = await pending.asResponse();
      seen = { status: response.status, body: await response.text() };
    } else {
      await pending;
    }
    throw enough;
  };
  const prepare = (client: Client) => replaceMethod(client, apiCall, (method, args) => iterable(see(method(...args))));
  await assert.rejects(run(apiCall, connect, prepare), (error) => error === enough);
  return seen;
}

for (const apiCall of apiCalls) {
  test(titleOf(apiCall), async () => {
    const ours = await run(apiCall, connectOurs);
    assert.ok(ours.requests.length > 0);
    if (!methodOf(new OpenAI(options), apiCall.method)) {
      assert.ok(apiCall.oursAlone, 'The official SDK has no such method: say why.');
      return;
    }
    const official = await run(apiCall, connectOfficial);
    assert.deepEqual(ours.requests, official.requests);
    if (apiCall.oursAlone !== undefined) return;
    assert.deepEqual(ours.result, official.result);
    assert.deepEqual(await runWithResponse(apiCall, connectOurs), await runWithResponse(apiCall, connectOfficial));
    assert.deepEqual(await runAsResponse(apiCall, connectOurs), await runAsResponse(apiCall, connectOfficial));
  });
}
