import { parseBaseURL, resolve, type Query } from './address.ts';
import { azureRules, modelOf, type AzureOptions, type AzureRules } from './azure.ts';
import { createDispatcher, type Dispatcher } from './dispatcher.ts';
import { missingKeyError, OpenAIError } from './errors.ts';
import { exchange, type Exchange, type ExchangeRequest } from './exchange.ts';
import { multipartBody, type RequestBody } from './multipart.ts';
import { isPassing } from './networkError.ts';
import { withoutKeyHeaders, type AttemptObserver, type Observe, type SentAttempt } from './observe.ts';
import { Page, PendingPage, isList, type ListBody } from './pages.ts';
import { PendingRequest, toResponse } from './pendingRequest.ts';
import { RateLimits } from './rateLimits.ts';
import { withReplacement } from './removedEndpoints.ts';
import { requestIdOf, responseError, soleError, unexpectedBody } from './responseError.ts';
import { retryDelayMs, sleep, withReturnTime } from './retry.ts';
import { EventStream, type StreamRules } from './sse.ts';

/** A failed attempt that will be made again, or a first one that waits for its model's rate limit. */
export interface RetryNotice {
  /** 1 for the first retry; 0 where nothing has been sent yet. */
  attempt: number;
  delayMs: number;
  reason: string;
}

export interface RequestLimits {
  /** Retries after the first attempt, never after the first byte of an answer. Default 2. */
  maxRetries: number;
  /** The longest wait a server may ask for; a longer one ends the request. Default 120 s. */
  maxRetryWaitMs: number;
  /** From the last byte sent to the headers of the answer. Default 10 minutes. */
  timeoutMs: number;
  /** The longest silence within an answer: a model may think without a word. Default 5 minutes. */
  idleTimeoutMs: number;
}

export interface ClientOptions extends Partial<RequestLimits> {
  /** Asked for every attempt; without one no `Authorization` is sent. */
  apiKey?: string | (() => Promise<string | undefined>);
  /** Default `https://api.openai.com/v1`. A query in it goes with every request. */
  baseURL?: string;
  organization?: string;
  project?: string;
  /** Sent with every request. */
  headers?: Record<string, string>;
  /** Default: an own one, with `connectTimeoutMs`. */
  dispatcher?: Dispatcher;
  connectTimeoutMs?: number;
  /** Makes the requests those of Azure OpenAI. */
  azure?: AzureOptions;
  /** Told of every attempt. */
  observe?: Observe;
  /** Which feature the requests are made for, for `observe`. */
  label?: string;
  /** Default: own ones. Clients of one server share them. */
  rateLimits?: RateLimits;
}

/** How much of a request's body has been sent. */
export interface UploadProgress {
  sentBytes: number;
  /** Undefined where a part does not know its size. */
  totalBytes?: number;
}

export interface RequestOptions extends Partial<RequestLimits> {
  signal?: AbortSignal | undefined;
  onRetry?: ((notice: RetryNotice) => void) | undefined;
  /** Told as a multipart body is sent; begins again with a retry. */
  onUploadProgress?: ((progress: UploadProgress) => void) | undefined;
  headers?: Record<string, string>;
}

/** One call of an API, relative to the base URL. */
export interface ApiRequest {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  query?: Query | null | undefined;
  /** Sent as JSON. */
  body?: object | undefined;
  /** Sent as `multipart/form-data`, in place of `body`. */
  form?: object;
  /** Sent as it is, in place of `body`. */
  raw?: RequestBody;
  /** What this endpoint wants besides the usual ones. */
  headers?: Record<string, string>;
  upgrade?: 'websocket';
}

const DEFAULT_LIMITS: RequestLimits = {
  maxRetries: 2,
  maxRetryWaitMs: 120_000,
  timeoutMs: 600_000,
  idleTimeoutMs: 300_000,
};

interface ObservedExchange extends Exchange {
  observer?: AttemptObserver;
}

/** The one place for HTTP: address, headers, key, retries, timeouts. Every rejection is an `OpenAIError` or `signal.reason`. */
export class Transport {
  readonly #apiKey: ClientOptions['apiKey'];
  readonly #base: URL;
  readonly #headers: Record<string, string>;
  readonly #limits: RequestLimits;
  readonly #dispatcher: Dispatcher;
  readonly #azure: AzureRules | undefined;
  readonly #observe: Observe | undefined;
  readonly #label: string | undefined;

  /** What the server last said about each model. */
  readonly rateLimits: RateLimits;

  constructor(options: ClientOptions) {
    this.#apiKey = options.apiKey;
    const base = parseBaseURL(options.baseURL ?? 'https://api.openai.com/v1');
    this.#azure = options.azure && azureRules(base, options.azure);
    this.#base = this.#azure?.base ?? base;
    this.#headers = {
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': 'node',
      ...(options.organization && { 'openai-organization': options.organization }),
      ...(options.project && { 'openai-project': options.project }),
      ...options.headers,
    };
    this.#limits = limitsOf(options, DEFAULT_LIMITS);
    this.rateLimits = options.rateLimits ?? new RateLimits();
    this.#observe = options.observe;
    this.#label = options.label;
    this.#dispatcher = options.dispatcher ?? createDispatcher(options);
  }

  /** Answered with JSON. */
  json<T>(request: ApiRequest, options: RequestOptions = {}): PendingRequest<T> {
    return new PendingRequest(this.#send(request, options), parseJson<T>);
  }

  /** Answered with a list; the pages after the first are asked for with `after`. */
  list<Item>(request: ApiRequest, options: RequestOptions = {}): PendingPage<Item> {
    return new PendingPage<Item>(this.#send(request, options), async (answer) => {
      const body = await parseJson<Partial<ListBody<Item>> | null>(answer);
      if (!isList(body)) {
        const message = 'The server did not answer with a list.';
        throw new OpenAIError({ kind: 'protocol', message, ...requestIdOf(answer.headers) });
      }
      return new Page(body, (after) => this.list<Item>({ ...request, query: { ...request.query, after } }, options));
    });
  }

  /** Answered with text. */
  text(request: ApiRequest, options: RequestOptions = {}): PendingRequest<string> {
    return new PendingRequest(this.#send(request, options), ({ body }) => body.text());
  }

  /** Answered with nothing worth reading. */
  empty(request: ApiRequest, options: RequestOptions = {}): PendingRequest<void> {
    return new PendingRequest(this.#send(request, options), ({ body }) => body.drain());
  }

  /** Answered with bytes, as a standard `Response`. */
  bytes(request: ApiRequest, options: RequestOptions = {}): PendingRequest<Response> {
    return new PendingRequest(this.#send(request, options), (answer) => toResponse(answer, answer.body.stream()));
  }

  /** Answered with a change of protocol: the connection is the caller's, to be closed by it. */
  async upgrade(
    request: ApiRequest,
    options: RequestOptions = {},
  ): Promise<Required<Pick<Exchange, 'headers' | 'socket'>> & { observer?: AttemptObserver | undefined }> {
    const { headers, socket, body, observer } = await this.#send(request, options);
    if (socket) return { headers, socket, observer };
    throw unexpectedBody('a WebSocket', await body.text(), headers);
  }

  /** Answered with server-sent events. */
  events<T>(request: ApiRequest, rules: StreamRules<T>, options: RequestOptions = {}): PendingRequest<EventStream<T>> {
    return new PendingRequest(
      this.#send(request, options),
      ({ body, headers }) => new EventStream<T>(body, rules, { headers, signal: options.signal }),
    );
  }

  async #send(request: ApiRequest, options: RequestOptions): Promise<ObservedExchange> {
    const limits = limitsOf(options, this.#limits);
    const sent = this.#azure?.request(request) ?? request;
    const body = bodyOf(sent);
    const outgoing = this.#outgoing(sent, body, options);
    const model = modelOf(request);
    const id = Symbol(request.path);
    for (let attempt = 1; ; attempt++) {
      options.signal?.throwIfAborted();
      if (model !== undefined && this.rateLimits.waitMs(model) > 0) await this.#turn(model, attempt, limits, options);
      const content = contentOf(body, options.onUploadProgress);
      const attemptToSend = (): SentAttempt => ({
        request: id,
        attempt,
        ...(this.#label !== undefined && { label: this.#label }),
        method: outgoing.method,
        path: request.path,
        url: outgoing.origin + outgoing.path,
        ...(model !== undefined && { model }),
        headers: withoutKeyHeaders(outgoing.headers),
        ...describedBody(body),
        ...(outgoing.upgrade && { upgrade: outgoing.upgrade }),
      });
      const observe = this.#observe;
      const outcome = await this.#attempt(
        { ...outgoing, body: content },
        limits,
        options.signal,
        model,
        observe && (() => observe(attemptToSend())),
      );
      if (!('error' in outcome)) return outcome;
      const { error } = outcome;
      const mayRetry = outcome.mayRetry && body?.repeatable !== false;
      const delayMs = retryDelayMs(attempt, error.retryAfterMs);
      if (!mayRetry || attempt > limits.maxRetries || delayMs > limits.maxRetryWaitMs)
        throw withReplacement(withReturnTime(error), request.path);
      options.onRetry?.({ attempt, delayMs, reason: error.message });
      await sleep(delayMs, options.signal);
    }
  }

  /** Waits while the model has no requests left; not for longer than `maxRetryWaitMs`: then the server may decide. */
  async #turn(model: string, attempt: number, limits: RequestLimits, options: RequestOptions): Promise<void> {
    for (let delayMs; (delayMs = this.rateLimits.waitMs(model)) > 0 && delayMs <= limits.maxRetryWaitMs;) {
      if (attempt === 1) options.onRetry?.({ attempt: 0, delayMs, reason: `The rate limit of ${model} is reached.` });
      await sleep(delayMs, options.signal);
    }
  }

  async #attempt(
    request: ExchangeRequest,
    limits: RequestLimits,
    signal: AbortSignal | undefined,
    model: string | undefined,
    observe: (() => AttemptObserver | undefined) | undefined,
  ): Promise<ObservedExchange | { error: OpenAIError; mayRetry: boolean }> {
    const apiKey = await this.#key();
    const observer = observe?.();
    const headers = apiKey ? { ...request.headers, ...this.#keyHeader(apiKey) } : request.headers;
    try {
      const answer = await exchange(
        this.#dispatcher,
        { ...request, headers },
        { signal, firstByteTimeoutMs: limits.timeoutMs, idleTimeoutMs: limits.idleTimeoutMs, observer },
      );
      if (model !== undefined) this.rateLimits.observe(model, answer.headers);
      if (answer.status < 300) return observer ? { ...answer, observer } : answer;
      const text = await answer.body.text();
      // Some gateways repeat the key they refuse.
      const said = apiKey ? text.replaceAll(apiKey, '[key]') : text;
      const error = responseError(answer, said, request.path.split('?', 1)[0]);
      if (model !== undefined && error.kind === 'rateLimit') this.rateLimits.hold(model, error.retryAfterMs ?? 0);
      return { error, mayRetry: mayRetryResponse(error, answer.headers['x-should-retry']) };
    } catch (error) {
      if (signal?.aborted || !(error instanceof OpenAIError)) throw error;
      return { error, mayRetry: isPassing(error) };
    }
  }

  async #key(): Promise<string | undefined> {
    if (typeof this.#apiKey !== 'function') return this.#apiKey;
    try {
      return await this.#apiKey();
    } catch (cause) {
      if (cause instanceof OpenAIError) throw cause;
      throw missingKeyError('The API key could not be read.', { cause });
    }
  }

  #keyHeader(key: string): Record<string, string> {
    return this.#azure?.keyHeader(key) ?? { authorization: `Bearer ${key}` };
  }

  #outgoing(
    { method, path, query, headers, upgrade }: ApiRequest,
    body: RequestBody | undefined,
    options: RequestOptions,
  ): Omit<ExchangeRequest, 'body'> {
    return {
      origin: this.#base.origin,
      path: resolve(this.#base, path, query ?? {}),
      method,
      headers: {
        ...this.#headers,
        ...(body && { 'content-type': body.contentType }),
        ...(body?.contentLength !== undefined && { 'content-length': String(body.contentLength) }),
        ...headers,
        ...options.headers,
      },
      ...(upgrade && { upgrade }),
    };
  }
}

function bodyOf({ body, form, raw }: ApiRequest): RequestBody | undefined {
  if (raw) return raw;
  if (form) return multipartBody(form);
  return body && { contentType: 'application/json', repeatable: true, content: JSON.stringify(body) };
}

function describedBody(body: RequestBody | undefined): Pick<SentAttempt, 'body'> {
  const described = body?.parts ?? (typeof body?.content === 'string' ? body.content : undefined);
  return described === undefined ? {} : { body: described };
}

function contentOf(
  body: RequestBody | undefined,
  onProgress: RequestOptions['onUploadProgress'],
): ExchangeRequest['body'] {
  if (typeof body?.content !== 'function') return body?.content ?? null;
  return onProgress ? watched(body.content(), body.contentLength, onProgress) : body.content();
}

async function* watched(
  content: AsyncIterable<Uint8Array>,
  totalBytes: number | undefined,
  onProgress: (progress: UploadProgress) => void,
): AsyncGenerator<Uint8Array> {
  let sentBytes = 0;
  for await (const chunk of content) {
    yield chunk;
    sentBytes += chunk.length;
    onProgress({ sentBytes, ...(totalBytes !== undefined && { totalBytes }) });
  }
}

function mayRetryResponse({ kind, status = 0 }: OpenAIError, shouldRetry: string | string[] | undefined): boolean {
  if (kind === 'quota' || status === 501) return false;
  if (shouldRetry === 'true') return true;
  if (shouldRetry === 'false') return false;
  return status === 408 || status === 409 || status === 429 || status >= 500;
}

async function parseJson<T>({ body, headers }: Exchange): Promise<T> {
  const text = await body.text();
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw unexpectedBody('JSON', text, headers);
  }
  if (typeof data === 'object' && data !== null) {
    const error = soleError(data, headers);
    if (error) throw error;
    // As the official SDK has it: there for those who look, not part of the data.
    Object.defineProperty(data, '_request_id', { value: requestIdOf(headers).requestId ?? null, enumerable: false });
  }
  return data as T;
}

function limitsOf(options: Partial<RequestLimits>, otherwise: RequestLimits): RequestLimits {
  return {
    maxRetries: options.maxRetries ?? otherwise.maxRetries,
    maxRetryWaitMs: options.maxRetryWaitMs ?? otherwise.maxRetryWaitMs,
    timeoutMs: options.timeoutMs ?? otherwise.timeoutMs,
    idleTimeoutMs: options.idleTimeoutMs ?? otherwise.idleTimeoutMs,
  };
}
