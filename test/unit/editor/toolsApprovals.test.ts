import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { scopesOf, type ApprovalRequest } from '../../../src/agent/approval.ts';
import type { Mode } from '../../../src/agent/mode.ts';
import { RuleStore } from '../../../src/editor/policy/ruleStore.ts';
import { judgeLine } from '../../../src/editor/shell/judgeLine.ts';
import { commandApproval } from '../../../src/editor/tools/shellCommand.ts';
import { createApprovals, createMemory } from '../../support/approvals.ts';

const write: ApprovalRequest = { kind: 'write', title: 'Edit a.ts', detail: '', scope: 'write' };
const run = (line: string): ApprovalRequest => commandApproval('Run', line, judgeLine(line, '.'));
const command = run('npm test');
const read: ApprovalRequest = { kind: 'read', title: 'Read .env', detail: '' };
const never = new AbortController().signal;

describe('approvals', () => {
  it('ask for everything at first', () => {
    for (const request of [write, command, read]) assert.equal(createApprovals().check('c', request), undefined);
  });

  it('approve one call', async () => {
    const approvals = createApprovals();
    const asked = approvals.ask('c', 'call', command, never);
    await approvals.decide('call', 'once');
    assert.deepEqual(await asked, { approved: true });
    assert.equal(approvals.check('c', command), undefined);
  });

  it('approve the same scope of the same kind in the same conversation', async () => {
    const approvals = createApprovals();
    const asked = approvals.ask('c', 'call', command, never);
    const alsoWaiting = approvals.ask('c', 'call2', command, never);
    await approvals.decide('call', 'conversation');
    assert.deepEqual([await asked, await alsoWaiting], [{ approved: true }, { approved: true }]);
    assert.deepEqual(approvals.check('c', command), { approved: true });
    assert.deepEqual(approvals.check('c', run('npm test -- --all')), { approved: true });
    assert.equal(approvals.check('c', run('npm run test')), undefined);
    assert.equal(approvals.check('c', run('npm test; npm publish')), undefined);
    assert.equal(approvals.check('other', command), undefined);
    assert.equal(approvals.check('c', write), undefined);
    // A program that is called as the scope of writing is something else than writing.
    assert.equal(approvals.check('c', { ...write, scope: 'npm test' }), undefined);
  });

  it('never approve for the conversation what has no scope', async () => {
    const approvals = createApprovals();
    const unscoped: ApprovalRequest = { kind: 'write', title: 'Edit .vscode/settings.json', detail: '' };
    const asked = approvals.ask('c', 'call', unscoped, never);
    await approvals.decide('call', 'conversation');
    assert.deepEqual(await asked, { approved: true });
    assert.equal(approvals.check('c', unscoped), undefined);
    assert.equal(approvals.check('c', write), undefined);
  });

  it('hand the reason of a denial on', async () => {
    const approvals = createApprovals();
    const [first, second] = [approvals.ask('c', '1', write, never), approvals.ask('c', '2', write, never)];
    await approvals.decide('1', 'deny', 'Use the other file.');
    await approvals.decide('2', 'deny');
    assert.deepEqual(await first, { approved: false, reason: 'Use the other file.' });
    assert.deepEqual(await second, { approved: false });
  });

  it('write and run nothing in an untrusted workspace, whatever was approved', async () => {
    let isTrusted = true;
    const approvals = createApprovals({ isTrusted: () => isTrusted });
    const asked = approvals.ask('c', 'call', write, never);
    await approvals.decide('call', 'conversation');
    await asked;
    isTrusted = false;
    for (const request of [write, command]) {
      const decision = approvals.check('c', request);
      assert.equal(decision?.approved, false);
      assert.match(decision.reason ?? '', /not trusted/);
    }
    assert.equal(approvals.check('c', read), undefined);
  });

  it('reach as far as they were given for', async () => {
    const rules = new RuleStore(createMemory(), () => folders);
    let folders = ['file:///a'];
    const approvals = createApprovals({ rules });
    for (const [scope, line] of [
      ['conversation', 'npm test'],
      ['workspace', 'npm run build'],
      ['always', 'git status'],
    ] as const) {
      const asked = approvals.ask('c', scope, run(line), never);
      await approvals.decide(scope, scope);
      assert.deepEqual(await asked, { approved: true });
    }
    const isKnown = (conversation: string, line: string) => approvals.check(conversation, run(line))?.approved === true;
    const all = (conversation: string) =>
      ['npm test', 'npm run build', 'git status'].map((line) => isKnown(conversation, line));
    assert.deepEqual(all('c'), [true, true, true]);
    assert.deepEqual(all('other'), [false, true, true]);
    folders = ['file:///b'];
    assert.deepEqual(all('other'), [false, false, true]);
    folders = ['file:///a', 'file:///b'];
    assert.deepEqual(all('other'), [false, false, true]);
  });

  it('are given for no longer than the card offers', async () => {
    const approvals = createApprovals();
    const local = run('./check.sh');
    const asked = approvals.ask('c', 'call', local, never);
    await approvals.decide('call', 'always');
    assert.deepEqual(await asked, { approved: true });
    assert.equal(approvals.check('c', local), undefined);
  });

  it('hold for one tool only', async () => {
    const approvals = createApprovals();
    const asked = approvals.ask('c', 'call', { ...write, tool: 'edit_file' }, never);
    await approvals.decide('call', 'workspace');
    await asked;
    assert.deepEqual(approvals.check('c', { ...write, tool: 'edit_file' }), { approved: true });
    assert.equal(approvals.check('c', { ...write, tool: 'delete_file' }), undefined);
  });

  it('follow the mode, whatever the rules allow', async () => {
    let mode: Mode = 'agent';
    const approvals = createApprovals({ modeOf: () => mode });
    for (const [id, request] of [
      ['1', write],
      ['2', command],
    ] as const) {
      const asked = approvals.ask('c', id, request, never);
      await approvals.decide(id, 'always');
      await asked;
      assert.deepEqual(approvals.check('c', request), { approved: true });
    }
    mode = 'edit';
    assert.equal(approvals.refusal('c', 'write'), undefined);
    for (const request of [write, command, read]) assert.equal(approvals.check('c', request), undefined);
    for (mode of ['ask', 'plan'] as const) {
      for (const kind of ['write', 'run'] as const) assert.match(approvals.refusal('c', kind) ?? '', /only reads/);
      for (const request of [write, command]) assert.equal(approvals.check('c', request)?.approved, false);
      assert.equal(approvals.check('c', read), undefined);
      assert.equal(approvals.refusal('c', 'read'), undefined);
    }
  });

  it('offer for longer only what holds in the mode', () => {
    let mode: Mode = 'agent';
    const approvals = createApprovals({ modeOf: () => mode });
    for (const request of [write, command, read]) assert.equal(approvals.shown('c', request), request);
    mode = 'edit';
    for (const request of [write, command]) assert.deepEqual(scopesOf(approvals.shown('c', request)), []);
    assert.equal(approvals.shown('c', write).why, 'changes files in Edit mode');
    assert.equal(approvals.shown('c', command).why, 'runs something in Edit mode');
    assert.equal(approvals.shown('c', command).covers, undefined);
    assert.equal(approvals.shown('c', run('npm test > a')).why, 'redirects', 'why it would ask in every mode');
    assert.equal(approvals.shown('c', read), read);
  });

  it('do not outlive a change of mode while they are asked for', async () => {
    let mode: Mode = 'agent';
    const approvals = createApprovals({ modeOf: () => mode });
    const asked = approvals.ask('c', 'call', write, never);
    mode = 'ask';
    await approvals.decide('call', 'once');
    const decision = await asked;
    assert.equal(decision.approved, false);
    assert.match(decision.reason ?? '', /Ask mode/);
  });

  it('stop waiting when the turn is cancelled', async () => {
    const approvals = createApprovals();
    const abort = new AbortController();
    const asked = approvals.ask('c', 'call', write, abort.signal);
    abort.abort(new Error('stopped'));
    await assert.rejects(asked, /stopped/);
    await approvals.decide('call', 'conversation');
    assert.equal(approvals.check('c', write), undefined);
    await assert.rejects(approvals.ask('c', 'call', write, abort.signal), /stopped/);
  });

  it('keep calls of two conversations with the same id apart', async () => {
    const approvals = createApprovals();
    const [mine, other] = [
      approvals.ask('mine', 'call_1', write, never),
      approvals.ask('other', 'call_1', command, never),
    ];
    await approvals.decide('call_1', 'deny', undefined, 'other');
    assert.deepEqual(await other, { approved: false });
    await approvals.decide('call_1', 'once', undefined, 'mine');
    assert.deepEqual(await mine, { approved: true });
  });
});
