import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { connect, emit, serve, type Port } from '../../../src/protocol/rpc.ts';

interface TestMethods {
  double(params: { value: number }): number;
  fail(): void;
}
interface TestEvents {
  changed: { to: string };
}

/** Two ends of one channel. Messages are cloned, as between an extension and a webview. */
function channel(): [Port, Port] {
  const listeners: [Set<(message: unknown) => void>, Set<(message: unknown) => void>] = [new Set(), new Set()];
  const port = (mine: 0 | 1): Port => ({
    postMessage: (message) => {
      const copy: unknown = structuredClone(message);
      queueMicrotask(() => listeners[mine === 0 ? 1 : 0].forEach((listener) => listener(copy)));
    },
    onMessage: (listener) => {
      listeners[mine].add(listener);
      return () => listeners[mine].delete(listener);
    },
  });
  return [port(0), port(1)];
}

function serveTestMethods(port: Port, errors: unknown[] = []): () => void {
  return serve<TestMethods>(
    port,
    {
      double: ({ value }) => value * 2,
      fail: () => {
        throw new Error('no luck');
      },
    },
    (error) => errors.push(error),
  );
}

describe('rpc', () => {
  it('answers each call with its own result', async () => {
    const [host, page] = channel();
    serveTestMethods(host);
    const remote = connect<TestMethods, TestEvents>(page);
    assert.deepEqual(await Promise.all([1, 2, 3].map((value) => remote.call('double', { value }))), [2, 4, 6]);
  });

  it('answers a call that fails, and tells the host why', async () => {
    const [host, page] = channel();
    const errors: unknown[] = [];
    serveTestMethods(host, errors);
    await assert.rejects(connect<TestMethods, TestEvents>(page).call('fail'), { message: 'no luck' });
    assert.equal((errors[0] as Error).message, 'no luck');
  });

  it('answers a method that does not exist, also one of Object', async () => {
    const [host, page] = channel();
    serveTestMethods(host);
    const remote = connect<{ toString(): string; other(): void }, TestEvents>(page);
    await assert.rejects(remote.call('other'), { message: 'Unknown method: other' });
    await assert.rejects(remote.call('toString'), { message: 'Unknown method: toString' });
  });

  it('brings events to those who listen', async () => {
    const [host, page] = channel();
    const remote = connect<TestMethods, TestEvents>(page);
    const heard: string[] = [];
    const stop = remote.on('changed', ({ to }) => heard.push(to));
    emit<TestEvents, 'changed'>(host, 'changed', { to: 'a' });
    await Promise.resolve();
    stop();
    emit<TestEvents, 'changed'>(host, 'changed', { to: 'b' });
    await Promise.resolve();
    assert.deepEqual(heard, ['a']);
  });

  it('leaves foreign messages alone', async () => {
    const [host, page] = channel();
    serveTestMethods(host);
    const remote = connect<TestMethods, TestEvents>(page);
    for (const message of [null, 'text', { type: 'other' }]) {
      host.postMessage(message);
      page.postMessage(message);
    }
    assert.equal(await remote.call('double', { value: 4 }), 8);
  });
});
