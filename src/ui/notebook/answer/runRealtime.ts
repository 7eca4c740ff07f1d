import { performance } from 'node:perf_hooks';
import type { RealtimeClientEvent } from 'openai/resources/realtime/realtime';
import type { Client } from '../../../openai/client.ts';
import { OpenAIError } from '../../../openai/errors.ts';
import { isObject } from '../../../openai/isObject.ts';
import type { RealtimeConnection } from '../../../openai/realtime/connection.ts';
import type { RealtimeTarget } from '../../../openai/realtime/open.ts';
import { eventError } from '../../../openai/responseError.ts';
import type { Answer, ReadOptions } from './answer.ts';
import { finish } from './finish.ts';
import { textOf } from './json.ts';
import { RealtimeResult } from './realtimeResult.ts';

const SILENCE_MS = 60_000;

/** A realtime session as a cell describes it. */
export interface RealtimeCell {
  query: Record<string, string>;
  /** Sent one after the other; what follows a `response.create` waits for its `response.done`. */
  events: readonly unknown[];
}

/**
 * Opens a session, sends the events and collects what comes until each response is done; without one, until the session
 * is there as it was asked for. Rejects with an `OpenAIError` for an `error` event, a response that failed and 60 s of
 * silence, a sentence for what is no event, or `signal.reason`.
 */
export async function runRealtime(client: Client, cell: RealtimeCell, options: ReadOptions): Promise<Answer> {
  const events = cell.events.map(checked);
  const target = targetOf(cell.query);
  const startedAt = performance.now();
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(silent()), SILENCE_MS);
  const result = new RealtimeResult();
  let firstTokenMs: number | undefined;
  try {
    const signal = AbortSignal.any([options.signal, silence.signal]);
    await using connection = await client.realtime.connect(target, { signal, maxReconnects: 0 });
    const sender = new Sender(connection, events);
    const settled = settledBy(events);
    await sender.sendOn();
    for await (const event of connection) {
      timer.refresh();
      if (event.type === 'error') throw eventError(event.error);
      result.take({ ...event });
      if (result.failure) throw result.failure;
      if (result.saysSomething) firstTokenMs ??= performance.now() - startedAt;
      options.onParts(result.parts(false), firstTokenMs);
      if (event.type === 'response.done') await sender.responded();
      if (sender.isDone && settled(event.type)) break;
    }
    if (!sender.isDone) throw cutOff();
  } finally {
    clearTimeout(timer);
  }
  const sent = { method: 'WEBSOCKET', path: '/realtime', startedAt, body: cell.query };
  const { audioSeconds } = result;
  return {
    ...finish(result.value(), result.parts(true), sent),
    ...(result.usage && { usage: result.usage }),
    ...(firstTokenMs !== undefined && { firstTokenMs }),
    ...(audioSeconds !== undefined && { audioSeconds }),
  };
}

/** Sends events, and waits after each that asks for a response: a session makes one at a time. */
class Sender {
  readonly #connection: RealtimeConnection;
  readonly #waiting: RealtimeClientEvent[];
  #isResponding = false;

  constructor(connection: RealtimeConnection, events: readonly RealtimeClientEvent[]) {
    this.#connection = connection;
    this.#waiting = [...events];
  }

  /** True once all is sent and no response is being made. */
  get isDone(): boolean {
    return this.#waiting.length === 0 && !this.#isResponding;
  }

  async sendOn(): Promise<void> {
    while (!this.#isResponding) {
      const event = this.#waiting.shift();
      if (!event) return;
      this.#isResponding = event.type === 'response.create';
      await this.#connection.send(event);
    }
  }

  async responded(): Promise<void> {
    this.#isResponding = false;
    await this.sendOn();
  }
}

/** After which event there is nothing to wait for, once all is sent and no response is being made. */
function settledBy(events: readonly { type: string }[]): (type: string) => boolean {
  const has = (type: string) => events.some((event) => event.type === type);
  if (has('response.create')) return (type) => type === 'response.done';
  if (has('input_audio_buffer.commit')) {
    return (type) => /input_audio_transcription\.(completed|failed)$|^input_audio_buffer\.committed$/.test(type);
  }
  if (has('session.update') || has('transcription_session.update')) return (type) => type.endsWith('session.updated');
  return (type) => /session\.(created|updated)$/.test(type);
}

function checked(event: unknown, index: number): RealtimeClientEvent {
  if (isObject(event) && textOf(event.type) !== undefined) return event as unknown as RealtimeClientEvent;
  throw new Error(`Event ${index + 1} of the cell has no type: an event is { "type": "response.create", … }.`);
}

function targetOf(query: Record<string, string>): RealtimeTarget {
  const { model, intent, call_id } = query;
  if (call_id) return { callID: call_id };
  if (intent === 'transcription') return { intent };
  if (model) return { model };
  throw new Error('A realtime session needs a model: WEBSOCKET /realtime?model=…');
}

const silent = () => new OpenAIError({ kind: 'timeout', message: 'The server was silent for 60 s.' });

const cutOff = () =>
  new OpenAIError({ kind: 'network', message: 'The server closed the session before its answer ended.' });
