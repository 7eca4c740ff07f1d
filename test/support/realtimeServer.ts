import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';

/** One connection as the server has it. */
export interface ServerSession {
  /** Path and query. */
  url: string;
  headers: IncomingMessage['headers'];
  /** All that arrived, oldest first. */
  events: { type: string; [name: string]: unknown }[];
  webSocket: WebSocket;
  /** What is below the WebSocket. */
  socket: Duplex;
  send(event: object): void;
}

export interface RealtimeServer extends AsyncDisposable {
  /** `http://127.0.0.1:port` */
  origin: string;
  sessions: ServerSession[];
  /** Path and query of each request to open a WebSocket, refused ones too. */
  upgrades: string[];
  /** TCP connections that are open now. */
  openSockets(): number;
}

export interface RealtimeServerOptions {
  /** Called when a WebSocket is open. */
  onSession?(session: ServerSession, index: number): void;
  onEvent?(event: ServerSession['events'][number], session: ServerSession): void;
  /** Answers a request to open a WebSocket in its own way, by returning true; `index` counts them from 0. */
  onUpgrade?(socket: Duplex, index: number): boolean;
  /** False leaves pings unanswered. */
  autoPong?: boolean;
}

/** A WebSocket server on loopback, on which a test scripts a realtime session. */
export async function startRealtimeServer(options: RealtimeServerOptions): Promise<RealtimeServer> {
  const sessions: ServerSession[] = [];
  const upgrades: string[] = [];
  const sockets = new Set<Duplex>();
  const webSockets = new WebSocketServer({ noServer: true, autoPong: options.autoPong ?? true });
  const server = createServer();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A client may leave at any time.
    socket.on('error', () => socket.destroy());
  });
  server.on('upgrade', (request, socket, head) => {
    upgrades.push(request.url ?? '');
    if (options.onUpgrade?.(socket, upgrades.length - 1)) {
      // Nobody else reads it, and then its end is not seen.
      socket.on('end', () => socket.end()).resume();
      return;
    }
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      const session: ServerSession = {
        url: request.url ?? '',
        headers: request.headers,
        events: [],
        webSocket,
        socket,
        send: (event) => webSocket.send(JSON.stringify(event)),
      };
      sessions.push(session);
      webSocket.on('message', (data: Buffer) => {
        const event = JSON.parse(data.toString()) as ServerSession['events'][number];
        session.events.push(event);
        options.onEvent?.(event, session);
      });
      options.onSession?.(session, sessions.length - 1);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    sessions,
    upgrades,
    openSockets: () => sockets.size,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Refuses a request to open a WebSocket with JSON. */
export function refuse(socket: Duplex, status: string, body: object, headers: Record<string, string> = {}): true {
  const text = JSON.stringify(body);
  const lines = Object.entries({
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(text)),
    connection: 'close',
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n${text}`);
  return true;
}
