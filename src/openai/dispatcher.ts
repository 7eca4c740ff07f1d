import type { LookupFunction } from 'node:net';
import { getCACertificates } from 'node:tls';
import { createAgent, createProxyAgent, type DispatchHandler, type DispatchOptions } from './undici.ts';

/** Where requests go out: undici's agents, or anything that dispatches as they do. */
export interface Dispatcher {
  dispatch(options: DispatchOptions, handler: DispatchHandler): boolean;
  /** Lets running requests finish, then closes the connections. */
  close(): Promise<void>;
  /** Breaks running requests off and closes the connections. */
  destroy(): Promise<void>;
}

export interface DispatcherOptions {
  /** `http://` or `https://` proxy. Credentials in it are used unless `proxyAuthorization` is there. */
  proxyUrl?: string;
  /** The whole value of the `Proxy-Authorization` header. */
  proxyAuthorization?: string;
  /** Hosts reached without the proxy: `example.com` (and what is below it), `*.example.com`, `host:8080`, `*`. */
  noProxy?: readonly string[];
  /** False accepts any certificate. */
  rejectUnauthorized?: boolean;
  /** PEM certificates trusted besides Node's own. */
  ca?: readonly string[];
  connectTimeoutMs?: number;
  /** Resolves names in place of Node. What goes through the proxy is resolved there. */
  lookup?: LookupFunction;
}

const DEFAULT_CONNECT_TIMEOUT_MS = 10_000;

// undici drops an idle connection after 4 s: every turn of a chat would have to connect again.
const KEEP_ALIVE_MS = 120_000;

export function createDispatcher(options: DispatcherOptions = {}): Dispatcher {
  const tls = {
    ...(options.rejectUnauthorized !== undefined && { rejectUnauthorized: options.rejectUnauthorized }),
    ...(options.ca && { ca: [...getCACertificates('default'), ...options.ca] }),
  };
  const timeout = options.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS;
  const common = {
    keepAliveTimeout: KEEP_ALIVE_MS,
    // The transport has its own, with a message for each.
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: false,
  };
  const direct = createAgent({
    ...common,
    connect: { ...tls, timeout, ...(options.lookup && { lookup: options.lookup }) },
  });
  if (options.proxyUrl === undefined) return direct;
  const proxied = createProxyAgent({
    ...common,
    uri: options.proxyUrl,
    ...(options.proxyAuthorization !== undefined && { token: options.proxyAuthorization }),
    requestTls: { ...tls, timeout },
    proxyTls: { ...tls, timeout },
  });
  return choose((origin) => (bypasses(options.noProxy ?? [], origin) ? direct : proxied), [direct, proxied]);
}

function choose(dispatcherFor: (origin: URL) => Dispatcher, all: readonly Dispatcher[]): Dispatcher {
  return {
    dispatch: (options, handler) => dispatcherFor(new URL(String(options.origin))).dispatch(options, handler),
    close: async () => {
      await Promise.all(all.map((dispatcher) => dispatcher.close()));
    },
    destroy: async () => {
      await Promise.all(all.map((dispatcher) => dispatcher.destroy()));
    },
  };
}

/** True when an entry of the list names the origin's host, a parent domain of it, or its host and port. */
export function bypasses(noProxy: readonly string[], origin: URL): boolean {
  const host = unbracketed(origin.hostname);
  const port = origin.port || (origin.protocol === 'https:' ? '443' : '80');
  return noProxy.some((entry) => {
    const text = entry.trim().toLowerCase();
    // `::1` has colons and no port.
    const [, name = text, entryPort] = /^(\[.*\]|[^:]+)(?::(\d+))?$/.exec(text) ?? [];
    const domain = unbracketed(name.replace(/^\*?\./, ''));
    if (domain === '' || (entryPort !== undefined && entryPort !== port)) return false;
    return domain === '*' || host === domain || host.endsWith(`.${domain}`);
  });
}

function unbracketed(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}
