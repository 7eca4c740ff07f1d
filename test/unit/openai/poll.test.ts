import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createClient } from '../../../src/openai/client.ts';
import { OpenAIError } from '../../../src/openai/errors.ts';
import { pollDelayMs } from '../../../src/openai/poll.ts';
import { startRawServer } from '../../support/rawServer.ts';

interface Scripted {
  status?: number;
  headers?: Record<string, string>;
  json: unknown;
}

/** A server that answers with these, one after the other, and then with the last. */
async function serve(...answers: [Scripted, ...Scripted[]]) {
  let at = 0;
  const server = await startRawServer((_request, response) => {
    const { status = 200, headers = {}, json } = answers[at++] ?? answers.at(-1) ?? answers[0];
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(json));
  });
  return Object.assign(server, { client: createClient({ baseURL: server.origin, maxRetries: 0 }) });
}

const run = (status: string) => ({ json: { id: 'run_1', thread_id: 'thread_1', status } });
const quickly = { pollIntervalMs: 0 };
const inThread = { thread_id: 'thread_1' };
const upload = () => new File(['text'], 'a.txt');

describe('polling', () => {
  for (const status of ['completed', 'failed', 'cancelled', 'expired', 'incomplete', 'requires_action', 'paused']) {
    it(`ends with the status ${status}`, async () => {
      await using server = await serve(run('queued'), run('in_progress'), run('cancelling'), run(status));
      assert.equal((await server.client.beta.threads.runs.poll('run_1', inThread, quickly)).status, status);
      assert.equal(server.requests.length, 4);
    });
  }

  it('waits as long as the caller says, else as the server asks, else 5 s', () => {
    const asked = new Headers({ 'openai-poll-after-ms': '250' });
    assert.equal(pollDelayMs(asked, undefined), 250);
    assert.equal(pollDelayMs(asked, 0), 0);
    assert.equal(pollDelayMs(new Headers(), undefined), 5_000);
    for (const nonsense of ['soon', '-1', ''])
      assert.equal(pollDelayMs(new Headers({ 'openai-poll-after-ms': nonsense }), undefined), 5_000);
  });

  it('reads the wait from the answer', async () => {
    const headers = { 'openai-poll-after-ms': '1' };
    await using server = await serve({ ...run('queued'), headers }, run('completed'));
    assert.equal((await server.client.beta.threads.runs.poll('run_1', inThread)).status, 'completed');
  });

  it('rejects with the reason of the signal while it waits, and asks no more', async () => {
    await using server = await serve(run('queued'));
    const controller = new AbortController();
    const reason = new Error('enough');
    const options = {
      signal: controller.signal,
      // Read between an answer and the wait after it.
      get pollIntervalMs() {
        setImmediate(() => controller.abort(reason));
        return 3_600_000;
      },
    };
    await assert.rejects(server.client.beta.threads.runs.poll('run_1', inThread, options), (error) => error === reason);
    assert.equal(server.requests.length, 1);
  });

  it('rejects as the requests do', async () => {
    const gone = { status: 404, json: { error: { message: "No run found with id 'run_1'." } } };
    await using server = await serve(run('queued'), gone);
    await assert.rejects(server.client.beta.threads.runs.poll('run_1', inThread, quickly), {
      kind: 'notFound',
      message: "No run found with id 'run_1'.",
    });
  });

  it('needs a status', async () => {
    await using server = await serve({ json: {} }, { json: null });
    for (let times = 0; times < 2; times++)
      await assert.rejects(server.client.beta.threads.runs.poll('run_1', inThread, quickly), {
        name: 'OpenAIError',
        kind: 'protocol',
      });
  });

  it('needs an id of what was made', async () => {
    await using server = await serve({ json: {} });
    const { beta, vectorStores } = server.client;
    for (const made of [
      beta.threads.createAndRunPoll({ assistant_id: 'asst_1' }, quickly),
      beta.threads.runs.createAndPoll('thread_1', { assistant_id: 'asst_1' }, quickly),
      vectorStores.files.createAndPoll('vs_1', { file_id: 'file-1' }, quickly),
      vectorStores.fileBatches.createAndPoll('vs_1', { file_ids: ['file-1'] }, quickly),
      vectorStores.files.uploadAndPoll('vs_1', upload(), quickly),
    ])
      await assert.rejects(made, { name: 'OpenAIError', kind: 'protocol' });
  });
});

describe('uploading a batch', () => {
  const batch = { id: 'vsfb_1', status: 'completed' };

  it('keeps the order of the files, however the uploads overtake each other', async () => {
    let held: (() => void) | undefined;
    await using server = await startRawServer(({ url, body }, response) => {
      const answer = (json: object) => response.setHeader('content-type', 'application/json').end(JSON.stringify(json));
      if (url !== '/files') return answer(batch);
      const name = /filename="(\w+)/.exec(body)?.[1] ?? '';
      // The first upload is answered after the last.
      if (name === 'a') held = () => answer({ id: 'file-a' });
      else answer({ id: `file-${name}` });
      if (name === 'c') held?.();
      return undefined;
    });
    const client = createClient({ baseURL: server.origin, maxRetries: 0 });
    const files = ['a', 'b', 'c'].map((name) => new File([name], `${name}.txt`));
    await client.vectorStores.fileBatches.uploadAndPoll('vs_1', { files, fileIds: ['file-0'] }, { maxConcurrency: 2 });
    const made = server.requests.find(({ url }) => url === '/vector_stores/vs_1/file_batches');
    assert.deepEqual(JSON.parse(made?.body ?? ''), { file_ids: ['file-0', 'file-a', 'file-b', 'file-c'] });
  });

  it('ends with the first failure, and begins no other upload', async () => {
    await using server = await serve({ status: 413, json: { error: { message: 'Too large.' } } });
    const files = Array.from({ length: 10 }, upload);
    await assert.rejects(
      server.client.vectorStores.fileBatches.uploadAndPoll('vs_1', { files }, { maxConcurrency: 1 }),
      (error) => error instanceof OpenAIError && error.message === 'Too large.',
    );
    assert.deepEqual(
      server.requests.map(({ url }) => url),
      ['/files'],
    );
  });

  it('says what is wrong with the call before anything is sent', async () => {
    await using server = await serve({ json: batch });
    const { fileBatches } = server.client.vectorStores;
    await assert.rejects(fileBatches.uploadAndPoll('vs_1', { files: [] }), { kind: 'invalidRequest' });
    for (const maxConcurrency of [0, NaN])
      await assert.rejects(fileBatches.uploadAndPoll('vs_1', { files: [upload()] }, { maxConcurrency }), {
        kind: 'invalidRequest',
      });
    assert.equal(server.requests.length, 0);
  });
});
