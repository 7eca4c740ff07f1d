import { LLMock, type JournalEntry } from '@copilotkit/aimock';
import { fixtures } from './fixtures.ts';

export interface OpenAIServer {
  /** The base URL, ending in /v1. */
  url: string;
  /** Everything that arrived, oldest first. */
  requests(): JournalEntry[];
  close(): Promise<void>;
}

export interface OpenAIServerOptions {
  port?: number;
  /** The only key it takes; without, it takes any and none. */
  apiKey?: string;
  /** Milliseconds between two chunks of an answer. */
  paceMs?: number;
}

/** Starts an OpenAI-compatible server on a loopback port with this project's canned answers. */
export async function startOpenAIServer(options: OpenAIServerOptions = {}): Promise<OpenAIServer> {
  const mock = new LLMock({
    host: '127.0.0.1',
    port: options.port ?? 0,
    chunkSize: 12,
    latency: options.paceMs ?? 0,
    ...(options.apiKey !== undefined && { auth: { apiKeys: [options.apiKey] } }),
  });
  mock.addFixtures(fixtures);
  await mock.start();
  return { url: `${mock.url}/v1`, requests: () => mock.getRequests(), close: () => mock.stop() };
}

/** The entry of `parley.profiles` that talks to it and says so. */
export const demoProfile = (baseURL: string) => ({
  name: 'Offline demo',
  baseURL,
  api: 'responses',
  notice: 'offline demo: canned answers',
});
