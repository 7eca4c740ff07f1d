import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cancellableEvents } from '../../../../src/ui/extensionApi/cancellableEvents.ts';

const cancelled = () => new Error('Cancelled');

/** Counts on and waits after the second number, until it is aborted. */
function counting() {
  const state = { begun: 0, ended: 0 };
  const begin = async function* (signal: AbortSignal): AsyncGenerator<number, void> {
    state.begun++;
    try {
      yield 1;
      yield 2;
      await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    } finally {
      state.ended++;
    }
  };
  return { state, begin };
}

/** As VS Code's. */
function createToken() {
  const listeners = new Set<() => void>();
  const token = {
    isCancellationRequested: false,
    onCancellationRequested: (listener: () => void) => {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
  };
  const cancel = (): void => {
    token.isCancellationRequested = true;
    for (const listener of listeners) listener();
  };
  return { token: token as never, cancel, listeners };
}

describe('events that can be left', () => {
  it('begin with the first that is asked for, and end when the loop is left', async () => {
    const { state, begin } = counting();
    const events = cancellableEvents(begin, cancelled);
    assert.equal(state.begun, 0);
    for await (const event of events) if (event === 2) break;
    assert.deepEqual(state, { begun: 1, ended: 1 });
    assert.deepEqual(await events.next(), { done: true, value: undefined });
  });

  it('end in the middle of a step', async () => {
    const { state, begin } = counting();
    const events = cancellableEvents(begin, cancelled);
    await events.next();
    await events.next();
    const waiting = assert.rejects(events.next(), /Cancelled/);
    assert.deepEqual(await events.return?.(), { done: true, value: undefined });
    await waiting;
    assert.equal(state.ended, 1);
  });

  it('end by the token, which is let go of at the end', async () => {
    const { state, begin } = counting();
    const { token, cancel, listeners } = createToken();
    const events = cancellableEvents(begin, cancelled, token);
    await events.next();
    await events.next();
    const waiting = events.next();
    assert.equal(listeners.size, 1);
    cancel();
    await assert.rejects(waiting, /Cancelled/);
    assert.equal(listeners.size, 0);
    assert.equal(state.ended, 1);
  });

  it('do not begin where they are cancelled or left before', async () => {
    const { state, begin } = counting();
    const { token, cancel } = createToken();
    cancel();
    await assert.rejects(cancellableEvents(begin, cancelled, token).next(), /Cancelled/);
    const left = cancellableEvents(begin, cancelled);
    await left.return?.();
    assert.deepEqual(await left.next(), { done: true, value: undefined });
    assert.equal(state.begun, 0);
  });
});
