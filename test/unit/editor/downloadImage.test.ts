import assert from 'node:assert/strict';
import { test } from 'node:test';
import { downloadImage } from '../../../src/editor/downloadImage.ts';
import { isPublicAddress, lookupPublic } from '../../../src/editor/publicAddress.ts';
import { startRawServer, type Respond } from '../../support/rawServer.ts';

const http = {
  proxy: '',
  noProxy: [],
  proxyAuthorization: '',
  proxyStrictSSL: true,
  proxySupport: 'off',
  systemCertificates: false,
};
const gif = Buffer.from('GIF89a…');

async function download(respond: Respond, path = '/img.gif', signal = new AbortController().signal) {
  await using server = await startRawServer(respond);
  const image = await downloadImage(server.origin + path, { serverOrigin: server.origin, http, signal });
  return { image, requests: server.requests };
}

test('an image of the server that answered comes without a key', async () => {
  const { image, requests } = await download((_request, response) => response.end(gif), '/img.gif?sig=1');
  assert.deepEqual(image, { kind: 'image', mimeType: 'image/gif', base64: gif.toString('base64') });
  assert.equal(requests[0]?.url, '/img.gif?sig=1');
  assert.equal(requests[0].headers.authorization, undefined);
});

test('redirects, errors, other bytes and what is too large are refused', async () => {
  const found = download((_request, response) => response.writeHead(302, { location: '/b' }).end());
  await assert.rejects(found, /redirects/);
  await assert.rejects(
    download((_request, response) => response.writeHead(404).end()),
    /answered 404/,
  );
  await assert.rejects(
    download((_request, response) => response.end('<svg/>')),
    /no PNG/,
  );
  const large = Buffer.concat([gif, Buffer.alloc(26 * 1024 * 1024)]);
  await assert.rejects(
    download((_request, response) => response.end(large)),
    /larger than 25 MB/,
  );
});

test('nothing is asked of this machine or the local network, and nothing without encryption', async () => {
  await using server = await startRawServer((_request, response) => response.end(gif));
  const { port } = new URL(server.origin);
  const options = { serverOrigin: 'https://api.openai.com', http, signal: new AbortController().signal };
  for (const host of [
    '127.0.0.1',
    'localhost',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '2130706433',
    '10.1.2.3',
    '169.254.169.254',
  ]) {
    await assert.rejects(downloadImage(`https://${host}:${port}/`, options), /not on the internet/, host);
  }
  for (const address of [`http://127.0.0.1:${port}/`, 'file:///etc/passwd', 'data:image/gif;base64,R0lGODlh']) {
    await assert.rejects(downloadImage(address, options), /https:/, address);
  }
  await assert.rejects(downloadImage('img.gif', options), /no URL/);
  assert.equal(server.connections(), 0);
});

test('a name that becomes a local one after it was looked at is not connected to', async () => {
  const looked = Promise.withResolvers<Error | null>();
  lookupPublic('localhost', { all: true }, (error) => looked.resolve(error));
  assert.match((await looked.promise)?.message ?? '', /not on the internet/);
});

test('which addresses are public', () => {
  for (const address of ['8.8.8.8', '172.15.0.1', '172.32.0.1', '2606:4700::1111'])
    assert.ok(isPublicAddress(address), address);
  for (const address of [
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '127.9.9.9',
    '169.254.169.254',
    '172.16.0.1',
    '192.168.1.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:10.0.0.1',
    'fd00::1',
    'fe80::1%eth0',
    'ff02::1',
    '64:ff9b::7f00:1',
    'example.com',
  ]) {
    assert.equal(isPublicAddress(address), false, address);
  }
});

test('it stops when aborted', async () => {
  const controller = new AbortController();
  const reason = new Error('Stop.');
  const stopped = download(() => controller.abort(reason), '/', controller.signal);
  await assert.rejects(stopped, reason);
});
