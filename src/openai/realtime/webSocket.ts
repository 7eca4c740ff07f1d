import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { Receiver, Sender } from 'ws';
import { OpenAIError } from '../errors.ts';

/** How a WebSocket ended. */
export interface WebSocketEnd {
  /** What the other side said, RFC 6455 section 7.4; 1005 when it said none, 1006 when the connection just broke. */
  code: number;
  reason: string;
  /** What broke the connection, where it is known. */
  cause?: Error;
}

export interface WebSocketOptions {
  onText(text: string): void;
  /** Called once, last. */
  onEnd(end: WebSocketEnd): void;
  /** Silence after which a ping is sent; the same again without a sign of life, and the connection is broken. */
  pingIntervalMs: number;
  /** Told of each message before it is sent. */
  onSend?: ((text: string) => void) | undefined;
}

const NO_STATUS = 1005;
const BROKEN = 1006;
const UNSUPPORTED_DATA = 1003;
const CLOSE_TIMEOUT_MS = 5_000;
const LARGEST_MESSAGE_BYTES = 64 * 1024 * 1024;
const TEXT = { fin: true, binary: false, mask: true, compress: false };

/** Close codes for what may be wrong with a frame. */
const CODE_OF_FAULT: Partial<Record<string, number>> = {
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: 1009,
  WS_ERR_INVALID_UTF8: 1007,
};

/** What a server must answer to a `Sec-WebSocket-Key`, RFC 6455 section 4.2.2. */
export function acceptOf(key: string): string {
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
}

/** The client's side of a WebSocket of text messages, on a socket that was upgraded. */
export class WebSocket {
  readonly #socket: Duplex;
  readonly #options: WebSocketOptions;
  readonly #sender: Sender;
  readonly #receiver = new Receiver({ isServer: false, maxPayload: LARGEST_MESSAGE_BYTES });
  readonly #pingTimer: NodeJS.Timeout;
  readonly #ended = Promise.withResolvers<undefined>();
  #end: WebSocketEnd = { code: BROKEN, reason: '' };
  #closing = false;
  #closed = false;
  #paused = false;
  #alive = true;
  #closeTimer: NodeJS.Timeout | undefined;
  #drained: PromiseWithResolvers<undefined> | undefined;

  constructor(socket: Duplex, options: WebSocketOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#sender = new Sender(socket);
    this.#listen();
    this.#pingTimer = setInterval(() => this.#ping(), options.pingIntervalMs);
    this.#pingTimer.unref();
  }

  /** Bytes handed to the socket that have not left yet. */
  get bufferedBytes(): number {
    return this.#socket.writableLength;
  }

  /** False from the first goodbye of either side on. */
  get isOpen(): boolean {
    return !this.#closing && !this.#closed;
  }

  /** Resolves when the socket takes more, which is at once unless its buffer is full. Rejects once the connection is closed. */
  async send(text: string): Promise<void> {
    if (!this.isOpen) throw notOpen();
    this.#options.onSend?.(text);
    this.#sender.send(Buffer.from(text), TEXT);
    if (!this.#socket.writableNeedDrain) return;
    this.#drained ??= Promise.withResolvers<undefined>();
    await this.#drained.promise;
  }

  /** Holds the server back. */
  pause(): void {
    this.#paused = true;
    this.#socket.pause();
  }

  resume(): void {
    this.#paused = false;
    this.#alive = true;
    this.#socket.resume();
  }

  /** Says goodbye and resolves when the other side has done so too, or has not for 5 s. */
  async close(code: number, reason: string): Promise<void> {
    this.#startClosing(code, reason);
    // Its goodbye may be behind messages that nobody took.
    this.resume();
    await this.#ended.promise;
  }

  /** Breaks the connection off. */
  destroy(cause?: Error): void {
    if (cause) this.#end = { ...this.#end, cause };
    this.#socket.destroy();
  }

  #listen(): void {
    const receiver = this.#receiver;
    receiver.on('message', (data, isBinary) => {
      if (isBinary) this.#startClosing(UNSUPPORTED_DATA, 'Only text is expected');
      else if (!this.#closing) this.#options.onText(data.toString('utf8'));
    });
    receiver.on('ping', (data) => {
      if (!this.#closing) this.#sender.pong(data, true);
    });
    receiver.on('conclude', (code, reason) => {
      this.#end = { code, reason: reason.toString('utf8') };
      this.#startClosing(code === NO_STATUS ? 1000 : code, '');
      this.#socket.end();
    });
    receiver.on('error', (cause) => {
      const code = CODE_OF_FAULT[cause.code ?? ''] ?? 1002;
      this.#end = { code, reason: cause.message, cause };
      this.#startClosing(code, '');
      this.#socket.end();
      // The rest is dropped up to the end, which would not be seen on a socket that is held back.
      this.#socket.resume();
    });
    receiver.on('drain', () => {
      if (!this.#paused) this.#socket.resume();
    });

    const socket = this.#socket;
    socket.on('data', (chunk: Buffer) => {
      this.#alive = true;
      if (!receiver.destroyed && !receiver.write(chunk)) socket.pause();
    });
    socket.on('drain', () => {
      this.#drained?.resolve(undefined);
      this.#drained = undefined;
    });
    socket.on('error', (cause) => {
      this.#end = { ...this.#end, cause };
    });
    socket.on('end', () => socket.end());
    socket.on('close', () => this.#finish());
  }

  #startClosing(code: number, reason: string): void {
    if (!this.isOpen) return;
    this.#closing = true;
    this.#sender.close(code, reason, true);
    this.#closeTimer = setTimeout(() => this.#socket.destroy(), CLOSE_TIMEOUT_MS);
  }

  #ping(): void {
    if (this.#closing || this.#paused) return;
    if (!this.#alive) {
      this.destroy(new Error('The server gives no sign of life.'));
      return;
    }
    this.#alive = false;
    this.#sender.ping(Buffer.alloc(0), true);
  }

  #finish(): void {
    this.#closed = true;
    clearInterval(this.#pingTimer);
    clearTimeout(this.#closeTimer);
    this.#drained?.reject(notOpen());
    this.#ended.resolve(undefined);
    this.#options.onEnd(this.#end);
  }
}

/** The error of what is sent too late. */
export function notOpen(): OpenAIError {
  return new OpenAIError({ kind: 'network', message: 'The realtime connection is closed.' });
}
