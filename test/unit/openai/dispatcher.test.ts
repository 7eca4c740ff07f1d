import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createHttpServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, type AddressInfo, type Server } from 'node:net';
import { test } from 'node:test';
import { createClient } from '../../../src/openai/client.ts';
import { bypasses, createDispatcher, type DispatcherOptions } from '../../../src/openai/dispatcher.ts';
import { startRawServer } from '../../support/rawServer.ts';
import { createCertificate } from './certificate.ts';

const certificate = createCertificate('localhost', '127.0.0.1');
const models = JSON.stringify({ object: 'list', data: [{ id: 'a' }] });

async function listen(server: Server & { closeAllConnections(): void }): Promise<{ port: number } & AsyncDisposable> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const startTlsServer = () => listen(createHttpsServer(certificate, (_request, response) => response.end(models)));

/** A proxy that notes what it is asked for: CONNECT tunnels, and plain requests in absolute form. */
async function startProxy(status = 200) {
  const seen: { method: string; target: string; headers: IncomingHttpHeaders }[] = [];
  const sockets = new Set<{ destroy(): void }>();
  const server = createHttpServer((incoming, response) => {
    seen.push({ method: incoming.method ?? '', target: incoming.url ?? '', headers: incoming.headers });
    if (status !== 200) {
      response.writeHead(status).end();
      return;
    }
    incoming.pipe(
      httpRequest(incoming.url ?? '', { method: incoming.method, headers: incoming.headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      }),
    );
  });
  server.on('connect', (incoming, client) => {
    seen.push({ method: 'CONNECT', target: incoming.url ?? '', headers: incoming.headers });
    if (status !== 200) {
      client.end(`HTTP/1.1 ${status} Refused\r\n\r\n`);
      return;
    }
    const { hostname, port } = new URL(`http://${incoming.url ?? ''}`);
    const upstream = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [upstream, client]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
  });
  const listening = await listen(server);
  return {
    seen,
    url: `http://127.0.0.1:${listening.port}`,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await listening[Symbol.asyncDispose]();
    },
  };
}

async function list(baseURL: string, options: DispatcherOptions): Promise<string[]> {
  const dispatcher = createDispatcher(options);
  try {
    const { data } = await createClient({ baseURL, apiKey: 'secret', dispatcher, maxRetries: 0 }).models.list();
    return data.map(({ id }) => id);
  } finally {
    await dispatcher.destroy();
  }
}

test('a certificate nobody signed is refused, in words', async () => {
  await using server = await startTlsServer();
  await assert.rejects(list(`https://localhost:${server.port}`, {}), {
    kind: 'network',
    message: /certificate .* not trusted/,
  });
});

test('a certificate among `ca` is trusted, for its own hosts', async () => {
  await using server = await startTlsServer();
  assert.deepEqual(await list(`https://localhost:${server.port}`, { ca: [certificate.cert] }), ['a']);
  assert.deepEqual(await list(`https://127.0.0.1:${server.port}`, { ca: [certificate.cert] }), ['a']);
});

test('rejectUnauthorized: false takes any certificate', async () => {
  await using server = await startTlsServer();
  assert.deepEqual(await list(`https://localhost:${server.port}`, { rejectUnauthorized: false }), ['a']);
});

test('https goes through a CONNECT tunnel with the proxy’s credentials, which the server never sees', async () => {
  await using server = await startTlsServer();
  await using proxy = await startProxy();
  const options = { proxyUrl: proxy.url, proxyAuthorization: 'Basic dTpw', ca: [certificate.cert] };
  assert.deepEqual(await list(`https://localhost:${server.port}`, options), ['a']);
  assert.deepEqual(
    proxy.seen.map(({ method, target }) => `${method} ${target}`),
    [`CONNECT localhost:${server.port}`],
  );
  assert.equal(proxy.seen[0]?.headers['proxy-authorization'], 'Basic dTpw');
  assert.equal(proxy.seen[0].headers.authorization, undefined);
});

test('http goes to the proxy in absolute form', async () => {
  await using server = await startRawServer((_request, response) => response.end(models));
  await using proxy = await startProxy();
  assert.deepEqual(await list(`${server.origin}/v1`, { proxyUrl: proxy.url }), ['a']);
  assert.equal(proxy.seen[0]?.target, `${server.origin}/v1/models`);
});

test('credentials in the proxy’s address are used', async () => {
  await using server = await startTlsServer();
  await using proxy = await startProxy();
  const proxyUrl = proxy.url.replace('http://', 'http://u:p%40@');
  await list(`https://localhost:${server.port}`, { proxyUrl, ca: [certificate.cert] });
  assert.equal(proxy.seen[0]?.headers['proxy-authorization'], `Basic ${Buffer.from('u:p@').toString('base64')}`);
});

test('a host in noProxy is reached directly', async () => {
  await using server = await startRawServer((_request, response) => response.end(models));
  await using proxy = await startProxy();
  assert.deepEqual(await list(server.origin, { proxyUrl: proxy.url, noProxy: ['127.0.0.1'] }), ['a']);
  assert.equal(proxy.seen.length, 0);
});

test('a proxy that wants a password is named as the reason, and asked once', async () => {
  await using server = await startTlsServer();
  await using proxy = await startProxy(407);
  for (const baseURL of [`https://localhost:${server.port}`, 'http://example.invalid']) {
    proxy.seen.length = 0;
    const dispatcher = createDispatcher({ proxyUrl: proxy.url });
    await assert.rejects(async () => createClient({ baseURL, dispatcher }).models.list(), {
      kind: 'network',
      message: /proxy.*407/i,
    });
    assert.equal(proxy.seen.length, 1);
  }
});

test('a proxy that is not there is an error of kind network', async () => {
  const proxy = await startProxy();
  await proxy[Symbol.asyncDispose]();
  await assert.rejects(list('https://example.invalid', { proxyUrl: proxy.url }), { kind: 'network' });
});

test('the entries of noProxy', () => {
  const at = (entry: string, url: string) => bypasses([entry], new URL(url));
  assert.ok(at('example.com', 'https://example.com'));
  assert.ok(at('example.com', 'https://api.example.com'));
  assert.ok(at('.example.com', 'https://api.example.com'));
  assert.ok(at('*.example.com', 'https://api.example.com'));
  assert.ok(at(' EXAMPLE.com ', 'https://example.COM'));
  assert.ok(at('localhost:8080', 'http://localhost:8080'));
  assert.ok(at('example.com:443', 'https://example.com'));
  assert.ok(at('*', 'https://anything.test'));
  assert.ok(at('::1', 'http://[::1]:8080'));
  assert.ok(at('[::1]:8080', 'http://[::1]:8080'));
  assert.ok(!at('localhost:8080', 'http://localhost:8081'));
  assert.ok(!at('example.com', 'https://badexample.com'));
  assert.ok(!at('', 'https://example.com'));
});
