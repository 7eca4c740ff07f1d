import type { Exchange } from './exchange.ts';

/** A request under way: a promise of its data, with the official SDK's ways to get at the response. */
export class PendingRequest<T> implements Promise<T> {
  readonly [Symbol.toStringTag] = 'PendingRequest';
  readonly #exchange: Promise<Exchange>;
  readonly #parse: (exchange: Exchange) => Promise<T> | T;
  #data: Promise<T> | undefined;

  constructor(exchange: Promise<Exchange>, parse: (exchange: Exchange) => Promise<T> | T) {
    this.#exchange = exchange;
    this.#parse = parse;
  }

  then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#parsed().then(onFulfilled, onRejected);
  }

  catch<B = never>(onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return this.#parsed().catch(onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<T> {
    return this.#parsed().finally(onFinally);
  }

  /** The same request with its data changed. */
  map<U>(change: (data: T) => U | Promise<U>): PendingRequest<U> {
    return new PendingRequest(this.#exchange, async () => change(await this.#parsed()));
  }

  /** The response itself, its body unread. */
  async asResponse(): Promise<Response> {
    const exchange = await this.#exchange;
    return toResponse(exchange, exchange.body.stream());
  }

  /** The data, and the response it came in, whose body is used up. */
  async withResponse(): Promise<{ data: T; response: Response; request_id: string | null }> {
    const exchange = await this.#exchange;
    const response = toResponse(exchange, null);
    return { data: await this.#parsed(), response, request_id: response.headers.get('x-request-id') };
  }

  #parsed(): Promise<T> {
    return (this.#data ??= this.#exchange.then(this.#parse));
  }
}

export function toResponse({ status, statusText, headers }: Exchange, body: ReadableStream | null): Response {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
  // These have no body, and `Response` insists on it.
  const isBodiless = status === 204 || status === 205 || status === 304;
  return new Response(isBodiless ? null : body, { status, statusText, headers: entries });
}
