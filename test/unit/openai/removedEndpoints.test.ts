import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createClient, type Client } from '../../../src/openai/client.ts';
import { OpenAIError } from '../../../src/openai/errors.ts';
import { startRawServer } from '../../support/rawServer.ts';

/** What a call ends with at a server that answers all with this. */
async function errorOf(call: (client: Client) => Promise<unknown>, status: number, body: string, base = '/v1') {
  await using server = await startRawServer((_request, response) => response.writeHead(status).end(body));
  const client = createClient({ baseURL: `${server.origin}${base}`, maxRetries: 0 });
  const error = await call(client).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof OpenAIError);
  return error;
}

const json = (error: object) => JSON.stringify({ error });
const invalidUrl = json({ message: 'Invalid URL (POST /v1/x)', type: 'invalid_request_error', code: null });

describe('a removed endpoint names what replaced it', () => {
  const replacements: Record<string, RegExp> = {
    '/fine-tunes': /POST \/fine_tuning\/jobs/,
    '/fine-tunes/ft-1/cancel': /POST \/fine_tuning\/jobs/,
    '/edits': /POST \/chat\/completions/,
    '/engines': /GET \/models/,
    '/engines/davinci': /GET \/models/,
    '/engines/davinci/completions': /POST \/chat\/completions/,
    '/engines/davinci/edits': /POST \/chat\/completions/,
    '/engines/davinci/search': /POST \/embeddings.*POST \/vector_stores/,
    '/engines/ada/embeddings': /POST \/embeddings/,
    '/answers': /POST \/vector_stores/,
    '/classifications': /POST \/vector_stores/,
    '/search': /POST \/vector_stores/,
    '/assistants': /26 August 2026.*POST \/responses.*local profile/,
    '/assistants/asst_1': /26 August 2026/,
    '/assistants/asst_1/files': /first version of assistants.*POST \/vector_stores/,
    '/threads': /26 August 2026/,
    '/threads/thread_1/runs/run_1/steps': /26 August 2026/,
    '/threads/thread_1/messages/msg_1/files': /first version of assistants/,
    '/videos': /24 September 2026/,
    '/videos/video_1/content': /24 September 2026/,
    '/realtime/sessions': /POST \/realtime\/client_secrets/,
    '/realtime/transcription_sessions': /POST \/realtime\/client_secrets/,
  };
  for (const [path, sentence] of Object.entries(replacements)) {
    it(path, async () => {
      const { kind, status, message } = await errorOf((client) => client.post(path), 404, invalidUrl);
      assert.deepEqual({ kind, status }, { kind: 'notFound', status: 404 });
      assert.match(message, /^Invalid URL \(POST \/v1\/x\)\. [A-Z][^.]*(\.[a-z][^.]*)*\.$/);
      assert.match(message, sentence);
    });
  }

  it('below a base URL that ends before the version', async () => {
    assert.match((await errorOf((client) => client.get('/v1/engines/'), 404, '', '')).message, /GET \/models/);
  });
});

describe('every way of saying that an endpoint is gone', () => {
  const answers: Record<string, [status: number, body: string]> = {
    nothing: [404, ''],
    'plain text': [404, '404 page not found'],
    detail: [404, '{"detail":"Not Found"}'],
    method: [405, '{"detail":"Method Not Allowed"}'],
    gone: [410, json({ message: 'Gone' })],
    'a web page': [404, '<html><title>404 Not Found</title></html>'],
    'a framework that repeats the path': [404, 'Cannot POST /v1/assistants'],
    'a URL with an id in it': [404, json({ message: 'Invalid URL (GET /v1/threads/file not found)' })],
    Azure: [404, json({ code: '404', message: 'Resource not found' })],
    'a status of its own': [400, json({ message: 'The Assistants API has been shut down.' })],
    forbidden: [403, json({ message: 'The Assistants API is no longer available' })],
  };
  for (const [name, [status, body]] of Object.entries(answers)) {
    it(name, async () => {
      const error = await errorOf((client) => client.beta.assistants.create({ model: 'm' }), status, body);
      assert.equal(error.status, status);
      assert.match(error.message, /26 August 2026/);
    });
  }
});

describe('an error of a server that has the endpoint stays as it is', () => {
  const answers: Record<string, [status: number, message: string, code?: string]> = {
    'an unknown assistant': [404, "No assistant found with id 'asst_1'."],
    'an unknown thread': [404, "No thread found with id 'thread_1'."],
    'an unknown run': [404, "No run found with id 'run_1'."],
    'an unknown step': [404, "No run step found with id 'step_1'."],
    'an unknown file': [404, "File 'file-1' could not be found."],
    'an id that does not exist': [404, 'Assistant asst_1 does not exist'],
    'an unknown model': [404, 'The model `m` does not exist or you do not have access to it.', 'model_not_found'],
    'a retired model': [404, 'The model `m` has been deprecated.', 'model_not_found'],
    'an unknown deployment': [404, 'The API deployment for this resource does not exist.', 'DeploymentNotFound'],
    'a wrong parameter': [400, "Unknown parameter: 'colour'."],
    'a limit': [429, 'Rate limit reached.'],
    'a failure': [500, 'The server had an error.'],
  };
  for (const [name, [status, message, code]] of Object.entries(answers)) {
    it(name, async () => {
      const body = json({ message, ...(code !== undefined && { code }) });
      const error = await errorOf((client) => client.beta.assistants.retrieve('asst_1'), status, body);
      assert.equal(error.message, message);
    });
  }

  it('and so does one of a path that was never removed', async () => {
    for (const path of ['/vector_stores/vs_1/search', '/fine_tuning/jobs', '/images/edits', '/models/engines']) {
      const error = await errorOf((client) => client.post(path), 404, invalidUrl);
      assert.equal(error.message, 'Invalid URL (POST /v1/x)');
    }
  });
});
