import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createClient } from '../../../src/openai/client.ts';
import { OpenAIError } from '../../../src/openai/errors.ts';
import { startRawServer } from '../../support/rawServer.ts';

/** What asking a server for embeddings that it does not have ends with. */
async function errorOf(status: number, body: string) {
  await using server = await startRawServer((_request, response) => response.writeHead(status).end(body));
  const client = createClient({ baseURL: `${server.origin}/v1`, maxRetries: 1 });
  const error = await client.embeddings
    .create({ model: 'm', input: 'Hi', encoding_format: 'float' })
    .catch((reason: unknown) => reason);
  assert.ok(error instanceof OpenAIError);
  return { kind: error.kind, message: error.message, attempts: server.requests.length };
}

describe('an endpoint that a compatible server does not have', () => {
  const answers: Record<string, [status: number, body: string, said: string]> = {
    'plain text, as Ollama': [404, '404 page not found', ' (404 page not found)'],
    nothing: [404, '', ''],
    'a web page, as gateways': [404, '<html><title>404 Not Found</title></html>', ' (404 Not Found)'],
    'a detail, as vLLM': [404, '{"detail":"Not Found"}', ' (Not Found)'],
    'the wrong method, as vLLM': [405, '{"detail":"Method Not Allowed"}', ' (Method Not Allowed)'],
    'an error without more, as llama.cpp': [
      404,
      '{"error":{"code":404,"message":"File Not Found","type":"not_found_error"}}',
      ' (File Not Found)',
    ],
    'a code and a sentence, as Azure': [
      404,
      '{"error":{"code":"404","message":"Resource not found"}}',
      ' (Resource not found)',
    ],
    'not implemented': [501, 'Not Implemented', ' (Not Implemented)'],
  };
  for (const [name, [status, body, said]] of Object.entries(answers)) {
    it(name, async () => {
      assert.deepEqual(await errorOf(status, body), {
        kind: 'notFound',
        message: `The server does not have /v1/embeddings${said}.`,
        attempts: 1,
      });
    });
  }

  it('an error with status 200, as LM Studio', async () => {
    const error = 'Unexpected endpoint or method. (POST /v1/embeddings)';
    assert.deepEqual(await errorOf(200, JSON.stringify({ error })), { kind: 'notFound', message: error, attempts: 1 });
  });

  it('says why where the server does', async () => {
    for (const message of [
      'This server does not support embeddings. Start it with `--embeddings`',
      'model "m" not found, try pulling it first',
    ]) {
      assert.deepEqual(await errorOf(501, JSON.stringify({ error: { message } })), {
        kind: 'notFound',
        message,
        attempts: 1,
      });
    }
  });
});
