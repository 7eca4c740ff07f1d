import assert from 'node:assert/strict';
import { test } from 'node:test';
import { build } from 'esbuild';

const client = `export { createClient } from './src/openai/client.ts';`;

test('the client weighs less than the official SDK', { timeout: 60_000 }, async () => {
  const ours = await loadedAtOnce(client);
  const official = await loadedAtOnce(`export { OpenAI } from 'openai';`);
  assert.ok(ours.bytes < official.bytes, `${ours.bytes} bytes against ${official.bytes}`);
});

test('the client leaves undici’s fetch, caches, mocks and WebSockets out', { timeout: 60_000 }, async () => {
  const { inputs } = (await bundle(client)).metafile;
  const strays = Object.keys(inputs).filter((path) =>
    /undici\/(index|lib\/(mock|cache|web\/(websocket|eventsource|cache|cookies|fetch\/index)))/.test(path),
  );
  assert.deepEqual(strays, []);
});

test('the WebSockets of realtime sessions are loaded by the first session', { timeout: 60_000 }, async () => {
  const isRealtime = (path: string) => /node_modules\/ws\/|src\/openai\/realtime\//.test(path);
  assert.deepEqual((await loadedAtOnce(client)).inputs.filter(isRealtime), []);
  assert.ok(Object.keys((await bundle(client)).metafile.inputs).some(isRealtime));
});

function bundle(contents: string) {
  return build({
    stdin: { contents, resolveDir: new URL('../../..', import.meta.url).pathname, loader: 'ts' },
    bundle: true,
    splitting: true,
    outdir: 'out',
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

/** What is read before the first line runs: the entry and its static imports, without what is imported when it is needed. */
async function loadedAtOnce(contents: string): Promise<{ bytes: number; inputs: string[] }> {
  const { outputs } = (await bundle(contents)).metafile;
  const entry = Object.keys(outputs).find((path) => outputs[path]?.entryPoint === '<stdin>');
  assert.ok(entry);
  const paths = new Set([entry]);
  for (const path of paths) {
    for (const { kind, path: imported, external } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && !external) paths.add(imported);
    }
  }
  const loaded = [...paths].flatMap((path) => outputs[path] ?? []);
  return {
    bytes: loaded.reduce((sum, { bytes }) => sum + bytes, 0),
    inputs: loaded.flatMap(({ inputs }) => Object.keys(inputs)),
  };
}
