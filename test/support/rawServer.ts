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
  /** The same body, where it is not text. */
  bytes: Uint8Array;
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
  /** How many of them are open. */
  openConnections: () => number;
  close(): Promise<void>;
}

/** Starts one. `respond` is called when a request has arrived whole; it writes the response and may destroy its socket. */
export async function startRawServer(respond: Respond): Promise<RawServer> {
  const requests: RawRequest[] = [];
  let connections = 0;
  let openConnections = 0;
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming;
      const bytes = Buffer.concat(chunks);
      const request = { method, url, headers, body: bytes.toString('utf8'), bytes };
      requests.push(request);
      respond(request, response, incoming);
    });
  });
  server.keepAliveTimeout = 60_000;
  server.on('connection', (socket) => {
    connections++;
    openConnections++;
    socket.once('close', () => openConnections--);
  });
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
    openConnections: () => openConnections,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The body of an event stream: each value as JSON behind `data: `, strings as they are. */
export function eventStreamBody(events: readonly unknown[]): string {
  return events.map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`).join('');
}
