import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { RuleStore } from '../../src/editor/policy/ruleStore.ts';
import { createApprovals, createMemory } from '../support/approvals.ts';
import { contentsOf, outcomeOf } from './toolAttack.ts';
import { closeEditors, createBench, type Bench } from './toolFixture.ts';

/** Two folders are open, and in one of them is a repository of its own. */
describe('threats: multi-root, nested git', () => {
  let bench: Bench;
  let orders: string;
  let other: string;
  let rules: RuleStore;
  const edit = (path: string) => ({ path, edits: [{ oldText: 'same', newText: 'changed' }] });

  before(async () => {
    bench = createBench();
    const paths = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
    assert.equal(paths.length, 2);
    [orders = '', other = ''] = paths;
    for (const root of [orders, other]) {
      mkdirSync(join(root, 'nested'));
      writeFileSync(join(root, 'same.txt'), 'same\n');
      execFileSync('git', ['init', '-q', join(root, 'nested')]);
      writeFileSync(join(root, 'nested/same.txt'), 'same\n');
    }
    symlinkSync(join(other, 'same.txt'), join(orders, 'link.txt'));
    symlinkSync(join(orders, '..'), join(orders, 'up'));
    rules = new RuleStore(createMemory(), () => []);
    for (const { name } of bench.tools) await rules.add({ tool: name, scope: 'write' }, true, 'always', '');
    for (const word of ['cat', 'ls']) await rules.add({ words: [word] }, true, 'always', '');
  });
  after(() => bench.edits.dispose());
  afterEach(closeEditors);

  const outcome = async (name: string, args: object) =>
    (await outcomeOf(bench.tools, createApprovals({ rules, findReview: (uri) => bench.edits.find(uri) }), name, args))
      .outcome;

  it('an edit lands in the folder that it names, and in no other', async () => {
    const before = contentsOf(orders);
    assert.equal(await outcome('edit_file', edit('other/same.txt')), 'succeeded');
    assert.equal(readFileSync(join(other, 'same.txt'), 'utf8'), 'changed\n');
    assert.equal(contentsOf(orders), before);
    await assert.rejects(
      bench.prepare('edit_file', edit('same.txt')),
      /Begin the path with the name of a workspace folder/,
    );
    await assert.rejects(bench.prepare('create_file', { path: 'new.txt', content: 'x' }), /Begin the path/);
  });

  it('no path leads from one folder to another or between them', async () => {
    const before = [contentsOf(orders), contentsOf(other)];
    for (const path of ['orders/../other/same.txt', 'orders/../both.code-workspace', 'orders/up/x.txt'])
      await assert.rejects(bench.prepare('edit_file', edit(path)), /outside the workspace/, path);
    await assert.rejects(bench.prepare('create_file', { path: 'orders/up/other2/x', content: 'x' }), /outside/);
    for (const command of ['cat ../both.code-workspace', 'ls up', 'cat up/both.code-workspace'])
      assert.equal(
        await outcome('run_in_terminal', { command, directory: 'orders', timeoutSeconds: null, background: false }),
        'asked',
        command,
      );
    assert.deepEqual([contentsOf(orders), contentsOf(other)], before);
  });

  it('what a link leads to is told by its own name', async () => {
    const call = await bench.prepare('read_file', { path: 'orders/link.txt', startLine: null, endLine: null });
    assert.match(call.title, /other\/same\.txt/);
  });

  it('no write reaches a nested repository’s own files, and none commits', async () => {
    const gits = () => [orders, other].map((root) => contentsOf(join(root, 'nested/.git')));
    const before = gits();
    assert.equal(await outcome('edit_file', edit('orders/nested/same.txt')), 'succeeded');
    for (const path of ['orders/nested/.git/hooks/pre-commit', 'other/nested/.git/x', 'orders/nested/.GIT/x'])
      assert.equal(await outcome('create_file', { path, content: 'x' }), 'asked', path);
    assert.equal(await outcome('delete_file', { path: 'orders/nested/.git/HEAD' }), 'asked');
    assert.equal(
      await outcome('move_file', { from: 'orders/same.txt', to: 'orders/nested/.git/hooks/post-commit' }),
      'asked',
    );
    assert.deepEqual(gits(), before);
  });
});
