import type { ModelEvent, ModelRequest, ModelStream } from '../../../src/agent/models/modelStream.ts';
import { createClient, type Client } from '../../../src/openai/client.ts';
import { eventStreamBody, startRawServer, type RawServer } from '../../support/rawServer.ts';
import { collect, user } from './script.ts';

type Reply = readonly unknown[] | { status: number; json: unknown };

/** A server that answers one reply a request, and a model of ours that talks to it over HTTP. */
export interface Wire extends AsyncDisposable {
  ask(request?: Partial<ModelRequest>): Promise<ModelEvent[]>;
  stream: ModelStream;
  /** The bodies that arrived, parsed. */
  bodies(): Record<string, unknown>[];
  server: RawServer;
}

export async function connectModel(create: (client: Client) => ModelStream, ...replies: Reply[]): Promise<Wire> {
  let at = 0;
  const server = await startRawServer((_, response) => {
    const reply = replies[at++] ?? [];
    if ('status' in reply) {
      response.writeHead(reply.status, { 'content-type': 'application/json' }).end(JSON.stringify(reply.json));
    } else {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end(eventStreamBody(reply));
    }
  });
  const stream = create(createClient({ apiKey: 'key', baseURL: `${server.origin}/v1`, maxRetries: 0 }));
  return {
    stream,
    server,
    bodies: () => server.requests.map(({ body }) => JSON.parse(body) as Record<string, unknown>),
    ask: (request = {}) =>
      collect(
        stream(
          { model: 'gpt-4.1', instructions: 'Be brief.', transcript: [user('Hello')], tools: [], ...request },
          { signal: new AbortController().signal },
        ),
      ),
    [Symbol.asyncDispose]: () => server.close(),
  };
}
