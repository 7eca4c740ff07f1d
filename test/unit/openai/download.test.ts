import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createClient } from '../../../src/openai/client.ts';
import { saveTo } from '../../../src/openai/download.ts';
import { fileFromPath } from '../../../src/openai/fileFromPath.ts';
import { startRawServer, type Respond } from '../../support/rawServer.ts';

/** A folder, and a client whose server answers with `respond`. */
async function start(respond: Respond) {
  const folder = await mkdtemp(join(tmpdir(), 'parley-download-'));
  const server = await startRawServer(respond);
  return {
    folder,
    content: (signal?: AbortSignal) => createClient({ baseURL: server.origin }).files.content('file-1', { signal }),
    [Symbol.asyncDispose]: async () => {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const whole: Respond = (_request, response) => response.writeHead(200, { 'content-length': '5' }).end('hello');
const half: Respond = (_request, response) => {
  response.writeHead(200, { 'content-length': '10' });
  response.write('hello');
};

test('a download is a file with what the server sent, and progress ends at its size', async () => {
  await using local = await start(whole);
  const path = join(local.folder, 'out.txt');
  const seen: unknown[] = [];
  assert.equal(await saveTo(local.content(), path, { onProgress: (progress) => seen.push(progress) }), 5);
  assert.equal(await readFile(path, 'utf8'), 'hello');
  assert.deepEqual(seen.at(-1), { receivedBytes: 5, totalBytes: 5 });
  assert.deepEqual(await readdir(local.folder), ['out.txt']);
});

test('nothing is left of a download that is cancelled', async () => {
  await using local = await start(half);
  const stop = new AbortController();
  const options = { signal: stop.signal, onProgress: () => stop.abort(new Error('Not wanted.')) };
  await assert.rejects(saveTo(local.content(), join(local.folder, 'out.txt'), options), /^Error: Not wanted\.$/);
  assert.deepEqual(await readdir(local.folder), []);
});

test('nothing is left of a download that breaks, and what was there stays', async () => {
  await using local = await start((request, response, incoming) => {
    half(request, response, incoming);
    setTimeout(() => incoming.socket.destroy(), 20);
  });
  const path = join(local.folder, 'out.txt');
  await writeFile(path, 'old');
  await assert.rejects(saveTo(local.content(), path, { overwrite: true }), { kind: 'network' });
  assert.deepEqual(await readdir(local.folder), ['out.txt']);
  assert.equal(await readFile(path, 'utf8'), 'old');
});

test('what is there is overwritten only when told', async () => {
  await using local = await start(whole);
  const path = join(local.folder, 'out.txt');
  await writeFile(path, 'old');
  await assert.rejects(saveTo(local.content(), path), { code: 'EEXIST' });
  assert.equal(await readFile(path, 'utf8'), 'old');
  await saveTo(local.content(), path, { overwrite: true });
  assert.equal(await readFile(path, 'utf8'), 'hello');
});

test('a link is replaced and never followed', async () => {
  await using local = await start(whole);
  const target = join(local.folder, 'target.txt');
  const path = join(local.folder, 'link.txt');
  await writeFile(target, 'secret');
  await symlink(target, path);
  await assert.rejects(saveTo(local.content(), path), { code: 'EEXIST' });
  assert.equal(await readlink(path), target);
  await saveTo(local.content(), path, { overwrite: true });
  assert.equal(await readFile(path, 'utf8'), 'hello');
  assert.equal(await readFile(target, 'utf8'), 'secret');
});

test('a file from a path has its name, type and content', async () => {
  await using local = await start(whole);
  const path = join(local.folder, 'picture.PNG');
  await writeFile(path, 'not really a picture');
  const file = await fileFromPath(path);
  assert.deepEqual([file.name, file.type, await file.text()], ['picture.PNG', 'image/png', 'not really a picture']);
  await assert.rejects(fileFromPath(join(local.folder, 'none.png')), { code: 'ENOENT' });
});
