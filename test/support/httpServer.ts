import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { selfSigned } from './selfSigned.ts';

export interface TestServer extends AsyncDisposable {
  /** `http://127.0.0.1:port`, or https. */
  origin: string;
  port: number;
  /** What arrived, oldest first. */
  requests: IncomingMessage[];
}

export interface TestProxy extends TestServer {
  /** Hosts and ports that CONNECT asked for. */
  tunnels: { target: string; authorization: string | undefined }[];
}

/** A server on a loopback port; `secure` with the self-signed certificate. */
export async function startHttpServer(answer: RequestListener, { secure = false } = {}): Promise<TestServer> {
  const requests: IncomingMessage[] = [];
  const listener: RequestListener = (request, response) => {
    requests.push(request);
    answer(request, response);
  };
  const server = secure ? createSecureServer(selfSigned, listener) : createServer(listener);
  return { ...(await listen(server, secure)), requests };
}

/** Answers GET …/models with these ids, or 401 when `apiKey` is another than the one sent. */
export function modelList(ids: readonly string[], apiKey?: string): RequestListener {
  return ({ url = '', headers }, response) => {
    const status = apiKey && headers.authorization !== `Bearer ${apiKey}` ? 401 : url.endsWith('/models') ? 200 : 404;
    const data = ids.map((id) => ({ id, object: 'model' }));
    const body = status === 200 ? { object: 'list', data } : { error: { message: `Status ${status}.`, code: null } };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
}

/** A proxy that brings everything to the one server, whatever name was asked for; CONNECT and the absolute form. */
export async function startProxy(target: TestServer): Promise<TestProxy> {
  const requests: IncomingMessage[] = [];
  const tunnels: TestProxy['tunnels'] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    void fetch(target.origin + new URL(request.url ?? '').pathname).then(async (answer) => {
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
    });
  });
  server.on('connect', (request, socket) => {
    tunnels.push({ target: request.url ?? '', authorization: request.headers['proxy-authorization'] });
    const upstream = connect(target.port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
  });
  return { ...(await listen(server, false)), requests, tunnels };
}

async function listen(server: Server, secure: boolean): Promise<Omit<TestServer, 'requests'>> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `${secure ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
