import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ConnectionSettings } from '../../../src/editor/connection.ts';
import { findServers, usualServers } from '../../../src/editor/localServers.ts';
import { isLoopback } from '../../../src/editor/profile.ts';
import { modelList, startHttpServer } from '../../support/httpServer.ts';
import { settings } from './connectionSettings.ts';

/** The search asks once, whatever the settings say. */
const retrying: ConnectionSettings = { ...settings(), request: { ...settings().request, maxRetries: 2 } };

describe('findServers', () => {
  it('finds those that list models, in their order, and asks without a key', async () => {
    await using first = await startHttpServer(modelList(['llama', 'qwen']));
    await using silent = await startHttpServer(() => undefined);
    await using website = await startHttpServer((_request, response) => void response.end('<html></html>'));
    await using last = await startHttpServer(modelList([]));
    const candidates = [first, silent, website, last].map(({ origin }, index) => ({
      name: String(index),
      baseURL: `${origin}/v1`,
    }));
    const found = await findServers(
      [...candidates, { name: 'none', baseURL: 'http://127.0.0.1:1/v1' }],
      retrying,
      new AbortController().signal,
    );
    assert.deepEqual(
      found.map(({ name, models }) => ({ name, models })),
      [
        { name: '0', models: ['llama', 'qwen'] },
        { name: '3', models: [] },
      ],
    );
    for (const { requests } of [first, silent, website, last]) {
      assert.equal(requests.length, 1);
      assert.equal(requests[0]?.headers.authorization, undefined);
    }
  });

  it('ends when it is cancelled', async () => {
    await using silent = await startHttpServer(() => undefined);
    const controller = new AbortController();
    const asked = findServers([{ name: '', baseURL: silent.origin }], retrying, controller.signal);
    controller.abort();
    await assert.rejects(asked, { name: 'AbortError' });
  });

  it('looks on this machine only', () => {
    assert.ok(usualServers.every(({ baseURL }) => isLoopback(baseURL)));
  });
});
