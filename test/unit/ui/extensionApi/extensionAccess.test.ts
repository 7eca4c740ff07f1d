import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ExtensionAccess, type AccessQuestion } from '../../../../src/ui/extensionApi/extensionAccess.ts';
import { createMemory } from '../../../support/approvals.ts';

const caller = { id: 'a.one', name: 'One' };
const question: AccessQuestion = { caller, reason: 'A test', server: 'api.example', withKey: true };
const never = new AbortController().signal;
const day = 24 * 60 * 60 * 1000;

function create({ memento = createMemory(), isInstalled = (): boolean => true } = {}) {
  const asked: { question: AccessQuestion; answer: (isAllowed: boolean) => void }[] = [];
  const clock = { now: 1_000_000 };
  const access = new ExtensionAccess({
    memento,
    isInstalled,
    now: () => clock.now,
    ask: (one) => new Promise((answer) => asked.push({ question: one, answer })),
  });
  return { access, asked, clock, memento };
}

describe('the leave of an extension', () => {
  it('is asked for once, and holds for the server that was named', async () => {
    const { access, asked } = create();
    const waiting = [access.require(question, never), access.require({ ...question, reason: 'Another' }, never)];
    assert.equal(asked.length, 1);
    asked[0]?.answer(true);
    await Promise.all(waiting);
    await access.require(question, never);
    assert.equal(asked.length, 1);
    const other = access.require({ ...question, server: 'other.example' }, never);
    assert.equal(asked[1]?.question.server, 'other.example');
    asked[1].answer(true);
    await other;
    assert.deepEqual(
      (await access.list()).map(({ servers }) => servers),
      [['api.example', 'other.example']],
    );
  });

  it('is each extension’s own', async () => {
    const { access, asked } = create();
    const waiting = [
      access.require(question, never),
      access.require({ ...question, caller: { id: 'a.two', name: 'Two' } }, never),
    ];
    assert.equal(asked.length, 2);
    asked[0]?.answer(true);
    asked[1]?.answer(false);
    await waiting[0];
    await assert.rejects(async () => waiting[1], { code: 'permission', message: /Two is not allowed/ });
  });

  it('is refused for the session only, for every server, until it is forgiven', async () => {
    const { access, asked, memento } = create();
    const waiting = [access.require(question, never), access.require({ ...question, server: 'other.example' }, never)];
    asked[0]?.answer(false);
    for (const one of waiting) await assert.rejects(one, { code: 'permission' });
    assert.equal(asked.length, 1);
    assert.deepEqual(access.refused(), [caller]);
    const later = create({ memento });
    const again = later.access.require(question, never);
    later.asked[0]?.answer(true);
    await again;
    access.forgive(caller.id);
    await access.require(question, never);
  });

  it('is asked for again where a question failed, and nobody waits for ever', async () => {
    let answer = (): Promise<boolean> => Promise.reject(new Error('The window closes'));
    const access = new ExtensionAccess({ memento: createMemory(), isInstalled: () => true, ask: () => answer() });
    await assert.rejects(access.require(question, never), /window closes/);
    answer = () => Promise.resolve(true);
    await access.require(question, never);
  });

  it('is not waited for by a request that is cancelled', async () => {
    const { access, asked } = create();
    const stop = new AbortController();
    const waiting = access.require(question, stop.signal);
    stop.abort(new Error('Stopped'));
    await assert.rejects(waiting, /Stopped/);
    asked[0]?.answer(true);
    await access.require(question, never);
    assert.equal(asked.length, 1);
  });

  it('ends what runs when it is taken back, and not what runs by leave given later', async () => {
    const { access, asked } = create();
    const first = access.require(question, never);
    asked[0]?.answer(true);
    await first;
    const running = access.revoked(caller.id);
    await access.revoke(caller.id);
    assert.equal((running.reason as { code: string }).code, 'permission');
    assert.equal(access.isGiven(caller.id, question.server), false);
    assert.equal(access.revoked(caller.id).aborted, false);
    void access.require(question, never).catch(() => undefined);
    assert.equal(asked.length, 2);
  });

  it('is forgotten where the extension is gone and long unused', async () => {
    let isInstalled = true;
    const { access, asked, clock } = create({ isInstalled: () => isInstalled });
    const first = access.require(question, never);
    asked[0]?.answer(true);
    await first;
    clock.now += 80 * day;
    await access.require(question, never);
    isInstalled = false;
    clock.now += 80 * day;
    assert.deepEqual(
      (await access.list()).map(({ since, usedAt }) => [since, usedAt]),
      [[1_000_000, 1_000_000 + 80 * day]],
    );
    clock.now += 20 * day;
    assert.deepEqual(await access.list(), []);
    assert.equal(access.isGiven(caller.id, question.server), false);
  });
});
