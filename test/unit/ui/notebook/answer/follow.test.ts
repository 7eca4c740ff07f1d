import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';
import { createClient } from '../../../../../src/openai/client.ts';
import type { ResultPart } from '../../../../../src/protocol/cellResult.ts';
import { cancelAtServer, follow, isPending } from '../../../../../src/ui/notebook/answer/follow.ts';
import { canCancel } from '../../../../../src/ui/notebook/answer/operation.ts';
import { startRawServer } from '../../../../support/rawServer.ts';

const json = (response: ServerResponse, body: unknown, status = 200) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

/** Answers each path with the next of its answers; the last one stays. */
async function startScript(script: Record<string, unknown[]>) {
  return startRawServer(({ method, url }, response) => {
    const answers = script[`${method} ${url.split('?')[0]?.replace('/v1', '')}`];
    const answer = answers && answers.length > 1 ? answers.shift() : answers?.[0];
    if (typeof answer === 'string') response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(answer);
    else if (answer === undefined) json(response, { error: { message: 'No such thing: x' } }, 404);
    else json(response, answer);
  });
}

async function run(script: Record<string, unknown[]>, value: unknown) {
  await using server = await startScript(script);
  const client = createClient({ baseURL: `${server.origin}/v1`, maxRetries: 0 });
  const shown: (readonly ResultPart[])[] = [];
  const { signal } = new AbortController();
  const answer = await follow(client, value, { signal, pollIntervalMs: 1, onParts: (parts) => void shown.push(parts) });
  return { answer, shown, requests: server.requests };
}

const batch = (status: string, rest: object = {}) => ({ object: 'batch', id: 'b1', status, ...rest });

test('a batch until it is completed: progress, then its results in the order of the input', async () => {
  const ok = (text: string) => ({ status_code: 200, body: { output: [{ content: [{ text }] }] } });
  const done = batch('completed', {
    input_file_id: 'in',
    output_file_id: 'out',
    error_file_id: 'err',
    request_counts: { total: 3, completed: 2, failed: 1 },
  });
  const { answer, shown } = await run(
    {
      'GET /batches/b1': [batch('in_progress', { request_counts: { total: 4, completed: 1, failed: 0 } }), done],
      'GET /files/in/content': [['a', 'b', 'c'].map((custom_id) => JSON.stringify({ custom_id })).join('\n')],
      'GET /files/out/content': [
        ['c', 'a'].map((id) => JSON.stringify({ custom_id: id, response: ok(`To ${id}`), error: null })).join('\n'),
      ],
      'GET /files/err/content': [
        JSON.stringify({ custom_id: 'b', response: null, error: { code: 'batch_expired', message: 'Late.' } }),
      ],
    },
    batch('validating'),
  );
  const [progress] = shown[1] ?? [];
  assert.ok(progress?.kind === 'progress');
  assert.equal(progress.label, 'b1: in_progress');
  assert.equal(progress.fraction, 0.25);
  assert.deepEqual(
    progress.events.map(({ text }) => text),
    ['validating', 'in_progress'],
  );
  const table = answer.parts[1];
  assert.deepEqual(table?.kind === 'table' && table.rows, [
    ['a', 200, 'To a', null],
    ['b', 'batch_expired', 'Late.', null],
    ['c', 200, 'To c', null],
  ]);
  assert.deepEqual(answer.value, done);
  assert.equal(answer.parts.at(-1)?.kind, 'json');
});

test('a batch whose input is gone still shows its results', async () => {
  const { answer } = await run(
    { 'GET /files/out/content': [JSON.stringify({ custom_id: 'a', response: { status_code: 200 } })] },
    batch('completed', { input_file_id: 'in', output_file_id: 'out' }),
  );
  assert.equal(answer.parts[1]?.kind, 'table');
  const note = answer.parts[2];
  assert.match(note?.kind === 'text' ? note.text : '', /not joined/);
});

test('a fine-tuning job tells its events and ends with its metrics', async () => {
  const job = (status: string) => ({ object: 'fine_tuning.job', id: 'j1', status });
  const event = (id: string, message: string, data: object = {}) => ({
    id,
    message,
    created_at: 5,
    type: 'metrics',
    data,
  });
  const { answer, shown } = await run(
    {
      'GET /fine_tuning/jobs/j1': [job('running'), job('succeeded')],
      'GET /fine_tuning/jobs/j1/events': [
        { data: [event('e1', 'Created')] },
        { data: [event('e2', 'Step 1', { step: 1, train_loss: 2 }), event('e1', 'Created')] },
      ],
    },
    job('queued'),
  );
  const [last] = shown.at(-1) ?? [];
  assert.deepEqual(last?.kind === 'progress' && last.events.map(({ text }) => text), [
    'queued',
    'Created',
    'running',
    'Step 1',
    'succeeded',
  ]);
  assert.deepEqual(answer.parts[1]?.kind === 'plot' && answer.parts[1].series, [
    { name: 'train_loss', points: [[1, 2]] },
  ]);
});

test('a run that wants something of the user ends it with a sentence', async () => {
  const { answer } = await run(
    {
      'GET /threads/t/runs/r': [
        {
          object: 'thread.run',
          id: 'r',
          thread_id: 't',
          status: 'requires_action',
          required_action: { submit_tool_outputs: { tool_calls: [{ function: { name: 'sum', arguments: '{}' } }] } },
        },
      ],
    },
    { object: 'thread.run', id: 'r', thread_id: 't', status: 'queued' },
  );
  assert.deepEqual(answer.parts[1], { kind: 'toolCall', name: 'sum', type: 'function', arguments: '{}' });
  assert.match(answer.parts[2]?.kind === 'text' ? answer.parts[2].text : '', /submit_tool_outputs/);
});

test('responses, vector stores and their files; what a server leaves out of its answer is remembered', async () => {
  const response = {
    object: 'response',
    id: 'p',
    status: 'completed',
    output: [{ type: 'message', content: [{ type: 'output_text', text: 'A' }] }],
  };
  const background = await run({ 'GET /responses/p': [response] }, { ...response, status: 'queued', output: [] });
  assert.deepEqual(background.answer.parts[0], { kind: 'text', role: 'answer', text: 'A' });
  const file = { object: 'vector_store.file', id: 'f', vector_store_id: 'v', status: 'in_progress' };
  const failed = await run(
    {
      'GET /vector_stores/v/files/f': [
        { id: 'f', status: 'in_progress' },
        { id: 'f', status: 'failed', last_error: { message: 'Unreadable.' } },
      ],
    },
    file,
  );
  assert.deepEqual(failed.answer.parts[1], { kind: 'text', role: 'plain', text: 'Unreadable.' });
});

test('it stops at once when aborted, and passes an error on', async () => {
  await using server = await startScript({ 'GET /batches/b1': [batch('in_progress')] });
  const client = createClient({ baseURL: `${server.origin}/v1`, maxRetries: 0 });
  const controller = new AbortController();
  const reason = new Error('Stop.');
  const following = follow(client, batch('in_progress'), {
    signal: controller.signal,
    pollIntervalMs: 60_000,
    onParts: () => setImmediate(() => controller.abort(reason)),
  });
  await assert.rejects(following, reason);
  const { signal } = new AbortController();
  const gone = follow(client, { ...batch('in_progress'), id: 'b2' }, { signal, onParts: () => undefined });
  await assert.rejects(gone, { name: 'OpenAIError', kind: 'notFound' });
});

test('what is pending, and what can be cancelled', async () => {
  assert.ok(isPending(batch('finalizing')));
  assert.ok(isPending({ id: 'r', output: [], status: 'in_progress' }));
  for (const value of [batch('completed'), batch('new_status'), { id: 'x', status: 'in_progress' }, 'text', null]) {
    assert.equal(isPending(value), false);
  }
  assert.ok(canCancel(batch('in_progress')) && !canCancel(batch('completed')));
  assert.ok(canCancel({ object: 'upload', id: 'u', status: 'pending' }));
  assert.ok(!canCancel({ object: 'vector_store', id: 'v', status: 'in_progress' }));
  await using server = await startScript({
    'POST /batches/b1/cancel': [batch('cancelling')],
    'POST /threads/t/runs/r/cancel': [{ id: 'r', status: 'cancelling' }],
  });
  const client = createClient({ baseURL: `${server.origin}/v1`, maxRetries: 0 });
  const { signal } = new AbortController();
  assert.equal(
    ((await cancelAtServer(client, batch('in_progress'), signal)) as { status: string }).status,
    'cancelling',
  );
  await cancelAtServer(client, { object: 'thread.run', id: 'r', thread_id: 't', status: 'queued' }, signal);
  assert.equal(server.requests.at(-1)?.url, '/v1/threads/t/runs/r/cancel');
  await assert.rejects(
    cancelAtServer(client, { object: 'vector_store', id: 'v', status: 'in_progress' }, signal),
    /no way/,
  );
});
