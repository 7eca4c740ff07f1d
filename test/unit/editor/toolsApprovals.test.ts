import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ApprovalRequest } from '../../../src/agent/approval.ts';
import { ConversationApprovals } from '../../../src/editor/approvals.ts';

const write: ApprovalRequest = { kind: 'write', title: 'Edit a.ts', detail: '', scope: 'write' };
const command: ApprovalRequest = { kind: 'run', title: 'Run', detail: 'npm test', scope: 'npm test' };
const read: ApprovalRequest = { kind: 'read', title: 'Read .env', detail: '', scope: '.env' };
const never = new AbortController().signal;

const approvalsIn = (isTrusted: boolean) =>
  new ConversationApprovals({ isTrusted: () => isTrusted, findReview: () => undefined });

describe('approvals', () => {
  it('ask for everything at first', () => {
    for (const request of [write, command, read]) assert.equal(approvalsIn(true).check('c', request), undefined);
  });

  it('approve one call', async () => {
    const approvals = approvalsIn(true);
    const asked = approvals.ask('c', 'call', command, never);
    approvals.decide('call', 'once');
    assert.deepEqual(await asked, { approved: true });
    assert.equal(approvals.check('c', command), undefined);
  });

  it('approve the same scope of the same kind in the same conversation', async () => {
    const approvals = approvalsIn(true);
    const asked = approvals.ask('c', 'call', command, never);
    const alsoWaiting = approvals.ask('c', 'call2', command, never);
    approvals.decide('call', 'conversation');
    assert.deepEqual([await asked, await alsoWaiting], [{ approved: true }, { approved: true }]);
    assert.deepEqual(approvals.check('c', command), { approved: true });
    assert.equal(approvals.check('c', { ...command, scope: 'npm test -- --all' }), undefined);
    assert.equal(approvals.check('other', command), undefined);
    assert.equal(approvals.check('c', write), undefined);
    // A program that is called as the scope of writing is something else than writing.
    assert.equal(approvals.check('c', { ...write, scope: 'npm test' }), undefined);
  });

  it('never approve for the conversation what has no scope', async () => {
    const approvals = approvalsIn(true);
    const unscoped: ApprovalRequest = { kind: 'write', title: 'Edit .vscode/settings.json', detail: '' };
    const asked = approvals.ask('c', 'call', unscoped, never);
    approvals.decide('call', 'conversation');
    assert.deepEqual(await asked, { approved: true });
    assert.equal(approvals.check('c', unscoped), undefined);
    assert.equal(approvals.check('c', write), undefined);
  });

  it('hand the reason of a denial on', async () => {
    const approvals = approvalsIn(true);
    const [first, second] = [approvals.ask('c', '1', write, never), approvals.ask('c', '2', write, never)];
    approvals.decide('1', 'deny', 'Use the other file.');
    approvals.decide('2', 'deny');
    assert.deepEqual(await first, { approved: false, reason: 'Use the other file.' });
    assert.deepEqual(await second, { approved: false });
  });

  it('write and run nothing in an untrusted workspace, whatever was approved', async () => {
    let isTrusted = true;
    const approvals = new ConversationApprovals({ isTrusted: () => isTrusted, findReview: () => undefined });
    const asked = approvals.ask('c', 'call', write, never);
    approvals.decide('call', 'conversation');
    await asked;
    isTrusted = false;
    for (const request of [write, command]) {
      const decision = approvals.check('c', request);
      assert.equal(decision?.approved, false);
      assert.match(decision.reason ?? '', /not trusted/);
    }
    assert.equal(approvals.check('c', read), undefined);
  });

  it('stop waiting when the turn is cancelled', async () => {
    const approvals = approvalsIn(true);
    const abort = new AbortController();
    const asked = approvals.ask('c', 'call', write, abort.signal);
    abort.abort(new Error('stopped'));
    await assert.rejects(asked, /stopped/);
    approvals.decide('call', 'conversation');
    assert.equal(approvals.check('c', write), undefined);
    await assert.rejects(approvals.ask('c', 'call', write, abort.signal), /stopped/);
  });

  it('keep calls of two conversations with the same id apart', async () => {
    const approvals = approvalsIn(true);
    const [mine, other] = [
      approvals.ask('mine', 'call_1', write, never),
      approvals.ask('other', 'call_1', command, never),
    ];
    approvals.decide('call_1', 'deny', undefined, 'other');
    assert.deepEqual(await other, { approved: false });
    approvals.decide('call_1', 'once', undefined, 'mine');
    assert.deepEqual(await mine, { approved: true });
  });
});
