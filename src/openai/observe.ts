import type { IncomingHttpHeaders } from 'node:http';

/** A part of a form: a field with its value, a file by its name, type and size alone. */
export type SentPart =
  | { name: string; value: string }
  | { name: string; fileName: string; type: string; /** Absent where it is not known. */ bytes?: number };

/** One attempt of a request as it goes out, without the key. */
export interface SentAttempt {
  /** The same for all attempts of one request. */
  request: symbol;
  /** 1 for the first. */
  attempt: number;
  /** Which feature asks, where the client was told. */
  label?: string;
  method: string;
  /** Below the base URL, as at OpenAI's own server: without Azure's deployment. */
  path: string;
  /** The whole address. */
  url: string;
  model?: string;
  /** Without those that can hold a key. */
  headers: Readonly<Record<string, string>>;
  /** The text of a JSON body, or what a form is made of. */
  body?: string | readonly SentPart[];
  upgrade?: 'websocket';
}

/** Is told what becomes of one attempt. Called for every chunk, so each call must be cheap, and none may throw. */
export interface AttemptObserver {
  onResponse(status: number, headers: IncomingHttpHeaders): void;
  /** Bytes of the body as they come; not to be kept, for they are a part of the connection's buffer. */
  onData(chunk: Uint8Array): void;
  /** A text message of a WebSocket. */
  onFrame(direction: 'sent' | 'received', text: string): void;
  /** No more will come. May be called more than once: the first call counts. */
  onEnd(failure?: unknown): void;
}

/** Called for every attempt before it is sent; undefined where nobody wants to know. */
export type Observe = (attempt: SentAttempt) => AttemptObserver | undefined;

const SECRET_HEADER = /^(proxy-)?authorization$|api-?key|token|cookie|secret/i;

/** The headers that cannot hold a key. */
export function withoutKeyHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !SECRET_HEADER.test(name)));
}
