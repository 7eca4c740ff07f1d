import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createReadStream, openAsBlob } from 'node:fs';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '../../../src/openai/client.ts';
import { OpenAIError } from '../../../src/openai/errors.ts';
import { startRawServer } from '../../support/rawServer.ts';

const MIB = 1024 * 1024;
const answer = JSON.stringify({ id: 'file-1', object: 'file' });

async function inDirectory(run: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'parley-multipart-'));
  try {
    await run(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** A server that decides itself when it reads a body. */
async function startServer(listener: RequestListener) {
  const server: Server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const sized = (bytes: number, name = 'a.bin') => new File([new Uint8Array(bytes)], name);

test('progress grows with what is sent and ends at the length of the request', async () => {
  await using server = await startRawServer((_request, response) => response.end(answer));
  const client = createClient({ baseURL: server.origin });
  const seen: { sentBytes: number; totalBytes?: number }[] = [];
  const onUploadProgress = (progress: { sentBytes: number; totalBytes?: number }) => seen.push(progress);
  await client.files.create({ file: sized(3 * MIB), purpose: 'batch' }, { onUploadProgress });
  const length = Number(server.requests[0]?.headers['content-length']);
  assert.ok(length > 3 * MIB);
  assert.ok(seen.length > 4);
  assert.ok(seen.every(({ totalBytes }) => totalBytes === length));
  assert.ok(seen.every(({ sentBytes }, index) => index === 0 || sentBytes > (seen[index - 1]?.sentBytes ?? 0)));
  assert.equal(seen.at(-1)?.sentBytes, length);
});

test('an abort in the middle stops reading the file and closes the socket', async () => {
  const stop = new AbortController();
  const closed = Promise.withResolvers<undefined>();
  await using server = await startServer((incoming) => {
    incoming.socket.on('close', () => closed.resolve(undefined));
    incoming.on('error', () => undefined);
    incoming.once('data', () => stop.abort(new Error('Not wanted.')));
  });
  let read = 0;
  const released = Promise.withResolvers<undefined>();
  async function* source() {
    try {
      for (; read < 10_000; read++) yield await Promise.resolve(new Uint8Array(64 * 1024));
    } finally {
      released.resolve(undefined);
    }
  }
  const file = Object.assign(source(), { name: 'endless.bin' });
  const upload = createClient({ baseURL: server.baseURL }).files.create(
    { file: file, purpose: 'batch' },
    { signal: stop.signal },
  );
  await assert.rejects(async () => upload, /Not wanted/);
  await closed.promise;
  await released.promise;
  assert.ok(read < 10_000, `${read} chunks were read`);
});

test('a file that is gone or shrinks is said to be the fault, and the request is not made again', async () => {
  await inDirectory(async (directory) => {
    let requests = 0;
    await using server = await startServer((incoming, response) => {
      requests++;
      incoming.on('error', () => undefined);
      incoming.resume().on('end', () => response.end(answer));
    });
    const client = createClient({ baseURL: server.baseURL });
    const path = join(directory, 'data.bin');
    await writeFile(path, new Uint8Array(8 * MIB));
    const file = new File([await openAsBlob(path)], 'data.bin');
    const isTold = (error: unknown) =>
      error instanceof OpenAIError && error.kind === 'invalidRequest' && error.message.includes('"data.bin"');

    await truncate(path, MIB);
    await assert.rejects(async () => client.files.create({ file, purpose: 'batch' }), isTold);
    await rm(path);
    await assert.rejects(async () => client.files.create({ file, purpose: 'batch' }), isTold);
    await assert.rejects(async () => client.files.create({ file: createReadStream(path), purpose: 'batch' }), isTold);
    assert.ok(requests <= 3, `${requests} requests`);
  });
});

test('a retry sends a file again, and never a stream that is used up', async () => {
  await using server = await startRawServer((_request, response) =>
    server.requests.length === 1 ? response.writeHead(500, { 'retry-after-ms': '1' }).end('{}') : response.end(answer),
  );
  const client = createClient({ baseURL: server.origin });
  await client.files.create({ file: new File(['abc'], 'a.txt'), purpose: 'batch' });
  assert.equal(server.requests.length, 2);
  assert.equal(server.requests[1]?.body, server.requests[0]?.body);
  assert.match(server.requests[1]?.body ?? '', /abc/);

  server.requests.length = 0;
  async function* once() {
    yield await Promise.resolve(Buffer.from('abc'));
  }
  const file = Object.assign(once(), { name: 'a.txt' }) as unknown as File;
  await assert.rejects(async () => client.files.create({ file, purpose: 'batch' }), { kind: 'server', status: 500 });
  assert.equal(server.requests.length, 1);
});

test('a body that takes longer than an answer may is no timeout while it is sent', async () => {
  await using server = await startRawServer((_request, response) => response.end(answer));
  const client = createClient({ baseURL: server.origin, timeoutMs: 1_000, maxRetries: 0 });
  async function* slow() {
    for (let count = 0; count < 5; count++) {
      await sleep(300);
      yield Buffer.from('abc');
    }
  }
  const file = Object.assign(slow(), { name: 'a.txt' }) as unknown as File;
  assert.equal((await client.files.create({ file, purpose: 'batch' })).id, 'file-1');
});

test('no file name adds a header, a field or a folder', async () => {
  await using server = await startRawServer((_request, response) => response.end(answer));
  const client = createClient({ baseURL: server.origin });
  const names = [
    ['a"b.txt', 'a%22b.txt'],
    ['a\r\nX-Evil: 1\r\n\r\nbody', 'a%0D%0AX-Evil: 1%0D%0A%0D%0Abody'],
    ['"; name="purpose', '%22; name=%22purpose'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\win.ini', 'win.ini'],
    ['..', 'unknown_file'],
    ['', 'unknown_file'],
    ['größe 画像 🖼.png', 'größe 画像 🖼.png'],
    ['nul\0.txt', 'nul%00.txt'],
  ] as const;
  for (const [name, expected] of names) {
    server.requests.length = 0;
    await client.files.create({ file: new File(['abc'], name), purpose: 'batch' });
    const lines = (server.requests[0]?.body ?? '').split('\r\n');
    assert.equal(lines.filter((line) => line.startsWith('Content-Disposition')).length, 2, name);
    assert.equal(lines[1], `Content-Disposition: form-data; name="file"; filename="${expected}"`);
    assert.equal(lines[2], 'Content-Type: application/octet-stream');
    assert.equal(lines[4], 'abc');
  }
});

for (const [status, kind] of [
  [401, 'auth'],
  [413, 'invalidRequest'],
] as const) {
  for (const ending of ['keeps the connection', 'closes the connection'] as const) {
    test(`a server that answers ${status} before it has read the body and ${ending} is understood`, async () => {
      await using server = await startServer((incoming, response) => {
        incoming.on('error', () => undefined);
        const socket: Socket = incoming.socket;
        incoming.once('data', () => {
          incoming.pause();
          const headers = {
            'content-type': 'application/json',
            ...(ending.startsWith('c') && { connection: 'close' }),
          };
          response.writeHead(status, headers);
          response.end(JSON.stringify({ error: { message: 'Refused early.' } }), () => {
            if (ending.startsWith('c')) socket.destroySoon();
          });
        });
      });
      const client = createClient({ baseURL: server.baseURL, maxRetries: 0 });
      await assert.rejects(async () => client.files.create({ file: sized(32 * MIB), purpose: 'batch' }), {
        kind,
        status,
        message: /Refused early/,
      });
    });
  }
}
