import assert from 'node:assert/strict';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { after, before, describe, it } from 'node:test';
import { fetchPage } from '../../../../src/editor/web/fetchPage.ts';
import { startHttpServer, type TestServer } from '../../../support/httpServer.ts';

const http = {
  proxy: '',
  noProxy: [],
  proxyAuthorization: '',
  proxyStrictSSL: true,
  proxySupport: 'off',
  systemCertificates: false,
};
const bomb = Buffer.alloc(20_000_000, 'a');

describe('hostile pages', () => {
  let server: TestServer;
  before(async () => {
    server = await startHttpServer(({ url = '' }, response) => {
      const send = (body: string | Uint8Array, more: object = {}, status = 200) =>
        response.writeHead(status, { 'content-type': 'text/plain', ...more }).end(body);
      const to = (location: string) => send('', { location }, 302);
      if (url === '/gzip') send(gzipSync(bomb), { 'content-encoding': 'gzip' });
      else if (url === '/deflate') send(deflateSync(bomb), { 'content-encoding': 'deflate' });
      else if (url === '/brotli') send(brotliCompressSync(bomb), { 'content-encoding': 'br' });
      else if (url === '/twice') send(gzipSync(gzipSync(bomb)), { 'content-encoding': 'gzip, gzip' });
      else if (url === '/broken') send('no gzip', { 'content-encoding': 'gzip' });
      else if (url === '/lies') send('short', { 'content-length': '5', 'content-type': `x/${'y'.repeat(5000)}` });
      else if (url === '/none') response.writeHead(200).end('x');
      else if (url === '/charset') send('x', { 'content-type': 'text/plain; charset=x-evil' });
      else if (url === '/file') to('file:///etc/passwd');
      else if (url === '/script') to('javascript:alert(1)');
      else if (url === '/metadata') to('http://169.254.169.254/latest/meta-data/');
      else if (url === '/number') to('http://2130706433/');
      else if (url === '/port') to(`http://127.0.0.1:1/`);
      else if (url === '/user') to(`http://me:secret@127.0.0.1:${server.port}/end`);
      else if (url === '/relative') to('//10.0.0.1/x');
      else if (url === '/noaddress') to('http://[');
      else if (url === '/loop') to('/loop?');
      else if (url === '/drip' || url === '/endless') {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        const chunk = url === '/drip' ? 'x' : 'x'.repeat(1_000_000);
        const timer = setInterval(() => response.write(chunk), 10);
        response.on('close', () => clearInterval(timer));
      } else send(`cookie ${url}`, { 'set-cookie': 'a=b' });
    });
  });
  after(() => server[Symbol.asyncDispose]());

  const fetchFrom = (path: string, more: Partial<Parameters<typeof fetchPage>[1]> = {}) =>
    fetchPage(new URL(path, server.origin), { http, isLocal: true, signal: new AbortController().signal, ...more });

  it('are no larger unpacked than they may be', async () => {
    for (const path of ['/gzip', '/deflate', '/brotli'])
      await assert.rejects(fetchFrom(path), /larger than 5 MB/, path);
    const twice = await fetchFrom('/twice');
    assert.ok(twice.kind === 'page' && twice.text.length < 100_000, 'what is packed twice stays packed');
    await assert.rejects(fetchFrom('/broken'), /broken/);
  });

  it('that never end are left: by their size, or when their time is over', async () => {
    await assert.rejects(fetchFrom('/endless'), /larger than 5 MB/);
    await assert.rejects(fetchFrom('/drip', { deadlineMs: 200 }), /had not sent all of it after 0\.2 seconds/);
    const stop = new AbortController();
    const dripping = fetchFrom('/drip', { signal: stop.signal });
    stop.abort(new Error('Stopped by the user'));
    await assert.rejects(dripping, /Stopped by the user/);
  });

  it('lead to no other server, port or scheme, however a redirect is written', async () => {
    for (const path of ['/file', '/script', '/metadata', '/number', '/port', '/relative']) {
      const { length } = server.requests;
      const fetched = await fetchFrom(path);
      assert.equal(fetched.kind, 'elsewhere', path);
      assert.equal(server.requests.length, length + 1, path);
    }
    await assert.rejects(fetchFrom('/noaddress'), /no address/);
    await assert.rejects(fetchFrom('/loop'), /more than 5 times/);
  });

  it('get no credentials, cookies or referrer', async () => {
    const { length } = server.requests;
    await fetchFrom('/user');
    await fetchFrom('/end');
    assert.deepEqual(
      server.requests.slice(length).map(({ url }) => url),
      ['/user', '/end', '/end'],
    );
    for (const { headers } of server.requests.slice(length))
      for (const name of ['authorization', 'cookie', 'referer', 'proxy-authorization'])
        assert.equal(headers[name], undefined, name);
  });

  it('are connected to at no local address that a name turns out to have', async () => {
    const { length } = server.requests;
    const url = new URL(`http://localhost:${server.port}/end`);
    const signal = new AbortController().signal;
    await assert.rejects(fetchPage(url, { http, isLocal: false, signal }), /not on the internet/);
    assert.equal(server.requests.length, length);
    const fetched = await fetchPage(url, { http, isLocal: true, signal });
    assert.equal(fetched.kind, 'page', 'and it can be connected to where that was agreed to');
  });

  it('say little in what is told of a failure, and break nothing with what they are written in', async () => {
    await assert.rejects(fetchFrom('/lies'), ({ message }: Error) => message.length < 200);
    const fetched = await fetchFrom('/charset');
    assert.ok(fetched.kind === 'page' && fetched.text === 'x');
    assert.equal((await fetchFrom('/none')).kind, 'page');
  });
});
