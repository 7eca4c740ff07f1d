import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { Checkpoints } from '../../src/editor/checkpoint/checkpoints.ts';
import { describePlan } from '../../src/editor/checkpoint/describePlan.ts';
import { createLog } from '../../src/editor/log.ts';
import { openCheckpointStore } from '../../src/store/checkpointStore.ts';
import { toolContext } from '../support/toolContext.ts';
import { contentsOf } from './toolAttack.ts';
import { closeEditors, createBench, until } from './toolFixture.ts';

/** Two folders are open, each with a repository of its own below, and both have files of the same names. */
describe('checkpoints: multi-root, nested git', () => {
  const bench = createBench();
  const log = createLog();
  let storage: string;
  let checkpoints: Checkpoints;
  let orders: string;
  let other: string;

  before(async () => {
    storage = await mkdtemp(join(tmpdir(), 'parley-checkpoints-'));
    const file = join(storage, 'checkpoints.db');
    checkpoints = new Checkpoints({
      openStore: () => openCheckpointStore(file),
      isStored: () => existsSync(file),
      log,
    });
    bench.edits.onWillWrite(checkpoints.beforeWrite);
    [orders = '', other = ''] = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
    for (const [root, text] of [
      [orders, 'orders\n'],
      [other, 'other\n'],
    ] as const) {
      mkdirSync(join(root, 'nested'));
      for (const name of ['same.txt', 'nested/same.txt']) writeFileSync(join(root, name), text);
      const git = (...args: string[]) => execFileSync('git', args, { cwd: join(root, 'nested'), stdio: 'ignore' });
      git('init', '-q');
      git('add', '.');
      git('-c', 'user.name=Test', '-c', 'user.email=test@example.com', 'commit', '-q', '-m', 'First');
    }
  });
  after(async () => {
    await closeEditors();
    bench.edits.dispose();
    checkpoints.dispose();
    log.dispose();
    await rm(storage, { recursive: true, force: true });
  });

  async function call(messageId: string, name: string, args: object): Promise<void> {
    const tool = bench.tools.find((known) => known.name === name);
    assert.ok(tool, name);
    const prepared = await tool.prepare(JSON.stringify(args), toolContext({ messageId }));
    await prepared.run();
  }

  async function planOf(messageId: string) {
    const found = (await checkpoints.settled()).list().find((each) => each.messageId === messageId);
    assert.ok(found, messageId);
    return checkpoints.plan('c', found.id);
  }

  const restore = async (messageId: string): Promise<string[]> =>
    checkpoints.restore(await planOf(messageId), { conversationId: 'c', messageId, kind: 'restore' });

  const edited = (path: string, from: string, to: string) => ({ path, edits: [{ oldText: from, newText: to }] });
  const read = (root: string, name: string): string => readFileSync(join(root, name), 'utf8');
  // Not the index: VS Code's own git extension keeps the times of files there.
  const gits = (): string[] =>
    [orders, other].flatMap((root) =>
      ['objects', 'refs', 'logs'].map((name) => contentsOf(join(root, 'nested/.git', name))),
    );

  it('each file goes back in its own folder, and no repository is touched', async () => {
    const before = gits();
    await call('m1', 'multi_edit', {
      files: [
        edited('orders/same.txt', 'orders', 'o1'),
        edited('other/same.txt', 'other', 'x1'),
        edited('other/nested/same.txt', 'other', 'n1'),
      ],
    });
    await call('m1', 'move_file', { from: 'orders/nested/same.txt', to: 'other/nested/moved.txt' });
    const described = await Promise.all((await planOf('m1')).map((plan) => describePlan(checkpoints, plan)));
    assert.deepEqual(described.map(({ name, effect }) => [name, effect]).sort(), [
      ['orders/nested/same.txt', 'comes back'],
      ['orders/same.txt', '+1 −1'],
      ['other/nested/moved.txt', 'is deleted'],
      ['other/nested/same.txt', '+1 −1'],
      ['other/same.txt', '+1 −1'],
    ]);
    assert.deepEqual(await restore('m1'), []);
    for (const name of ['same.txt', 'nested/same.txt']) {
      assert.equal(read(orders, name), 'orders\n');
      assert.equal(read(other, name), 'other\n');
    }
    assert.equal(existsSync(join(other, 'nested/moved.txt')), false);
    assert.deepEqual(gits(), before);
  });

  it('what lies in a folder that was closed since is left as it is; the rest goes back', async () => {
    await call('m2', 'multi_edit', {
      files: [edited('orders/same.txt', 'orders', 'o2'), edited('other/same.txt', 'other', 'x2')],
    });
    const plans = await planOf('m2');
    assert.equal(plans.length, 2);
    assert.ok(vscode.workspace.updateWorkspaceFolders(1, 1));
    await until('the folder is closed', () => vscode.workspace.workspaceFolders?.length === 1);
    const failures = await restore('m2');
    assert.equal(failures.length, 1);
    assert.match(failures[0] ?? '', /outside of the open folders.*It was left as it is/);
    assert.equal(read(orders, 'same.txt'), 'orders\n');
    assert.equal(read(other, 'same.txt'), 'x2\n');
  });
});
