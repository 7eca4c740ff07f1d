import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { promisify } from 'node:util';

const MIB = 1024 * 1024;
const LARGE_BYTES = 300 * MIB;
const WARM_UP_BYTES = 32 * MIB;
const MOST_GROWTH_BYTES = 32 * MIB;

/** Buffers that nobody holds any more would count until V8 comes to them: a small nursery makes it come often. */
const COLLECT_SOON = ['--max-semi-space-size=1'];

/** Counts and drops what it is sent; sends zeros. */
async function startServer() {
  const received: number[] = [];
  const server = createServer((incoming, response) => {
    if (incoming.method === 'GET') {
      const bytes = incoming.url?.includes('large') ? LARGE_BYTES : WARM_UP_BYTES;
      response.writeHead(200, { 'content-length': bytes });
      Readable.from(Array.from({ length: bytes / MIB }, () => Buffer.alloc(MIB))).pipe(response);
      return;
    }
    let bytes = 0;
    incoming.on('data', (chunk: Buffer) => (bytes += chunk.length));
    incoming.on('end', () => {
      received.push(bytes);
      response.end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, received, baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

for (const way of ['upload', 'stream', 'download'] as const) {
  test(`300 MB by ${way} grow the process by less than 32 MB`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-memory-'));
    const { server, received, baseURL } = await startServer();
    const [warmUp, path] = [join(folder, 'small.bin'), join(folder, 'large.bin')];
    try {
      if (way !== 'download') {
        for (const [file, bytes] of [[warmUp, WARM_UP_BYTES] as const, [path, LARGE_BYTES] as const]) {
          await writeFile(file, '');
          await truncate(file, bytes);
        }
      }
      const script = join(import.meta.dirname, 'transferMemory.ts');
      const { stdout } = await promisify(execFile)(process.execPath, [
        ...COLLECT_SOON,
        script,
        way,
        baseURL,
        warmUp,
        path,
      ]);
      if (way === 'download') assert.equal((await stat(path)).size, LARGE_BYTES);
      else assert.ok((received[1] ?? 0) > LARGE_BYTES && (received[1] ?? 0) < LARGE_BYTES + MIB);
      const grownBytes = Number(stdout);
      assert.ok(grownBytes < MOST_GROWTH_BYTES, `grown by ${(grownBytes / MIB).toFixed(1)} MiB`);
    } finally {
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
}
