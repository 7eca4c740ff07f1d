import type { IncomingHttpHeaders } from 'node:http';
import type { Duplex } from 'node:stream';
import { Body } from './body.ts';
import type { Dispatcher } from './dispatcher.ts';
import { formatDuration } from './duration.ts';
import { OpenAIError } from './errors.ts';
import { networkError } from './networkError.ts';
import type { AttemptObserver } from './observe.ts';
import type { DispatchController, DispatchOptions } from './undici.ts';

export interface Exchange {
  status: number;
  statusText: string;
  headers: IncomingHttpHeaders;
  body: Body;
  /** The connection itself, once it speaks the protocol asked for; whoever asked closes it. */
  socket?: Duplex;
}

export interface ExchangeRequest {
  origin: string;
  path: string;
  method: 'GET' | 'POST' | 'DELETE';
  headers: Record<string, string>;
  body: string | AsyncIterable<Uint8Array> | null;
  /** The protocol to change to. */
  upgrade?: 'websocket';
}

export interface ExchangeOptions {
  signal?: AbortSignal | undefined;
  firstByteTimeoutMs: number;
  idleTimeoutMs: number;
  observer?: AttemptObserver | undefined;
}

/**
 * One request and its response, no redirect followed. Resolves with the headers.
 * Rejects with `signal.reason` or an `OpenAIError` of kind timeout, network or protocol.
 */
export async function exchange(
  dispatcher: Dispatcher,
  request: ExchangeRequest,
  { signal, firstByteTimeoutMs, idleTimeoutMs, observer }: ExchangeOptions,
): Promise<Exchange> {
  signal?.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<Exchange>();
  let controller: DispatchController | undefined;
  let body: Body | undefined;
  let stopped = false;

  const release = () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  };
  const stop = (reason: unknown) => {
    stopped = true;
    release();
    reject(reason);
    observer?.onEnd(reason);
    controller?.abort(new Error('The request is not wanted any more.'));
  };
  const onAbort = () => stop(signal?.reason);
  const timer = setTimeout(() => stop(firstByteTimeoutError(request.origin, firstByteTimeoutMs)), firstByteTimeoutMs);
  signal?.addEventListener('abort', onAbort);

  const { body: content } = request;
  const isStreamed = typeof content === 'object' && content !== null;
  const outgoing = isStreamed ? { ...request, body: told(content, () => timer.refresh()) } : request;

  // undici takes any async iterable, though its types do not say so.
  dispatcher.dispatch(outgoing as DispatchOptions, {
    onRequestStart(started) {
      controller = started;
      // It waited for a connection, and meanwhile nobody waits for it.
      if (stopped) controller.abort(new Error('The request is not wanted any more.'));
    },
    onResponseStart(started, status, headers, statusText = '') {
      if (status < 200) return;
      release();
      body = new Body(started, { signal, idleTimeoutMs });
      observer?.onResponse(status, headers);
      resolve({ status, statusText, headers, body });
    },
    onRequestUpgrade(started, status, headers, socket) {
      release();
      body = new Body(started, { signal: undefined, idleTimeoutMs });
      body.end();
      observer?.onResponse(status, headers);
      resolve({ status, statusText: '', headers, body, socket });
    },
    onResponseData(_controller, chunk) {
      observer?.onData(chunk);
      body?.push(chunk);
    },
    onResponseEnd() {
      observer?.onEnd();
      body?.end();
    },
    onResponseError(_controller, error) {
      release();
      const failure = networkError(error, request.origin);
      // Who gave a body up had a reason, and undici hands it back.
      observer?.onEnd(error.cause === undefined || !body ? failure : error.cause);
      body?.fail(failure);
      reject(failure);
    },
  });
  return promise;
}

/** A body on its way is no silence: a large file takes longer than any answer may. */
async function* told(content: AsyncIterable<Uint8Array>, onChunk: () => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    onChunk();
    yield chunk;
  }
}

function firstByteTimeoutError(origin: string, timeoutMs: number): OpenAIError {
  return new OpenAIError({
    kind: 'timeout',
    message: `${new URL(origin).host} did not answer within ${formatDuration(timeoutMs)}.`,
  });
}
