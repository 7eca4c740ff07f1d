import assert from 'node:assert/strict';
import type { ApprovalDecision } from '../../src/agent/approval.ts';
import type { PreparedCall } from '../../src/agent/tool.ts';
import type { ConversationApprovals } from '../../src/editor/approvals.ts';
import { createApprovals } from '../support/approvals.ts';
import { closeEditors, createBench, diffTabs, onDisk, until, write, type Bench } from './toolFixture.ts';
import { textOf } from '../support/toolContext.ts';

describe('the approval of an edit', () => {
  let bench: Bench;
  let approvals: ConversationApprovals;
  let abort: AbortController;

  beforeEach(() => {
    bench = createBench();
    approvals = createApprovals({ findReview: (uri) => bench.edits.find(uri) });
    abort = new AbortController();
  });
  afterEach(async () => {
    bench.edits.dispose();
    await closeEditors();
  });

  /** Asks for an edit of `name` from a to b, with its diff open. */
  async function ask(name: string): Promise<{ call: PreparedCall; decision: Promise<ApprovalDecision> }> {
    await write(name, 'a\n');
    const call = await bench.prepare('edit_file', { path: name, edits: [{ oldText: 'a', newText: 'b' }] });
    assert.ok(call.approval);
    const decision = approvals.ask('c', 'call', call.approval, abort.signal);
    await until('the diff opens', () => diffTabs().length === 1);
    return { call, decision };
  }

  it('opens the diff, and Accept in it approves the call once', async () => {
    const { call, decision } = await ask('accepted.txt');
    await bench.edits.acceptActive();
    assert.deepEqual(await decision, { approved: true });
    assert.equal(await onDisk('accepted.txt'), 'b\n');
    assert.match(textOf(await call.run()), /^Edited accepted\.txt/);
    assert.equal(await onDisk('accepted.txt'), 'b\n');
    assert.ok(call.approval && approvals.check('c', call.approval) === undefined);
  });

  it('is denied by Reject in the diff', async () => {
    const { call, decision } = await ask('rejected.txt');
    await bench.edits.rejectActive();
    assert.deepEqual(await decision, { approved: false });
    call.discard?.();
    assert.equal(await onDisk('rejected.txt'), 'a\n');
    await until('the diff closes', () => diffTabs().length === 0);
  });

  it('given in the chat applies the edit and closes the diff', async () => {
    const { call, decision } = await ask('chat.txt');
    await approvals.decide('call', 'once');
    assert.deepEqual(await decision, { approved: true });
    await call.run();
    assert.equal(await onDisk('chat.txt'), 'b\n');
    assert.equal(diffTabs().length, 0);
  });

  it('denied in the chat closes the diff', async () => {
    const { call, decision } = await ask('denied.txt');
    await approvals.decide('call', 'deny', 'no');
    assert.deepEqual(await decision, { approved: false, reason: 'no' });
    call.discard?.();
    await until('the diff closes', () => diffTabs().length === 0);
    assert.equal(await onDisk('denied.txt'), 'a\n');
  });

  it('ends with the turn', async () => {
    const { call, decision } = await ask('cancelled.txt');
    abort.abort(new Error('stopped'));
    await assert.rejects(decision, /stopped/);
    call.discard?.();
    await until('the diff closes', () => diffTabs().length === 0);
    assert.equal(await onDisk('cancelled.txt'), 'a\n');
  });
});
