import { formatDuration } from './duration.ts';
import { OpenAIError } from './errors.ts';
import type { DispatchController } from './undici.ts';

const HIGH_WATER_BYTES = 64 * 1024;
const DRAIN_MS = 1_000;

/** Where the bytes of a response come from. */
export interface ByteSource {
  /** All that arrived since the last call, else what comes next; undefined at the end. What arrived before a failure comes first. */
  read(): Promise<readonly Uint8Array[] | undefined>;
  /** Closes the connection, unless all has arrived. */
  cancel(): void;
  /** Drops what is still to come, so that the connection can be used again; closes it when that takes long. */
  drain(): void;
}

/** The body of a response as it arrives. Holds the server back while nobody reads. */
export class Body implements ByteSource, AsyncIterable<Uint8Array> {
  readonly #controller: DispatchController;
  readonly #signal: AbortSignal | undefined;
  readonly #idleTimer: NodeJS.Timeout;
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  #ended = false;
  #draining = false;
  #failure: { reason: unknown } | undefined;
  #wake: (() => void) | undefined;

  constructor(controller: DispatchController, options: { signal?: AbortSignal | undefined; idleTimeoutMs: number }) {
    const { signal, idleTimeoutMs } = options;
    this.#controller = controller;
    this.#signal = signal;
    signal?.addEventListener('abort', this.#abort);
    this.#idleTimer = setTimeout(() => {
      // Silence counts only while somebody waits: a server that is held back is not silent.
      if (this.#wake) this.fail(idleTimeoutError(idleTimeoutMs));
    }, idleTimeoutMs);
  }

  /** A chunk from the socket. */
  push(chunk: Uint8Array): void {
    if (this.#draining) return;
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes > HIGH_WATER_BYTES) this.#controller.pause();
    this.#notify();
  }

  /** All has arrived. */
  end(): void {
    this.#ended = true;
    clearTimeout(this.#idleTimer);
    this.#notify();
  }

  /** The rest will not come. */
  fail(reason: unknown): void {
    if (this.#ended || this.#failure) return;
    this.#failure = { reason };
    clearTimeout(this.#idleTimer);
    this.#controller.abort(new Error('The response is not wanted any more.', { cause: reason }));
    this.#notify();
  }

  async read(): Promise<readonly Uint8Array[] | undefined> {
    if (this.#chunks.length === 0 && !this.#ended && !this.#failure) {
      this.#idleTimer.refresh();
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    const chunks = this.#chunks;
    if (chunks.length === 0) {
      this.#release();
      if (this.#failure) throw this.#failure.reason;
      return undefined;
    }
    this.#chunks = [];
    this.#bytes = 0;
    this.#controller.resume();
    return chunks;
  }

  async text(): Promise<string> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of this) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (let chunks = await this.read(); chunks; chunks = await this.read()) yield* chunks;
    } finally {
      this.cancel();
    }
  }

  /** The same as a web stream, which can be cancelled while it waits. What came together is one chunk: each costs its reader a turn. */
  stream(): ReadableStream<Uint8Array> {
    const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
      const chunks = await this.read();
      const [first] = chunks ?? [];
      if (!chunks || !first) controller.close();
      else controller.enqueue(chunks.length > 1 ? Buffer.concat(chunks) : first);
    };
    return new ReadableStream<Uint8Array>({ pull, cancel: () => this.cancel() }, { highWaterMark: 0 });
  }

  cancel(): void {
    this.#release();
    this.#chunks = [];
    this.fail(new Error('The response was cancelled.'));
  }

  drain(): void {
    this.#release();
    this.#chunks = [];
    this.#draining = true;
    this.#controller.resume();
    if (!this.#ended) setTimeout(() => this.cancel(), DRAIN_MS).unref();
  }

  readonly #abort = (): void => {
    const reason: unknown = this.#signal?.reason;
    this.#release();
    // What arrived is not wanted either.
    this.#chunks = [];
    this.#failure = undefined;
    if (this.#ended) this.#failure = { reason };
    else this.fail(reason);
  };

  #release(): void {
    this.#signal?.removeEventListener('abort', this.#abort);
  }

  #notify(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}

function idleTimeoutError(idleTimeoutMs: number): OpenAIError {
  return new OpenAIError({
    kind: 'timeout',
    message: `The answer stopped: nothing came for ${formatDuration(idleTimeoutMs)}.`,
  });
}
