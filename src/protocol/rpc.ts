/** One end of a channel between the extension and a webview. */
export interface Port {
  postMessage(message: unknown): void;
  /** Returns a function that stops listening. */
  onMessage(listener: (message: unknown) => void): () => void;
}

/** A set of methods: each takes one JSON value (or nothing) and answers with one. */
export type Methods<M> = { [K in keyof M]: (params: never) => unknown };

type Params<F> = F extends (params: infer P) => unknown ? P : never;
type Result<F> = F extends (...args: never[]) => infer R ? Awaited<R> : never;

export type Handlers<M> = { [K in keyof M]: (params: Params<M[K]>) => Promise<Result<M[K]>> | Result<M[K]> };

type Wire =
  | { rpc: 'call'; id: number; method: string; params: unknown }
  | { rpc: 'answer'; id: number; result: unknown }
  | { rpc: 'failure'; id: number; message: string }
  | { rpc: 'event'; name: string; payload: unknown };

const isWire = (message: unknown): message is Wire =>
  typeof message === 'object' && message !== null && 'rpc' in message;

/**
 * Answers the calls that arrive on `port`. A handler that throws answers with its message: a call never hangs.
 * `onError` sees what was thrown. Returns a function that stops serving.
 */
export function serve<M extends Methods<M>>(
  port: Port,
  handlers: Handlers<M>,
  onError: (error: unknown, method: string) => void,
): () => void {
  return port.onMessage((message) => {
    if (!isWire(message) || message.rpc !== 'call') return;
    const { id, method, params } = message;
    void (async () => {
      try {
        if (!Object.hasOwn(handlers, method)) throw new Error(`Unknown method: ${method}`);
        const handler = handlers[method as keyof M] as (params: unknown) => unknown;
        port.postMessage({ rpc: 'answer', id, result: await handler(params) } satisfies Wire);
      } catch (error) {
        onError(error, method);
        port.postMessage({
          rpc: 'failure',
          id,
          message: error instanceof Error ? error.message : String(error),
        } satisfies Wire);
      }
    })();
  });
}

/** Sends an event to the other end. */
export function emit<E, K extends keyof E & string>(port: Port, name: K, payload: E[K]): void {
  port.postMessage({ rpc: 'event', name, payload } satisfies Wire);
}

export interface Remote<M extends Methods<M>, E> {
  call<K extends keyof M & string>(
    method: K,
    ...params: unknown extends Params<M[K]> ? [] : [params: Params<M[K]>]
  ): Promise<Result<M[K]>>;
  /** Returns a function that stops listening. */
  on<K extends keyof E & string>(name: K, listener: (payload: E[K]) => void): () => void;
}

/** The calling end of a channel: typed calls out, typed events in. */
export function connect<M extends Methods<M>, E>(port: Port): Remote<M, E> {
  const pending = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  let nextId = 0;
  port.onMessage((message) => {
    if (!isWire(message)) return;
    switch (message.rpc) {
      case 'answer':
        pending.get(message.id)?.resolve(message.result);
        pending.delete(message.id);
        break;
      case 'failure':
        pending.get(message.id)?.reject(new Error(message.message));
        pending.delete(message.id);
        break;
      case 'event':
        for (const listener of listeners.get(message.name) ?? []) listener(message.payload);
        break;
      case 'call':
        break;
    }
  });
  return {
    call: (method, ...params) =>
      new Promise((resolve, reject) => {
        const id = nextId++;
        pending.set(id, { resolve: resolve as (value: unknown) => void, reject });
        port.postMessage({ rpc: 'call', id, method, params: params[0] } satisfies Wire);
      }),
    on: (name, listener) => {
      const known = listeners.get(name) ?? new Set();
      listeners.set(name, known.add(listener as (payload: unknown) => void));
      return () => known.delete(listener as (payload: unknown) => void);
    },
  };
}
