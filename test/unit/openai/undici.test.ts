import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { createAgent, createProxyAgent } from '../../../src/openai/undici.ts';

test('the deep imports are the classes of the index', async () => {
  const { Agent, Dispatcher, ProxyAgent } = await import('undici');
  assert.ok(createAgent({}) instanceof Agent);
  assert.ok(createAgent({}) instanceof Dispatcher);
  assert.ok(createProxyAgent({ uri: 'http://127.0.0.1:1' }) instanceof ProxyAgent);
});

test('undici is pinned to the version these paths were checked with', async () => {
  const read = async (path: string) => JSON.parse(await readFile(new URL(path, import.meta.url), 'utf8')) as Manifest;
  const installed = await read('../../../node_modules/undici/package.json');
  const { devDependencies } = await read('../../../package.json');
  assert.equal(devDependencies?.undici, '8.12.4');
  assert.equal(installed.version, '8.12.4');
});

interface Manifest {
  version: string;
  devDependencies?: Record<string, string>;
}
