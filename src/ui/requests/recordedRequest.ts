import type { IncomingHttpHeaders } from 'node:http';
import { OpenAIError } from '../../openai/errors.ts';
import type { AttemptObserver, SentAttempt, SentPart } from '../../openai/observe.ts';
import { ByteLog } from './byteLog.ts';

export type RequestState = 'running' | 'done' | 'failed' | 'cancelled';

/** A text message of a WebSocket. */
export interface Frame {
  direction: 'sent' | 'received';
  /** From the beginning of the request. */
  atMs: number;
  text: string;
}

export interface RecordingOptions {
  id: number;
  /** Of the answer and of the request, each. */
  limitBytes: number;
  /** Texts that must not be kept. */
  hidden: () => Iterable<string>;
  /** Called when its state changes, and from time to time as it grows. */
  onChange: () => void;
}

const NOTICE_EVERY_MS = 500;
const NOTICE_EVERY_BYTES = 256 * 1024;
/** What a request takes besides its texts, about. */
const OVERHEAD_BYTES = 2_000;
const FRAME_OVERHEAD_BYTES = 100;

/** One attempt of a request, as it goes on. Its bytes are kept as they came and are read when somebody looks. */
export class RecordedRequest implements AttemptObserver {
  readonly id: number;
  readonly sent: Omit<SentAttempt, 'body'>;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly requestBody: string | readonly SentPart[] | undefined;
  /** Characters of the request that were not kept. */
  readonly requestLeftOut: number;
  readonly answer: ByteLog;
  readonly frames: Frame[] = [];
  framesLeftOut = 0;
  state: RequestState = 'running';
  /** Why it failed. */
  problem: string | undefined;
  status: number | undefined;
  headers: IncomingHttpHeaders = {};
  /** From the beginning: to the headers, to the first byte of the body, to the end. */
  headersMs: number | undefined;
  firstByteMs: number | undefined;
  durationMs: number | undefined;

  readonly #options: RecordingOptions;
  readonly #startMs = performance.now();
  #frameCharacters = 0;
  #noticedMs = 0;
  #pendingBytes = 0;
  #heldBytes: number;

  constructor({ body, ...sent }: SentAttempt, options: RecordingOptions) {
    const { id, limitBytes, hidden } = options;
    this.id = id;
    this.startedAt = Date.now();
    this.#options = options;
    this.answer = new ByteLog(limitBytes);
    const clean = (text: string) => withoutSecrets(text, hidden());
    this.sent = {
      ...sent,
      url: clean(withoutQuerySecrets(sent.url)),
      headers: Object.fromEntries(Object.entries(sent.headers).map(([name, value]) => [name, clean(value)])),
    };
    const text = typeof body === 'string' ? clean(body) : undefined;
    const parts = typeof body === 'string' ? undefined : body;
    this.requestBody =
      text?.slice(0, limitBytes) ??
      parts?.map((part) => ('value' in part ? { ...part, value: clean(part.value) } : part));
    this.requestLeftOut = Math.max(0, (text?.length ?? 0) - limitBytes);
    this.#heldBytes = OVERHEAD_BYTES + Math.min(text?.length ?? JSON.stringify(body ?? '').length, limitBytes);
  }

  /** What it takes in memory, about. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** How long it has taken so far. */
  get elapsedMs(): number {
    return this.durationMs ?? performance.now() - this.#startMs;
  }

  onResponse(status: number, headers: IncomingHttpHeaders): void {
    this.status = status;
    this.headers = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, this.#clean(value)]));
    this.headersMs = performance.now() - this.#startMs;
    this.#options.onChange();
  }

  onData(chunk: Uint8Array): void {
    const atMs = performance.now() - this.#startMs;
    this.firstByteMs ??= atMs;
    this.#heldBytes += this.answer.append(chunk, atMs);
    this.#notice(atMs, chunk.length);
  }

  onFrame(direction: Frame['direction'], text: string): void {
    const atMs = performance.now() - this.#startMs;
    if (direction === 'received') this.firstByteMs ??= atMs;
    if (this.#frameCharacters + text.length > this.#options.limitBytes) {
      this.framesLeftOut++;
      return;
    }
    this.#frameCharacters += text.length;
    this.#heldBytes += text.length + FRAME_OVERHEAD_BYTES;
    this.frames.push({ direction, atMs, text: withoutSecrets(text, this.#options.hidden()) });
    this.#notice(atMs, text.length + FRAME_OVERHEAD_BYTES);
  }

  onEnd(failure?: unknown): void {
    if (this.state !== 'running') return;
    this.durationMs = performance.now() - this.#startMs;
    const failed = failure instanceof OpenAIError || (this.status ?? 0) >= 400;
    this.state = failed ? 'failed' : failure === undefined ? 'done' : 'cancelled';
    if (failure instanceof OpenAIError) this.problem = withoutSecrets(failure.message, this.#options.hidden());
    // A server may repeat what it was sent.
    this.answer.mask(this.#options.hidden());
    this.#options.onChange();
  }

  #clean(value: string | string[] | undefined): string | string[] | undefined {
    const { hidden } = this.#options;
    return Array.isArray(value)
      ? value.map((one) => withoutSecrets(one, hidden()))
      : value && withoutSecrets(value, hidden());
  }

  /** At once where many bytes came: there is a cap on them. */
  #notice(atMs: number, bytes: number): void {
    this.#pendingBytes += bytes;
    if (atMs - this.#noticedMs < NOTICE_EVERY_MS && this.#pendingBytes < NOTICE_EVERY_BYTES) return;
    this.#noticedMs = atMs;
    this.#pendingBytes = 0;
    this.#options.onChange();
  }
}

function withoutSecrets(text: string, hidden: Iterable<string>): string {
  let clean = text;
  for (const secret of hidden) if (secret !== '') clean = clean.replaceAll(secret, '…');
  return clean;
}

/** Some gateways take their key in the query. */
function withoutQuerySecrets(url: string): string {
  return url.replace(/([?&][^=&]*(?:key|token|secret|sig)[^=&]*=)[^&]*/gi, '$1…');
}
