import assert from 'node:assert/strict';
import { modelList, startHttpServer, startProxy, type TestProxy, type TestServer } from '../support/httpServer.ts';
import { setUpAccount, setUserSettings, useProfiles, type AccountSetup } from './accountSetup.ts';

describe('the network settings of VS Code', () => {
  let setup: AccountSetup;
  let server: TestServer;
  let secureServer: TestServer;

  before(async () => {
    server = await startHttpServer(modelList(['plain']));
    secureServer = await startHttpServer(modelList(['secure']), { secure: true });
  });
  after(async () => {
    await server[Symbol.asyncDispose]();
    await secureServer[Symbol.asyncDispose]();
  });
  beforeEach(() => {
    setup = setUpAccount();
  });
  afterEach(async () => {
    setup.dispose();
    await setUserSettings({
      'parley.profiles': undefined,
      'parley.activeProfile': undefined,
      'http.proxy': undefined,
      'http.noProxy': undefined,
      'http.proxySupport': undefined,
      'http.proxyStrictSSL': undefined,
      'http.proxyAuthorization': undefined,
    });
  });

  const seen = ({ requests, tunnels }: TestProxy) => requests.length + tunnels.length;

  it('send requests through http.proxy', async () => {
    await using proxy = await startProxy(server);
    await useProfiles({ name: 'Far', baseURL: 'http://parley.test/v1' });
    await setUserSettings({ 'http.proxy': proxy.origin });
    assert.deepEqual(await setup.account.models(), ['plain']);
    assert.equal(seen(proxy), 1);
  });

  it('open a tunnel for https, with http.proxyAuthorization', async () => {
    await using proxy = await startProxy(secureServer);
    await useProfiles({ name: 'Far', baseURL: 'https://parley.test/v1' });
    await setUserSettings({
      'http.proxy': proxy.origin,
      'http.proxyAuthorization': 'Basic dTpw',
      'http.proxyStrictSSL': false,
    });
    assert.deepEqual(await setup.account.models(), ['secure']);
    assert.deepEqual(proxy.tunnels, [{ target: 'parley.test:443', authorization: 'Basic dTpw' }]);
  });

  it('take effect at once, on the shared client too', async () => {
    await using proxy = await startProxy(server);
    await useProfiles({ name: 'Far', baseURL: 'http://parley.test/v1' });
    const before = await setup.account.client();
    await setUserSettings({ 'http.proxy': proxy.origin });
    const client = await setup.account.client();
    assert.notEqual(client, before);
    assert.equal((await client.models.list()).data[0]?.id, 'plain');
    assert.equal(seen(proxy), 1);
  });

  it('leave the proxy out for hosts of http.noProxy, and with http.proxySupport off', async () => {
    await using proxy = await startProxy(server);
    await useProfiles({ name: 'Far', baseURL: 'http://parley.invalid/v1' });
    await setUserSettings({ 'http.proxy': proxy.origin, 'http.noProxy': ['*.invalid', 'parley.invalid'] });
    await assert.rejects(setup.account.models(), { kind: 'network' });
    await setUserSettings({ 'http.noProxy': undefined, 'http.proxySupport': 'off' });
    await assert.rejects(setup.account.models(), { kind: 'network' });
    assert.equal(seen(proxy), 0);
    await setUserSettings({ 'http.proxySupport': 'on' });
    assert.deepEqual(await setup.account.models(), ['plain']);
  });

  it('want a trusted certificate, unless http.proxyStrictSSL is off', async () => {
    await useProfiles({ name: 'Secure', baseURL: `${secureServer.origin}/v1` });
    await assert.rejects(setup.account.models(), { kind: 'network' });
    await setUserSettings({ 'http.proxyStrictSSL': false });
    assert.deepEqual(await setup.account.models(), ['secure']);
  });
});
