import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listModels } from '../../../src/editor/connection.ts';
import { dispatcherOptions } from '../../../src/editor/network.ts';
import { modelList, startHttpServer, startProxy } from '../../support/httpServer.ts';
import { http, settings } from './connectionSettings.ts';

const loopback = ['localhost', '127.0.0.1', '[::1]'];

const noKey = () => Promise.resolve(undefined);

describe('dispatcherOptions', () => {
  it('prefers http.proxy to the environment', () => {
    const env = { HTTPS_PROXY: 'http://env:1', NO_PROXY: 'a.example, b.example' };
    assert.deepEqual(dispatcherOptions({ ...http, proxy: 'http://set:2', proxyAuthorization: 'Basic eA==' }, env), {
      rejectUnauthorized: true,
      proxyUrl: 'http://set:2',
      noProxy: [...loopback, 'a.example', 'b.example'],
      proxyAuthorization: 'Basic eA==',
    });
    assert.equal(dispatcherOptions(http, env).proxyUrl, 'http://env:1');
    assert.equal(dispatcherOptions(http, { http_proxy: 'plain:3128' }).proxyUrl, 'http://plain:3128');
  });

  it('prefers http.noProxy to NO_PROXY', () => {
    const options = dispatcherOptions(
      { ...http, proxy: 'http://set:2', noProxy: ['c.example'] },
      { no_proxy: 'd.example' },
    );
    assert.deepEqual(options.noProxy, [...loopback, 'c.example']);
  });

  it('goes direct when proxies are off, and when there is none', () => {
    const off = { ...http, proxy: 'http://set:2', proxySupport: 'off', proxyStrictSSL: false };
    assert.deepEqual(dispatcherOptions(off, { HTTPS_PROXY: 'http://env:1' }), { rejectUnauthorized: false });
    assert.deepEqual(dispatcherOptions(http, {}), { rejectUnauthorized: true });
  });

  it('reads the system certificates without repeating those of Node', () => {
    const { ca = [] } = dispatcherOptions({ ...http, systemCertificates: true }, {});
    assert.equal(new Set(ca).size, ca.length);
    assert.ok(ca.every((certificate) => certificate.startsWith('-----BEGIN CERTIFICATE-----')));
  });
});

describe('a connection', () => {
  it('goes through the proxy in clear for http', async () => {
    await using server = await startHttpServer(modelList(['m']));
    await using proxy = await startProxy(server);
    const profile = { name: '', baseURL: 'http://parley.test/v1' };
    assert.deepEqual(await listModels(profile, noKey, settings({ proxy: proxy.origin })), ['m']);
    assert.equal(proxy.requests.length + proxy.tunnels.length, 1);
  });

  it('goes through a tunnel of the proxy for https', async () => {
    await using server = await startHttpServer(modelList(['m'], 'k'), { secure: true });
    await using proxy = await startProxy(server);
    const profile = { name: '', baseURL: 'https://parley.test/v1' };
    const through = { proxy: proxy.origin, proxyStrictSSL: false, proxyAuthorization: 'Basic dTpw' };
    assert.deepEqual(await listModels(profile, () => Promise.resolve('k'), settings(through)), ['m']);
    assert.deepEqual(proxy.tunnels, [{ target: 'parley.test:443', authorization: 'Basic dTpw' }]);
    assert.equal(server.requests[0]?.headers.authorization, 'Bearer k');
  });

  it('goes to this machine without the proxy', async () => {
    await using server = await startHttpServer(modelList(['m']));
    await using proxy = await startProxy(server);
    const profile = { name: '', baseURL: `${server.origin}/v1` };
    assert.deepEqual(await listModels(profile, noKey, settings({ proxy: proxy.origin })), ['m']);
    assert.equal(proxy.requests.length + proxy.tunnels.length, 0);
  });

  it('wants a trusted certificate unless http.proxyStrictSSL is off', async () => {
    await using server = await startHttpServer(modelList(['m']), { secure: true });
    const profile = { name: '', baseURL: `${server.origin}/v1` };
    await assert.rejects(listModels(profile, noKey, settings({})), { kind: 'network' });
    assert.equal(server.requests.length, 0);
    assert.deepEqual(await listModels(profile, noKey, settings({ proxyStrictSSL: false })), ['m']);
  });

  it('sends no key where a redirect leads', async () => {
    await using elsewhere = await startHttpServer(modelList(['m']));
    await using server = await startHttpServer((_request, response) => {
      response.writeHead(307, { location: `${elsewhere.origin}/v1/models` }).end();
    });
    const profile = { name: '', baseURL: `${server.origin}/v1` };
    await assert.rejects(listModels(profile, () => Promise.resolve('k'), settings({})));
    assert.equal(server.requests[0]?.headers.authorization, 'Bearer k');
    assert.equal(elsewhere.requests.length, 0);
  });

  it('ends when it is cancelled', async () => {
    await using server = await startHttpServer(() => undefined);
    const controller = new AbortController();
    const asked = listModels({ name: '', baseURL: server.origin }, noKey, settings({}), { signal: controller.signal });
    controller.abort();
    await assert.rejects(asked, { name: 'AbortError' });
  });

  it('does not take any answer for a list', async () => {
    await using server = await startHttpServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"hello":"world"}');
    });
    await assert.rejects(listModels({ name: '', baseURL: server.origin }, noKey, settings({})), { kind: 'protocol' });
  });
});
