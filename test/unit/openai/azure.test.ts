// The official SDK's AzureOpenAI and our client make the same calls: what arrived must be equal.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import OpenAI, { AzureOpenAI } from 'openai';
import { createClient, type Client } from '../../../src/openai/client.ts';
import type { AzureOptions } from '../../../src/openai/azure.ts';
import { OpenAIError } from '../../../src/openai/errors.ts';
import { Transport } from '../../../src/openai/transport.ts';
import { startRawServer, type RawRequest } from '../../support/rawServer.ts';

const apiVersion = '2025-04-01-preview';
const messages = [{ role: 'user' as const, content: 'Hi' }];
const sound = () => new File(['sound'], 'a.wav', { type: 'audio/wav' });
const picture = () => new File(['picture'], 'a.png', { type: 'image/png' });

const calls: Record<string, (client: Client) => Promise<unknown>> = {
  'chat.completions': (client) => client.chat.completions.create({ model: 'my gpt/4o', messages }),
  completions: (client) => client.completions.create({ model: 'instruct', prompt: 'Hi' }),
  embeddings: (client) => client.embeddings.create({ model: 'embed', input: 'Hi', encoding_format: 'float' }),
  responses: (client) => client.responses.create({ model: 'gpt', input: 'Hi' }),
  'models.list': (client) => client.models.list(),
  'images.generate': (client) => client.images.generate({ model: 'dall-e', prompt: 'A cat' }),
  'images.edit': (client) => client.images.edit({ model: 'gpt-image', prompt: 'A cat', image: picture() }),
  'audio.transcriptions': (client) => client.audio.transcriptions.create({ model: 'whisper', file: sound() }),
  'audio.translations': (client) => client.audio.translations.create({ model: 'whisper', file: sound() }),
  'audio.speech': (client) => client.audio.speech.create({ model: 'tts', voice: 'alloy', input: 'Hi' }),
  'batches.create': (client) =>
    client.batches.create({ input_file_id: 'file-1', endpoint: '/v1/chat/completions', completion_window: '24h' }),
  'batches.list': (client) => client.batches.list({ limit: 2 }),
  'fineTuning.jobs.create': (client) => client.fineTuning.jobs.create({ model: 'gpt-base', training_file: 'file-1' }),
  'files.list': (client) => client.files.list({ purpose: 'batch' }),
};

/** The fields of a form, by name. */
const fieldsOf = (form: string) =>
  Object.fromEntries(
    [...form.matchAll(/; name="([^"]+)".*\r\n(?:Content-Type.*\r\n)?\r\n(.*)\r\n/gi)].map(([, name, value]) => [
      name,
      value,
    ]),
  ) as Record<string, string>;

const arrived = ({ method, url, headers, body }: RawRequest) => ({
  method,
  url,
  key: [headers['api-key'], headers.authorization],
  body: headers['content-type']?.startsWith('multipart/') ? JSON.stringify(fieldsOf(body)) : body,
});

/** What arrives when the client made for the origin makes the call. */
async function sent(call: (client: Client) => Promise<unknown>, make: (origin: string) => Client) {
  await using server = await startRawServer((_request, response) =>
    response.setHeader('content-type', 'application/json').end('{"data":[]}'),
  );
  await call(make(server.origin));
  return server.requests.map(arrived);
}

const ours = (path: string, azure: AzureOptions) => (origin: string) =>
  createClient({ baseURL: origin + path, apiKey: 'key', maxRetries: 0, azure });

const official = (options: ConstructorParameters<typeof AzureOpenAI>[0]) => (origin: string) =>
  new AzureOpenAI({ baseURL: `${origin}/openai`, apiVersion, maxRetries: 0, ...options }) as unknown as Client;

describe('below /openai', () => {
  for (const [name, call] of Object.entries(calls)) {
    it(`${name}: path, api-version and key as in the official SDK`, async () => {
      const expected = await sent(call, official({ apiKey: 'key' }));
      assert.equal(expected.length, 1);
      assert.deepEqual(await sent(call, ours('/openai', { apiVersion })), expected);
    });
  }

  it('a token is sent as Bearer', async () => {
    const call = calls['chat.completions'] ?? assert.fail();
    assert.deepEqual(
      await sent(call, ours('/openai', { apiVersion, authentication: 'token' })),
      await sent(call, official({ azureADTokenProvider: () => Promise.resolve('key') })),
    );
  });

  it('a model is known by its deployment', async () => {
    const azure = { apiVersion, deployments: { gpt: 'prod' } };
    const make = ours('/openai', azure);
    const url = async (call: (client: Client) => Promise<unknown>) =>
      (await sent(call, make)).map(({ url, body }) => [url, (JSON.parse(body) as { model: string }).model]);
    const version = `?api-version=${apiVersion}`;
    assert.deepEqual(await url((client) => client.chat.completions.create({ model: 'gpt', messages })), [
      [`/openai/deployments/prod/chat/completions${version}`, 'gpt'],
    ]);
    assert.deepEqual(await url((client) => client.responses.create({ model: 'gpt', input: 'Hi' })), [
      [`/openai/responses${version}`, 'prod'],
    ]);
    assert.deepEqual(await url((client) => client.fineTuning.jobs.create({ model: 'gpt', training_file: 'file-1' })), [
      [`/openai/fine_tuning/jobs${version}`, 'gpt'],
    ]);
  });

  it('a base URL that names a deployment gets no second one', async () => {
    const call = calls.embeddings ?? assert.fail();
    const make = (origin: string) => official({ apiKey: 'key', baseURL: `${origin}/openai/deployments/a` })(origin);
    assert.deepEqual(await sent(call, ours('/openai/deployments/a', { apiVersion })), await sent(call, make));
  });

  it('the api-version may stand in the base URL, and must stand somewhere', async () => {
    const call = calls['batches.list'] ?? assert.fail();
    assert.deepEqual(
      await sent(call, ours(`/openai?api-version=${apiVersion}`, {})),
      await sent(call, official({ apiKey: 'key' })),
    );
    assert.throws(
      () => createClient({ baseURL: 'https://a.openai.azure.com/openai', azure: {} }),
      (error) => error instanceof OpenAIError && error.message.includes('api-version'),
    );
  });
});

describe('below /openai/v1', () => {
  for (const [name, call] of Object.entries(calls)) {
    it(`${name}: as at OpenAI, with a token`, async () => {
      const expected = await sent(
        call,
        (origin) => new OpenAI({ baseURL: `${origin}/openai/v1`, apiKey: 'key', maxRetries: 0 }) as unknown as Client,
      );
      assert.deepEqual(await sent(call, ours('/openai/v1', { authentication: 'token' })), expected);
    });
  }

  it('the key has its own header, the model is the deployment, and an api-version is sent when set', async () => {
    const azure = { apiVersion: 'preview', deployments: { gpt: 'prod', whisper: 'ears' } };
    assert.deepEqual(
      await sent((client) => client.responses.create({ model: 'gpt', input: 'Hi' }), ours('/openai/v1', azure)),
      [
        {
          method: 'POST',
          url: '/openai/v1/responses?api-version=preview',
          key: ['key', undefined],
          body: '{"model":"prod","input":"Hi"}',
        },
      ],
    );
  });

  it('the model of a form is the deployment too', async () => {
    await using server = await startRawServer((_request, response) => response.end('{"text":""}'));
    const client = ours('/openai/v1', { deployments: { whisper: 'ears' } })(server.origin);
    await client.audio.transcriptions.create({ model: 'whisper', file: sound() });
    assert.deepEqual(fieldsOf(server.requests[0]?.body ?? ''), { model: 'ears', file: 'sound' });
  });
});

it('realtime is below /v1 either way, without an api-version, and its model is the deployment', async () => {
  await using server = await startRawServer((_request, response) => response.end('{}'));
  for (const path of ['/openai', '/openai/v1']) {
    const azure = { apiVersion, deployments: { gpt: 'prod' } };
    const transport = new Transport({ baseURL: server.origin + path, apiKey: 'key', azure });
    await transport.json({ method: 'GET', path: '/realtime', query: { model: 'gpt' } });
    await transport.json({ method: 'GET', path: '/realtime', query: { intent: 'transcription' } });
  }
  assert.deepEqual(
    server.requests.map(({ url }) => url),
    Array.from({ length: 2 }, () => [
      '/openai/v1/realtime?model=prod',
      '/openai/v1/realtime?intent=transcription',
    ]).flat(),
  );
});

it('the key is not repeated by an error', async () => {
  await using server = await startRawServer((_request, response) =>
    response.writeHead(401).end('{"error":{"code":"401","message":"secret-key is wrong"}}'),
  );
  const client = createClient({ baseURL: `${server.origin}/openai/v1`, apiKey: 'secret-key', azure: {} });
  await assert.rejects(Promise.resolve(client.models.list()), { message: '[key] is wrong', kind: 'auth' });
});
