import type { ConversationItem, RealtimeClientEvent, RealtimeServerEvent } from 'openai/resources/realtime/realtime';
import { OpenAIError } from '../errors.ts';
import { isPassing } from '../networkError.ts';
import { retryDelayMs, sleep } from '../retry.ts';
import type { RequestOptions, Transport } from '../transport.ts';
import { inChunks } from './audio.ts';
import { closeError, isNormalEnd, isPassingEnd } from './closeError.ts';
import { EventQueue, type RealtimeEvent } from './eventQueue.ts';
import { RealtimeHistory } from './history.ts';
import { openWebSocket, type RealtimeTarget } from './open.ts';
import { notOpen, type WebSocket, type WebSocketEnd } from './webSocket.ts';

export interface RealtimeOptions extends Pick<RequestOptions, 'signal' | 'headers' | 'maxRetries' | 'onRetry'> {
  /** From sending to the change of protocol. Default 30 s. */
  timeoutMs?: number;
  /** Attempts to connect anew after the connection broke; counted from 0 again once an event came. Default 5. */
  maxReconnects?: number;
  /** Whether a new connection is told the conversation so far, as text. Default true. */
  restoresConversation?: boolean;
  /** Silence after which the server is asked for a sign of life. Default 20 s. */
  pingIntervalMs?: number;
}

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_PING_INTERVAL_MS = 20_000;
const DEFAULT_MAX_RECONNECTS = 5;

/**
 * A realtime session: events in both directions over one WebSocket.
 *
 * Iterating yields the server's events, `error` events among them. A loop may be left and another begun: what comes
 * meanwhile waits, and the server is held back when that grows past 1 MiB. Ends when either side closes normally; throws an
 * `OpenAIError` that says why when the server closes otherwise, and `signal.reason` when aborted.
 *
 * A connection that breaks is made anew: the server has forgotten all, so it gets the settings sent so far and the
 * conversation as text, and a local event `reconnected` says so. Lost are audio and the response that was being made.
 */
export class RealtimeConnection implements AsyncIterable<RealtimeEvent>, AsyncDisposable {
  readonly #transport: Transport;
  readonly #target: RealtimeTarget;
  readonly #options: RealtimeOptions;
  readonly #history = new RealtimeHistory();
  readonly #queue: EventQueue;
  /** Breaks off a connection that is being made. */
  readonly #stop = new AbortController();
  /** The open socket; pending while there is none. */
  #link = pendingLink();
  #webSocket: WebSocket | undefined;
  #reconnects = 0;
  #state: 'open' | 'closing' | 'ended' = 'open';

  /** Resolves with an open connection. Rejects with an `OpenAIError` or `signal.reason`. */
  static async open(transport: Transport, target: RealtimeTarget, options: RealtimeOptions = {}) {
    const connection = new RealtimeConnection(transport, target, options);
    try {
      connection.#use(await connection.#open(options.maxRetries));
    } catch (error) {
      connection.#finish({ reason: error });
      throw error;
    }
    return connection;
  }

  private constructor(transport: Transport, target: RealtimeTarget, options: RealtimeOptions) {
    this.#transport = transport;
    this.#target = target;
    this.#options = options;
    this.#queue = new EventQueue({
      onFull: () => this.#webSocket?.pause(),
      onRoom: () => this.#webSocket?.resume(),
    });
    options.signal?.addEventListener('abort', this.#abort);
  }

  /** The conversation so far as far as it is text, as items that `conversation.item.create` takes. */
  get history(): readonly ConversationItem[] {
    return this.#history.items;
  }

  /** Bytes sent that have not left this machine's socket buffer. */
  get bufferedBytes(): number {
    return this.#webSocket?.bufferedBytes ?? 0;
  }

  /** Resolves when the connection takes more, so who waits never fills the memory. Waits while a connection is made anew. */
  async send(event: RealtimeClientEvent): Promise<void> {
    const webSocket = await this.#link.promise;
    this.#history.sent(event);
    await webSocket.send(JSON.stringify(event));
  }

  /** Sends bytes in the session's input format as they come, each as soon as the connection takes it. Commits nothing. */
  async sendAudio(audio: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
    for await (const chunk of inChunks(audio)) {
      await this.send({ type: 'input_audio_buffer.append', audio: Buffer.from(chunk).toString('base64') });
    }
  }

  [Symbol.asyncIterator](): AsyncGenerator<RealtimeEvent, void, undefined> {
    return this.#queue.events();
  }

  /** Closes normally, or with a code of 3000 to 4999. Resolves when both sides have. Events not yet taken can still be. */
  async close(code = 1000, reason = ''): Promise<void> {
    if (this.#state !== 'open') return;
    this.#state = 'closing';
    this.#stop.abort();
    await this.#webSocket?.close(code, reason);
    this.#finish();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #open(maxRetries: number | undefined): Promise<WebSocket> {
    const { signal, headers, onRetry, timeoutMs = DEFAULT_TIMEOUT_MS } = this.#options;
    const webSocket: WebSocket = await openWebSocket(
      this.#transport,
      this.#target,
      {
        signal: signal ? AbortSignal.any([signal, this.#stop.signal]) : this.#stop.signal,
        timeoutMs,
        onRetry,
        ...(headers && { headers }),
        ...(maxRetries !== undefined && { maxRetries }),
      },
      {
        onText: (text) => this.#take(text),
        onEnd: (end) => {
          // One that ends before it is in use is missed where it is taken into use.
          if (webSocket === this.#webSocket) void this.#lost(end);
        },
        pingIntervalMs: this.#options.pingIntervalMs ?? DEFAULT_PING_INTERVAL_MS,
      },
    );
    return webSocket;
  }

  #use(webSocket: WebSocket): void {
    if (!webSocket.isOpen) throw notOpen();
    this.#webSocket = webSocket;
    if (this.#queue.isFull) webSocket.pause();
    this.#link.resolve(webSocket);
  }

  #take(text: string): void {
    const event = parseEvent(text);
    if (!event) {
      const message = `The server sent something that is no event: ${text.slice(0, 80)}`;
      this.#finish({ reason: new OpenAIError({ kind: 'protocol', message }) });
      return;
    }
    this.#reconnects = 0;
    this.#history.received(event);
    this.#queue.push(event, text.length);
  }

  async #lost(end: WebSocketEnd): Promise<void> {
    this.#webSocket = undefined;
    if (this.#state !== 'open') return;
    if (isNormalEnd(end)) {
      this.#finish();
      return;
    }
    const error = closeError(end, this.#queue.lastError);
    if (!isPassingEnd(end)) {
      this.#finish({ reason: error });
      return;
    }
    this.#link = pendingLink();
    try {
      await this.#reconnect(error);
    } catch (failure) {
      this.#finish({ reason: failure });
    }
  }

  async #reconnect(reason: OpenAIError): Promise<void> {
    let failure = reason;
    while (this.#reconnects < (this.#options.maxReconnects ?? DEFAULT_MAX_RECONNECTS)) {
      this.#reconnects++;
      await sleep(retryDelayMs(this.#reconnects, failure.retryAfterMs), this.#stop.signal);
      try {
        await this.#restore(await this.#open(0), reason);
        return;
      } catch (error) {
        if (!(error instanceof OpenAIError) || !mayPass(error)) throw error;
        failure = error;
      }
    }
    throw failure;
  }

  async #restore(webSocket: WebSocket, { message }: OpenAIError): Promise<void> {
    const { session, items } = this.#history;
    if (session) await webSocket.send(JSON.stringify({ type: 'session.update', session }));
    const restored = this.#options.restoresConversation === false ? [] : items;
    for (const item of restored) await webSocket.send(JSON.stringify({ type: 'conversation.item.create', item }));
    this.#use(webSocket);
    this.#queue.push({ type: 'reconnected', reason: message, restored_items: restored.length }, 0);
  }

  readonly #abort = (): void => this.#finish({ reason: this.#options.signal?.reason as unknown });

  #finish(failure?: { reason: unknown }): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#options.signal?.removeEventListener('abort', this.#abort);
    this.#stop.abort();
    this.#webSocket?.destroy();
    // The link of an open connection is settled, hence another one.
    this.#link.reject(failure ? failure.reason : notOpen());
    this.#link = pendingLink();
    this.#link.reject(failure ? failure.reason : notOpen());
    this.#queue.end(failure);
  }
}

function pendingLink(): PromiseWithResolvers<WebSocket> {
  const link = Promise.withResolvers<WebSocket>();
  // Its failure is told to the reader; not everybody sends.
  link.promise.catch(() => undefined);
  return link;
}

function mayPass(error: OpenAIError): boolean {
  return isPassing(error) || error.kind === 'rateLimit' || error.kind === 'server';
}

function parseEvent(text: string): RealtimeServerEvent | undefined {
  try {
    const event = JSON.parse(text) as Partial<RealtimeServerEvent> | null;
    return typeof event?.type === 'string' ? (event as RealtimeServerEvent) : undefined;
  } catch {
    return undefined; // The caller says what came instead.
  }
}
