import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it arrived. */
export interface RawRequest {
  method: string;
  /** Path and query. */
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export type Respond = (request: RawRequest, response: ServerResponse, incoming: IncomingMessage) => unknown;

/** An HTTP server on loopback that a test scripts byte by byte. */
export interface RawServer extends AsyncDisposable {
  /** `http://127.0.0.1:port` */
  origin: string;
  /** All that arrived, oldest first. */
  requests: RawRequest[];
  /** How many TCP connections were opened. */
  connections: () => number;
  close(): Promise<void>;
}

/** Starts one. `respond` is called when a request has arrived whole; it writes the response and may destroy its socket. */
export async function startRawServer(respond: Respond): Promise<RawServer> {
  const requests: RawRequest[] = [];
  let connections = 0;
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const request = { method: incoming.method ?? '', url: incoming.url ?? '', headers: incoming.headers, body };
      requests.push(request);
      respond(request, response, incoming);
    });
  });
  server.keepAliveTimeout = 60_000;
  server.on('connection', () => connections++);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    connections: () => connections,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The body of an event stream: each value as JSON behind `data: `, strings as they are. */
export function eventStreamBody(events: readonly unknown[]): string {
  return events.map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`).join('');
}
