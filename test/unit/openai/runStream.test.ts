import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { describe, it } from 'node:test';
import type { AssistantStreamEvent } from 'openai/resources/beta/assistants';
import { createClient } from '../../../src/openai/client.ts';
import { OpenAIError } from '../../../src/openai/errors.ts';
import { startRawServer } from '../../support/rawServer.ts';
import { run, runEvents } from './calls/runs.ts';

const named = ({ event, data }: { event: string; data: unknown }) =>
  `event: ${event}\ndata: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;

const whole = Buffer.from(runEvents.map(named).join(''));
const started = named({ event: 'thread.run.created', data: run });
const names = runEvents.slice(0, -1).map(({ event }) => event);

/** Streams a run from servers that send what `send` writes, one after the other. */
async function streamRuns(count: number, send: (response: ServerResponse, index: number) => unknown) {
  let asked = 0;
  await using server = await startRawServer((_request, response) => send(response, asked++));
  const client = createClient({ baseURL: server.origin, maxRetries: 0 });
  const outcomes: { events: AssistantStreamEvent[]; error?: unknown }[] = [];
  for (let index = 0; index < count; index++) {
    const events: AssistantStreamEvent[] = [];
    try {
      const params = { assistant_id: 'asst_1', stream: true } as const;
      for await (const event of await client.beta.threads.runs.create('thread_1', params)) events.push(event);
      outcomes.push({ events });
    } catch (error) {
      outcomes.push({ events, error });
    }
  }
  return outcomes;
}

async function streamRun(body: string) {
  const [outcome] = await streamRuns(1, (response) => response.end(body));
  return outcome ?? { events: [] };
}

describe('the stream of a run', () => {
  it('gives the same events wherever it is split', async () => {
    const outcomes = await streamRuns(whole.length, async (response, at) => {
      response.socket?.setNoDelay(true);
      response.flushHeaders();
      if (at > 0) response.write(whole.subarray(0, at));
      await new Promise(setImmediate);
      response.end(whole.subarray(at));
    });
    for (const [at, { events, error }] of outcomes.entries()) {
      assert.equal(error, undefined, `split at ${at}`);
      assert.deepEqual(events, runEvents.slice(0, -1), `split at ${at}`);
    }
  });

  it('cut anywhere before the end of the run gives what came and an error of kind network', async () => {
    const last = whole.indexOf('event: thread.run.completed');
    // From the first byte that tells events from anything else.
    const outcomes = await streamRuns(last - 1, (response, at) => response.end(whole.subarray(0, at + 1)));
    for (const [at, { events, error }] of outcomes.entries()) {
      assert.ok(error instanceof OpenAIError, `cut at ${at}`);
      assert.equal(error.kind, 'network', `cut at ${at}`);
      assert.deepEqual(
        events.map(({ event }) => event),
        names.slice(0, events.length),
        `cut at ${at}`,
      );
    }
    assert.equal(outcomes.at(-1)?.events.length, names.length - 1);
  });

  it('is whole without its [DONE]', async () => {
    const end = whole.indexOf('event: done');
    for (const cut of [end, end + 3, whole.length - 4]) {
      const { events, error } = await streamRun(whole.subarray(0, cut).toString());
      assert.equal(error, undefined);
      assert.deepEqual(
        events.map(({ event }) => event),
        names,
      );
    }
  });

  for (const status of ['requires_action', 'incomplete', 'failed', 'cancelled', 'expired'] as const) {
    it(`is whole when the run is ${status}`, async () => {
      const event = { event: `thread.run.${status}`, data: { ...run, status } };
      const { events, error } = await streamRun(started + named(event));
      assert.equal(error, undefined);
      assert.deepEqual(events.at(-1), event);
    });
  }

  it('is cut off after the end of a step or a message', async () => {
    for (const event of ['thread.run.step.completed', 'thread.message.completed', 'thread.run.cancelling']) {
      const { error } = await streamRun(started + named({ event, data: { id: 'x' } }));
      assert.ok(error instanceof OpenAIError, event);
      assert.equal(error.kind, 'network');
    }
  });

  it('ends with the error that the server sends, after the events before it', async () => {
    const data = { message: 'The server had an error.', type: 'server_error', code: null };
    for (const sent of [data, { error: data }]) {
      const { events, error } = await streamRun(started + named({ event: 'error', data: sent }));
      assert.deepEqual(
        events.map(({ event }) => event),
        ['thread.run.created'],
      );
      assert.ok(error instanceof OpenAIError);
      assert.deepEqual([error.kind, error.message], ['server', data.message]);
    }
  });

  it('closes the connection when it is left early', async () => {
    let closed: Promise<unknown> | undefined;
    await using server = await startRawServer((_request, response) => {
      closed = once(response, 'close');
      response.write(started);
    });
    const client = createClient({ baseURL: server.origin });
    const params = { assistant_id: 'asst_1', stream: true } as const;
    for await (const { event } of await client.beta.threads.runs.create('thread_1', params)) {
      assert.equal(event, 'thread.run.created');
      break;
    }
    await closed;
  });
});
