import { StringDecoder } from 'node:string_decoder';
import type { IncomingHttpHeaders } from 'node:http';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import type { ByteSource } from './body.ts';
import { OpenAIError, type ErrorKind } from './errors.ts';
import { eventError, requestIdOf, unexpectedBody } from './responseError.ts';

/**
 * What an event means for its stream: `more` must follow; the answer is `complete`, though more may follow; it is the
 * `last`. A stream that ends while more must follow was cut off.
 */
export type EventRole = 'more' | 'complete' | 'last';

/** How a stream of an API ends. */
export interface StreamRules<Event> {
  /** The event as it is handed on, where its name on the wire is part of it. Default: its data. */
  eventOf?(data: unknown, name: string | undefined): Event;
  roleOf(event: Event): EventRole;
  /** True where `[DONE]` ends an answer, with or without a `complete` event. */
  endsWithDone: boolean;
}

const DONE = '[DONE]';
const HEAD_CHARACTERS = 4_096;

/**
 * The typed events of a response, once. Ends after the API's own last event; throws an `OpenAIError` when the server
 * reports an error or the stream is cut off, after all events that came before; throws `signal.reason` when aborted.
 * Leaving a loop early closes the connection.
 */
export class EventStream<Event> implements AsyncIterable<Event> {
  readonly #source: ByteSource;
  readonly #rules: StreamRules<Event>;
  readonly #headers: IncomingHttpHeaders;
  readonly #signal: AbortSignal | undefined;
  #used = false;

  constructor(
    source: ByteSource,
    rules: StreamRules<Event>,
    options: { headers?: IncomingHttpHeaders; signal?: AbortSignal | undefined } = {},
  ) {
    this.#source = source;
    this.#rules = rules;
    this.#headers = options.headers ?? {};
    this.#signal = options.signal;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Event, void, undefined> {
    for await (const batch of this.batches()) {
      for (const event of batch) {
        this.#signal?.throwIfAborted();
        yield event;
      }
    }
  }

  /** The same events, those that arrived together in one array. Never empty. */
  async *batches(): AsyncGenerator<readonly Event[], void, undefined> {
    if (this.#used) throw new Error('An event stream can be read only once.');
    this.#used = true;
    const reader = new EventReader(this.#rules, this.#headers);
    try {
      while (!reader.ended) {
        const events = reader.read(await this.#source.read());
        if (events.length > 0) yield events;
      }
    } catch (error) {
      // Nothing of the answer is missing when the connection breaks after its end.
      if (!reader.complete || this.#signal?.aborted) throw error;
    } finally {
      if (reader.ended && !reader.failure) this.#source.drain();
      else this.#source.cancel();
    }
    this.#signal?.throwIfAborted();
    if (reader.failure) throw reader.failure;
  }

  /** Closes the connection of a stream that nobody is going to read. */
  cancel(): void {
    this.#source.cancel();
  }
}

/** Bytes to events. A failure waits until the events before it are taken. */
class EventReader<Event> {
  ended = false;
  complete = false;
  failure: OpenAIError | undefined;

  readonly #rules: StreamRules<Event>;
  readonly #headers: IncomingHttpHeaders;
  readonly #decoder = new StringDecoder('utf8');
  readonly #parser = createParser({ onEvent: (message) => this.#take(message) });
  #events: Event[] = [];
  /** The start of what came before the first event: it tells what came instead of events. */
  #head = '';
  #started = false;
  #flushing = false;

  constructor(rules: StreamRules<Event>, headers: IncomingHttpHeaders) {
    this.#rules = rules;
    this.#headers = headers;
  }

  /** The events that these bytes complete; undefined bytes are the end. */
  read(chunks: readonly Uint8Array[] | undefined): readonly Event[] {
    this.#events = [];
    for (const chunk of chunks ?? []) this.#feed(this.#decoder.write(chunk));
    if (chunks === undefined) this.#end();
    return this.#events;
  }

  #feed(text: string): void {
    this.#parser.feed(text);
    if (!this.#started) this.#head = (this.#head + text).slice(0, HEAD_CHARACTERS);
  }

  #end(): void {
    // The last event may lack its blank line, or be cut in the middle.
    this.#flushing = true;
    this.#feed(`${this.#decoder.end()}\n\n`);
    if (this.ended) return;
    if (this.complete) this.ended = true;
    else this.#fail(looksLikeEvents(this.#head) ? this.#cutOff() : unexpectedBody('events', this.#head, this.#headers));
  }

  #take({ event: name, data }: EventSourceMessage): void {
    // Without data it is a sign of life.
    if (this.ended || data === '') return;
    this.#head = '';
    this.#started = true;
    if (data === DONE) {
      if (this.complete || this.#rules.endsWithDone) this.ended = true;
      else this.#fail(this.#cutOff());
      return;
    }
    const parsed = this.#parse(data);
    if (parsed === undefined) return;
    const error = errorIn(parsed, name);
    if (error !== undefined) {
      this.#fail(eventError(error, this.#headers));
      return;
    }
    const event = this.#rules.eventOf ? this.#rules.eventOf(parsed, name) : (parsed as Event);
    this.#events.push(event);
    const role = this.#rules.roleOf(event);
    if (role !== 'more') this.complete = true;
    if (role === 'last') this.ended = true;
  }

  #parse(data: string): unknown {
    try {
      return JSON.parse(data);
    } catch (cause) {
      // What is flushed at the end may be cut in the middle: that is no fault of the server's JSON.
      if (!this.#flushing) this.#fail(this.#error('protocol', `An event is not JSON: ${data.slice(0, 80)}`, cause));
      return undefined;
    }
  }

  #error(kind: ErrorKind, message: string, cause?: unknown): OpenAIError {
    return new OpenAIError({ kind, message, ...requestIdOf(this.#headers) }, { cause });
  }

  #cutOff(): OpenAIError {
    return this.#error('network', 'The answer was cut off before its end.');
  }

  #fail(failure: OpenAIError): void {
    this.failure = failure;
    this.ended = true;
  }
}

/** What is wrong according to an `error` event, or an event with an `error` in it. */
function errorIn(event: unknown, name: string | undefined): unknown {
  if (typeof event !== 'object' || event === null) return event ?? 'null';
  const { error, type } = event as { error?: unknown; type?: unknown };
  if (error) return error;
  return name === 'error' || type === 'error' ? event : undefined;
}

const FIELDS = [':', 'data:', 'event:', 'id:', 'retry:'];

/** True when the first line is one of an event stream, or the beginning of one. */
function looksLikeEvents(text: string): boolean {
  const [line = ''] = text.trim().split('\n', 1);
  return FIELDS.some((field) => line.startsWith(field) || field.startsWith(line));
}
