import type { Client } from '../openai/client.ts';
import type { Observe } from '../openai/observe.ts';
import type { ClientOptions } from '../openai/transport.ts';
import { dispatcherOptions } from './network.ts';
import type { Profile } from './profile.ts';
import type { Settings } from './settings.ts';

/** Asked for before each request. */
export type KeySource = () => Promise<string | undefined>;

export type ConnectionSettings = Pick<Settings, 'request' | 'http'>;

export interface Connection {
  /** The client whose requests are labelled so for `observe`. All of them share what is known of rate limits. */
  client(label?: string): Client;
  /** Lets running requests end, takes no new ones. */
  close(): Promise<void>;
}

const connectTimeoutMs = 10_000;
const listTimeoutMs = 20_000;

/** A client for the profile's server. The network code is loaded by the first one. */
export async function connect(
  profile: Profile,
  apiKey: KeySource,
  settings: ConnectionSettings,
  observe?: Observe,
): Promise<Connection> {
  const [{ createClient }, { RateLimits }, { createDispatcher }] = await Promise.all([
    import('../openai/client.ts'),
    import('../openai/rateLimits.ts'),
    import('../openai/dispatcher.ts'),
  ]);
  const { request, http } = settings;
  const dispatcher = createDispatcher({ ...dispatcherOptions(http, process.env), connectTimeoutMs });
  const options: ClientOptions = {
    apiKey,
    baseURL: profile.baseURL,
    ...(profile.organization && { organization: profile.organization }),
    ...(profile.project && { project: profile.project }),
    ...(profile.azure && { azure: profile.azure }),
    maxRetries: request.maxRetries,
    maxRetryWaitMs: request.maxRetryWaitMs,
    timeoutMs: request.firstByteTimeoutMs,
    idleTimeoutMs: request.idleTimeoutMs,
    connectTimeoutMs,
    dispatcher,
    rateLimits: new RateLimits(),
    ...(observe && { observe }),
  };
  const clients = new Map<string | undefined, Client>();
  return {
    client: (label) => {
      const client = clients.get(label) ?? createClient({ ...options, ...(label !== undefined && { label }) });
      clients.set(label, client);
      return client;
    },
    close: () => dispatcher.close(),
  };
}

/** The ids of the models the server lists, in its order. One attempt, with its own connection and a short timeout. */
export async function listModels(
  profile: Profile,
  apiKey: KeySource,
  { request, http }: ConnectionSettings,
  options: { signal?: AbortSignal; timeoutMs?: number; observe?: Observe } = {},
): Promise<readonly string[]> {
  const { signal, timeoutMs = listTimeoutMs } = options;
  const limits = { ...request, maxRetries: 0, firstByteTimeoutMs: timeoutMs, idleTimeoutMs: timeoutMs };
  const connection = await connect(profile, apiKey, { http, request: limits }, options.observe);
  try {
    const page = await connection.client('Models').models.list({ ...(signal && { signal }) });
    return page.data.map(({ id }) => id);
  } finally {
    await connection.close();
  }
}
