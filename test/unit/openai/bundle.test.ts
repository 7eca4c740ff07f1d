import assert from 'node:assert/strict';
import { test } from 'node:test';
import { build } from 'esbuild';

test('the client weighs less than the official SDK', { timeout: 60_000 }, async () => {
  const ours = await bundledBytes(`export { createClient } from './src/openai/client.ts';`);
  const official = await bundledBytes(`export { OpenAI } from 'openai';`);
  assert.ok(ours < official, `${ours} bytes against ${official}`);
});

test('the client leaves undici’s fetch, caches, mocks and WebSockets out', { timeout: 60_000 }, async () => {
  const { metafile } = await bundle(`export { createClient } from './src/openai/client.ts';`);
  const strays = Object.keys(metafile.inputs).filter((path) =>
    /undici\/(index|lib\/(mock|cache|web\/(websocket|eventsource|cache|cookies|fetch\/index)))/.test(path),
  );
  assert.deepEqual(strays, []);
});

function bundle(contents: string) {
  return build({
    stdin: { contents, resolveDir: new URL('../../..', import.meta.url).pathname, loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    define: { esbuildDetection: 'true' },
    write: false,
    metafile: true,
    logLevel: 'error',
  });
}

async function bundledBytes(contents: string): Promise<number> {
  const { outputFiles } = await bundle(contents);
  return outputFiles.reduce((bytes, file) => bytes + file.contents.length, 0);
}
