import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient } from '../../../../../src/openai/client.ts';
import type { ResultPart } from '../../../../../src/protocol/cellResult.ts';
import { runRealtime } from '../../../../../src/ui/notebook/answer/runRealtime.ts';
import { startRealtimeServer, type RealtimeServerOptions } from '../../../../support/realtimeServer.ts';

async function run(options: RealtimeServerOptions, events: readonly unknown[], query = { model: 'gpt-realtime' }) {
  await using server = await startRealtimeServer(options);
  const client = createClient({ baseURL: `${server.origin}/v1`, maxRetries: 0 });
  const shown: (readonly ResultPart[])[] = [];
  const answer = await runRealtime(
    client,
    { query, events },
    {
      signal: new AbortController().signal,
      onParts: (parts) => void shown.push(parts),
      loadImage: () => Promise.resolve(undefined),
    },
  );
  return { answer, shown, session: server.sessions[0] };
}

test('each response is waited for before the next is asked; text, transcript, sound, calls and a table of events', async () => {
  let asked = 0;
  const { answer, shown, session } = await run(
    {
      onSession: (session) => session.send({ type: 'session.created', session: {} }),
      onEvent: ({ type }, session) => {
        if (type !== 'response.create') return;
        const id = `r${++asked}`;
        session.send({ type: 'response.output_text.delta', delta: `Text ${asked}. ` });
        session.send({ type: 'response.output_audio_transcript.delta', delta: 'Hello.' });
        session.send({ type: 'response.output_audio.delta', delta: Buffer.alloc(24_000).toString('base64') });
        const output = [{ type: 'function_call', name: 'sum', arguments: '{}' }];
        const usage = { input_tokens: 2, output_tokens: 3, input_token_details: { cached_tokens: 1 } };
        session.send({ type: 'response.done', response: { id, status: 'completed', output, usage } });
      },
    },
    [{ type: 'session.update', session: {} }, { type: 'response.create' }, { type: 'response.create' }],
  );
  assert.equal(session?.url, '/v1/realtime?model=gpt-realtime');
  assert.equal(asked, 2);
  const [text, sound, call] = answer.parts;
  assert.deepEqual(text, { kind: 'text', role: 'answer', text: 'Text 1. Text 2. ' });
  assert.ok(sound?.kind === 'audio' && sound.mimeType === 'audio/L16;rate=24000');
  assert.equal(sound.transcript, 'Hello.Hello.');
  assert.equal(answer.audioSeconds, 1);
  assert.equal(call?.kind, 'toolCall');
  const table = answer.parts.find((part) => part.kind === 'table');
  assert.deepEqual(table?.rows.at(-1), ['response.done', 2]);
  assert.equal((answer.value as { id: string }).id, 'r2');
  assert.deepEqual(answer.usage, { inputTokens: 4, cachedTokens: 2, outputTokens: 6, reasoningTokens: 0 });
  assert.ok(shown.length > 2 && shown.every((parts) => parts.every(({ kind }) => kind !== 'audio')));
});

test('without a response the session is the answer', async () => {
  const { answer } = await run(
    { onSession: (session) => session.send({ type: 'session.created', session: { id: 's1' } }) },
    [],
  );
  assert.deepEqual(answer.value, { id: 's1' });
  assert.deepEqual(answer.parts[0]?.kind === 'table' && answer.parts[0].rows, [['session.created', 1]]);
});

test('an error event, a failed response and an early end are errors; what is no event is not sent', async () => {
  const failing = (event: object): RealtimeServerOptions => ({ onEvent: (_event, session) => session.send(event) });
  const create = [{ type: 'response.create' }];
  await assert.rejects(
    run(failing({ type: 'error', error: { message: 'Bad event', type: 'invalid_request_error' } }), create),
    {
      name: 'OpenAIError',
      kind: 'invalidRequest',
      message: 'Bad event',
    },
  );
  const response = { status: 'failed', status_details: { error: { message: 'Overloaded', code: 'server_error' } } };
  await assert.rejects(run(failing({ type: 'response.done', response }), create), { message: 'Overloaded' });
  await assert.rejects(run({ onEvent: (_event, { webSocket }) => webSocket.close(1000) }, create), { kind: 'network' });
  await assert.rejects(run({}, [{ kind: 'x' }]), /Event 1 .* no type/);
  await assert.rejects(run({}, [], { model: '' }), /needs a model/);
});
