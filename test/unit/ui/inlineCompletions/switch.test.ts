import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Switch } from '../../../../src/ui/inlineCompletions/switch.ts';

/** A switch of what is started by hand. */
function manual() {
  const starts: PromiseWithResolvers<{ dispose(): void }>[] = [];
  const ended: number[] = [];
  const tested = new Switch(() => {
    const start = Promise.withResolvers<{ dispose(): void }>();
    starts.push(start);
    return start.promise;
  });
  const succeed = (index: number) => starts[index]?.resolve({ dispose: () => ended.push(index) });
  return { tested, starts, ended, succeed };
}

describe('what can be switched on', () => {
  it('is started once, and ended when it is switched off', async () => {
    const { tested, starts, ended, succeed } = manual();
    const running = tested.on();
    assert.equal(tested.on(), running);
    succeed(0);
    assert.equal(await tested.running, await running);
    assert.equal(starts.length, 1);
    tested.off();
    assert.equal(tested.running, undefined);
    await running;
    assert.deepEqual(ended, [0]);
  });

  it('is tried again after it could not be started', async () => {
    const { tested, starts, succeed } = manual();
    const failing = tested.on();
    starts[0]?.reject(new Error('No.'));
    await assert.rejects(failing, /No\./);
    assert.equal(tested.running, undefined);
    const running = tested.on();
    succeed(1);
    await running;
    assert.equal(starts.length, 2);
  });

  it('ends what was about to start when it was switched off, and not what was started since', async () => {
    const { tested, starts, ended, succeed } = manual();
    const first = tested.on();
    const failing = assert.rejects(first, /Late\./);
    tested.off();
    const second = tested.on();
    starts[0]?.reject(new Error('Late.'));
    await failing;
    assert.equal(tested.running, second);
    tested.off();
    const third = tested.on();
    succeed(1);
    succeed(2);
    await Promise.all([second, third]);
    assert.deepEqual(ended, [1]);
  });
});
