// The official SDK and ours make the same calls to the same server: what arrived and what came back must be equal.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { createClient, type Client } from '../../../src/openai/client.ts';
import { startRawServer, type RawRequest } from '../../support/rawServer.ts';
import { respondWith } from './calls/answer.ts';
import { apiCalls } from './calls/index.ts';
import type { ApiCall } from './calls/call.ts';

const options = { apiKey: 'sk-test', organization: 'org-1', project: 'proj-1', maxRetries: 0 };

/** Headers a server acts on. The official SDK sends more, about itself. */
const HEADERS = ['authorization', 'openai-organization', 'openai-project', 'accept', 'openai-beta'];

async function arrived({ method, url, headers, body }: RawRequest): Promise<unknown> {
  const type = headers['content-type'] ?? '';
  return {
    method,
    url,
    headers: Object.fromEntries(HEADERS.map((name) => [name, headers[name]])),
    type: type.split(';', 1)[0],
    body: type.startsWith('multipart/')
      ? await formFields(body, type)
      : body === ''
        ? undefined
        : (JSON.parse(body) as unknown),
  };
}

/** The parts of a form, in order. */
async function formFields(body: string, type: string): Promise<unknown[]> {
  // The server keeps bodies as UTF-8 text, so test files are text.
  const form = await new Response(body, { headers: { 'content-type': type } }).formData();
  return Promise.all(
    [...form].map(async ([name, value]) =>
      typeof value === 'string' ? [name, value] : [name, value.name, value.type, await value.text()],
    ),
  );
}

async function run({ call, answers }: ApiCall, connect: (baseURL: string) => Client) {
  let answered = 0;
  await using server = await startRawServer((_request, response) => {
    respondWith(answers[answered++] ?? answers.at(-1) ?? answers[0], response);
  });
  const result = await call(connect(`${server.origin}/v1`));
  return { requests: await Promise.all(server.requests.map(arrived)), result: structuredClone(result) };
}

for (const apiCall of apiCalls) {
  test([apiCall.method, apiCall.variant].filter(Boolean).join(', '), async () => {
    const ours = await run(apiCall, (baseURL) => createClient({ ...options, baseURL }));
    assert.ok(ours.requests.length > 0);
    if (apiCall.oursAlone !== undefined) return;
    const official = await run(apiCall, (baseURL) => new OpenAI({ ...options, baseURL }) as unknown as Client);
    assert.deepEqual(ours, official);
  });
}
