import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Checkpoints } from '../../src/editor/checkpoint/checkpoints.ts';
import { createLog } from '../../src/editor/log.ts';
import { hashOf, openCheckpointStore } from '../../src/store/checkpointStore.ts';
import { createApprovals } from '../support/approvals.ts';
import { toolContext } from '../support/toolContext.ts';
import { attackArguments, contentsOf, outcomeOf } from './toolAttack.ts';
import { at, closeEditors, createBench, onDisk, write, type Bench } from './toolFixture.ts';

const secret = 'TOKEN=do-not-tell\n';

describe('threats: checkpoints', () => {
  const log = createLog();
  let storage: string;
  let outside: string;
  let bench: Bench;
  let checkpoints: Checkpoints;

  beforeEach(() => {
    storage = mkdtempSync(join(tmpdir(), 'parley-checkpoints-'));
    outside = mkdtempSync(join(tmpdir(), 'parley-outside-'));
    writeFileSync(join(outside, 'private.txt'), secret);
    bench = createBench();
    const file = join(storage, 'checkpoints.db');
    checkpoints = new Checkpoints({
      openStore: () => openCheckpointStore(file),
      isStored: () => existsSync(file),
      log,
    });
    bench.edits.onWillWrite(checkpoints.beforeWrite);
  });
  afterEach(async () => {
    await closeEditors();
    bench.edits.dispose();
    checkpoints.dispose();
    for (const folder of [storage, outside]) rmSync(folder, { recursive: true, force: true });
  });
  after(() => log.dispose());

  async function call(messageId: string, name: string, args: object): Promise<void> {
    const tool = bench.tools.find((known) => known.name === name);
    assert.ok(tool, name);
    await (await tool.prepare(JSON.stringify(args), toolContext({ messageId }))).run();
  }

  const edit = (messageId: string, path: string, oldText: string, newText: string): Promise<void> =>
    call(messageId, 'edit_file', { path, edits: [{ oldText, newText }] });

  async function restore(messageId: string): Promise<string[]> {
    const checkpoint = (await checkpoints.settled()).list().find((each) => each.messageId === messageId);
    assert.ok(checkpoint);
    const plans = await checkpoints.plan('c', checkpoint.id);
    return checkpoints.restore(plans, { conversationId: 'c', messageId, kind: 'restore' });
  }

  const keepsSecret = async (): Promise<boolean> =>
    (await checkpoints.settled()).content(hashOf(Buffer.from(secret))) !== undefined;

  it('are restored through no link that took the place of a file or of a folder', async () => {
    await write('cpt/in/a.txt', 'a0\n');
    await write('cpt/b.txt', 'b0\n');
    await edit('m', 'cpt/in/a.txt', 'a0', 'a1');
    await edit('m', 'cpt/b.txt', 'b0', 'b1');
    writeFileSync(join(outside, 'a.txt'), secret);
    await rename(at('cpt/in').fsPath, at('cpt/aside').fsPath);
    symlinkSync(outside, at('cpt/in').fsPath);
    await rm(at('cpt/b.txt').fsPath);
    symlinkSync(join(outside, 'private.txt'), at('cpt/b.txt').fsPath);
    const before = contentsOf(outside);
    const failures = await restore('m');
    assert.equal(failures.length, 2);
    for (const failure of failures) assert.match(failure, /leads elsewhere\. It was left as it is/);
    assert.equal(contentsOf(outside), before);
    assert.equal(await keepsSecret(), false, 'nothing was read through them either');
    await rm(at('cpt').fsPath, { recursive: true });
  });

  it('keep nothing of what a link led to for a while', async () => {
    await write('cpl/a.txt', 'a0\n');
    await edit('m1', 'cpl/a.txt', 'a0', 'a1');
    await rm(at('cpl/a.txt').fsPath);
    symlinkSync(join(outside, 'private.txt'), at('cpl/a.txt').fsPath);
    await call('m2', 'run_in_terminal', { command: 'true', directory: null, timeoutSeconds: null, background: false });
    await rm(at('cpl/a.txt').fsPath);
    await write('cpl/a.txt', 'a2\n');
    await restore('m2');
    assert.equal(await onDisk('cpl/a.txt'), 'a2\n');
    assert.equal(await keepsSecret(), false);
    assert.deepEqual(await restore('m1'), []);
    assert.equal(await onDisk('cpl/a.txt'), 'a0\n', 'and what was kept before comes back');
    assert.equal(await readFile(join(outside, 'private.txt'), 'utf8'), secret);
  });

  it('are where no tool reaches them', async () => {
    await write('cps/a.txt', 'a0\n');
    await edit('m', 'cps/a.txt', 'a0', 'a1');
    const file = join(storage, 'checkpoints.db');
    const bytes = await readFile(file);
    const takesPath = bench.tools.filter((tool) => JSON.stringify(attackArguments(tool, file)).includes(file));
    assert.ok(takesPath.length >= 10);
    for (const tool of takesPath) {
      const { outcome, item } = await outcomeOf(bench.tools, createApprovals(), tool.name, attackArguments(tool, file));
      assert.match(outcome, /^(failed|asked|succeeded)$/, tool.name);
      assert.doesNotMatch(item?.output ?? '', /SQLite format/, tool.name);
      if (outcome === 'succeeded') assert.match(item?.output ?? '', /no|No/, `${tool.name} found nothing`);
    }
    assert.deepEqual(await readFile(file), bytes);
  });
});
