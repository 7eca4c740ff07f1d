import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { Checkpoints } from '../../src/editor/checkpoint/checkpoints.ts';
import { describePlan } from '../../src/editor/checkpoint/describePlan.ts';
import { KeptDocuments } from '../../src/editor/checkpoint/keptDocuments.ts';
import { createLog } from '../../src/editor/log.ts';
import { openCheckpointStore } from '../../src/store/checkpointStore.ts';
import { textOf, toolContext } from '../support/toolContext.ts';
import { allTabs, append, at, closeEditors, createBench, onDisk, until, write, type Bench } from './toolFixture.ts';

const isThere = (path: string): Promise<boolean> =>
  onDisk(path).then(
    () => true,
    () => false,
  );

const waitMs = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const bytesOf = async (path: string): Promise<Buffer> => Buffer.from(await vscode.workspace.fs.readFile(at(path)));

// What rows of security.md say: "a checkpoint touches git history", "a symlink leaves the workspace".
describe('checkpoints', () => {
  const log = createLog();
  let storage: string;
  let bench: Bench;
  let checkpoints: Checkpoints;

  beforeEach(async () => {
    storage = await mkdtemp(join(tmpdir(), 'parley-checkpoints-'));
    bench = createBench();
    checkpoints = open();
  });
  afterEach(async () => {
    await closeEditors();
    bench.edits.dispose();
    checkpoints.dispose();
    await rm(storage, { recursive: true, force: true });
  });
  after(() => log.dispose());

  /** Checkpoints on the storage of this test; the ones before are what an earlier window had. */
  function open(): Checkpoints {
    const file = join(storage, 'checkpoints.db');
    const opened = new Checkpoints({
      openStore: () => openCheckpointStore(file),
      isStored: () => existsSync(file),
      log,
    });
    bench.edits.onWillWrite(opened.beforeWrite);
    return opened;
  }

  /** Runs a tool as the turn that answers this message. */
  async function call(messageId: string, name: string, args: object): Promise<string> {
    const tool = bench.tools.find((known) => known.name === name);
    assert.ok(tool, name);
    const prepared = await tool.prepare(JSON.stringify(args), toolContext({ messageId }));
    return textOf(await prepared.run());
  }

  const edit = (messageId: string, path: string, oldText: string, newText: string): Promise<string> =>
    call(messageId, 'edit_file', { path, edits: [{ oldText, newText }] });

  async function checkpointOf(messageId: string): Promise<number> {
    const found = (await checkpoints.settled()).list().find((each) => each.messageId === messageId);
    assert.ok(found, messageId);
    return found.id;
  }

  async function planOf(messageId: string) {
    return checkpoints.plan('c', await checkpointOf(messageId));
  }

  async function restore(messageId: string): Promise<string[]> {
    return checkpoints.restore(await planOf(messageId), { conversationId: 'c', messageId, kind: 'restore' });
  }

  async function undo(): Promise<string[]> {
    const last = await checkpoints.lastRestore('c');
    assert.ok(last);
    const plans = await checkpoints.plan('c', last.id);
    return checkpoints.restore(plans, { conversationId: 'c', messageId: last.messageId, kind: 'undo' });
  }

  it('brings edited, made, moved and deleted files back byte for byte, after a reload too, and forward again', async () => {
    const marked = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('eins\r\nzwei\r\n', 'utf16le')]);
    const mixed = Buffer.from('\uFEFFone\r\ntwo\nthree');
    const binary = Buffer.from(Array.from({ length: 300 }, (_, i) => i % 256));
    await write('cp/marked.txt', marked);
    await write('cp/mixed.txt', mixed);
    await write('cp/gone.bin', binary);
    await write('cp/old.txt', 'moves\n');
    await call('m1', 'multi_edit', {
      files: [
        { path: 'cp/marked.txt', edits: [{ oldText: 'eins', newText: 'drei' }] },
        { path: 'cp/mixed.txt', edits: [{ oldText: 'one', newText: 'ONE' }] },
      ],
    });
    const afterFirst = await bytesOf('cp/mixed.txt');
    await edit('m2', 'cp/mixed.txt', 'ONE', 'uno');
    await call('m2', 'create_file', { path: 'cp/new/made.txt', content: 'made\n' });
    await call('m2', 'delete_file', { path: 'cp/gone.bin' });
    await call('m2', 'move_file', { from: 'cp/old.txt', to: 'cp/moved.txt' });
    const afterTurns = await bytesOf('cp/mixed.txt');

    checkpoints.dispose();
    checkpoints = open();
    const described = await Promise.all((await planOf('m2')).map((plan) => describePlan(checkpoints, plan)));
    assert.deepEqual(described.map(({ name, effect, plan }) => [name, effect, plan.changedSince]).sort(), [
      ['cp/gone.bin', 'comes back', false],
      ['cp/mixed.txt', '+1 −1', false],
      ['cp/moved.txt', 'is deleted', false],
      ['cp/new/made.txt', 'is deleted', false],
      ['cp/old.txt', 'comes back', false],
    ]);
    assert.deepEqual(await restore('m2'), []);
    assert.deepEqual(await bytesOf('cp/mixed.txt'), afterFirst);
    assert.deepEqual(await bytesOf('cp/gone.bin'), binary);
    assert.equal(await onDisk('cp/old.txt'), 'moves\n');
    assert.deepEqual([await isThere('cp/moved.txt'), await isThere('cp/new/made.txt')], [false, false]);

    assert.deepEqual(await restore('m1'), []);
    assert.deepEqual(await bytesOf('cp/marked.txt'), marked);
    assert.deepEqual(await bytesOf('cp/mixed.txt'), mixed);

    assert.deepEqual(await undo(), []);
    assert.deepEqual(await bytesOf('cp/mixed.txt'), afterFirst);
    const [first] = (await checkpoints.store())
      .list()
      .filter(({ kind }) => kind === 'restore')
      .slice(-1);
    assert.ok(first);
    const forward = await checkpoints.plan('c', first.id);
    assert.deepEqual(
      forward.filter(({ changedSince }) => changedSince),
      [],
    );
    await checkpoints.restore(forward, { conversationId: 'c', messageId: 'm2', kind: 'undo' });
    assert.deepEqual(await bytesOf('cp/mixed.txt'), afterTurns);
    assert.equal(await onDisk('cp/new/made.txt'), 'made\n');
    assert.deepEqual([await isThere('cp/gone.bin'), await isThere('cp/old.txt')], [false, false]);
  });

  it('tells which files were changed since, and keeps them for the undo where they are restored all the same', async () => {
    await write('since/a.txt', 'a0\n');
    await write('since/b.txt', 'b0\n');
    await edit('m', 'since/a.txt', 'a0', 'a1');
    await edit('m', 'since/b.txt', 'b0', 'b1');
    await write('since/b.txt', 'mine\n');
    const plans = await planOf('m');
    assert.deepEqual(
      plans.map(({ uri, changedSince }) => [uri.split('/').at(-1), changedSince]),
      [
        ['a.txt', false],
        ['b.txt', true],
      ],
    );
    await restore('m');
    assert.equal(await onDisk('since/b.txt'), 'b0\n');
    await undo();
    assert.equal(await onDisk('since/b.txt'), 'mine\n');
  });

  it('brings back what an editor held unsaved, and leaves it unsaved', async () => {
    const uri = await write('dirty/a.txt', 'saved\n');
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await append(document, 'typed');
    await edit('m', 'dirty/a.txt', 'typed', 'written');
    assert.equal(document.getText(), 'saved\nwritten');
    assert.deepEqual(
      (await planOf('m')).map(({ changedSince }) => changedSince),
      [false],
    );
    assert.deepEqual(await restore('m'), []);
    assert.equal(document.getText(), 'saved\ntyped');
    assert.ok(document.isDirty);
    assert.equal(await onDisk('dirty/a.txt'), 'saved\n');
    await undo();
    assert.equal(document.getText(), 'saved\nwritten');
  });

  it('shows the restored text in an open editor, also where unsaved text was in its way', async () => {
    const uri = await write('open/a.txt', 'one\r\n');
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await edit('m', 'open/a.txt', 'one', 'two');
    await append(document, 'typed since');
    assert.deepEqual(
      (await planOf('m')).map(({ changedSince }) => changedSince),
      [true],
    );
    assert.deepEqual(await restore('m'), []);
    assert.equal(document.getText(), 'one\r\n');
    assert.equal(document.isDirty, false);
    assert.equal(await onDisk('open/a.txt'), 'one\r\n');
    await undo();
    assert.equal(document.getText(), 'two\r\ntyped since');
    assert.ok(document.isDirty, 'and it is unsaved again');
  });

  it('leaves a nested git as it is, byte for byte', async () => {
    await write('nested/repo/a.txt', 'a0\n');
    const repository = at('nested/repo').fsPath;
    const git = (...args: string[]): void => {
      const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
      execFileSync('git', [...identity, ...args], { cwd: repository, stdio: 'ignore' });
    };
    git('init');
    git('add', '.');
    git('commit', '-m', 'First');
    const before = await snapshotOf(join(repository, '.git'));
    await edit('m', 'nested/repo/a.txt', 'a0', 'a1');
    await call('m', 'create_file', { path: 'nested/repo/b.txt', content: 'b\n' });
    await restore('m');
    await undo();
    assert.deepEqual(await restore('m'), []);
    assert.equal(await onDisk('nested/repo/a.txt'), 'a0\n');
    assert.equal(await isThere('nested/repo/b.txt'), false);
    // VS Code's own git extension may look at the repository: only what it caches may differ.
    const after = await snapshotOf(join(repository, '.git'));
    before.delete('index');
    after.delete('index');
    assert.deepEqual(after, before);
  });

  it('never follows a link that was put in the place of a folder', async () => {
    await write('linked/in/a.txt', 'a0\n');
    await edit('m', 'linked/in/a.txt', 'a0', 'a1');
    await writeFile(join(storage, 'a.txt'), 'outside\n');
    await rename(at('linked/in').fsPath, at('linked/aside').fsPath);
    await symlink(storage, at('linked/in').fsPath);
    const [failure = ''] = await restore('m');
    assert.match(failure, /leads elsewhere\. It was left as it is/);
    assert.equal(await readFile(join(storage, 'a.txt'), 'utf8'), 'outside\n');
    await rm(at('linked/in').fsPath);
  });

  const run = (messageId: string, command: string): Promise<string> =>
    call(messageId, 'run_in_terminal', { command, directory: null, timeoutSeconds: null, background: false });

  async function effectsOf(messageId: string): Promise<string[][]> {
    const described = await Promise.all((await planOf(messageId)).map((plan) => describePlan(checkpoints, plan)));
    return described.map(({ name, effect }) => [name, effect.split(':')[0] ?? '']).sort();
  }

  /** Restores what can be, as the user's choice does. */
  async function restoreKept(messageId: string): Promise<void> {
    const plans = (await planOf(messageId)).filter(({ lost }) => !lost);
    const changedSince = plans.filter((plan) => plan.changedSince);
    assert.deepEqual(changedSince, []);
    assert.deepEqual(await checkpoints.restore(plans, { conversationId: 'c', messageId, kind: 'restore' }), []);
  }

  it('takes back what a command did to files that it makes, names or that are kept, and says what is not kept', async () => {
    await write('command/known.txt', 'k0\n');
    await write('command/unknown.txt', 'u0\n');
    await write('command/named.txt', 'n0\n');
    await edit('m1', 'command/known.txt', 'k0', 'k1');
    await waitMs(1000);
    await run(
      'm2',
      'cd command; for n in known unknown; do echo 2 > $n.txt; done; echo 2 > named.txt; echo n > new.txt',
    );
    assert.deepEqual(await effectsOf('m2'), [
      ['command/known.txt', '+1 −1'],
      ['command/named.txt', '+1 −1'],
      ['command/new.txt', 'is deleted'],
      ['command/unknown.txt', 'stays as it is'],
    ]);
    await restoreKept('m2');
    assert.equal(await onDisk('command/known.txt'), 'k1\n');
    assert.equal(await onDisk('command/named.txt'), 'n0\n');
    assert.equal(await isThere('command/new.txt'), false);
    assert.equal(await onDisk('command/unknown.txt'), '2\n');
  });

  it('brings back what a command moved or removed by name; where it did not see what went, nothing is lost', async () => {
    await write('moved/a.txt', 'a\n');
    await write('moved/b.txt', 'b\n');
    await write('tree/c.txt', 'c\n');
    await waitMs(1000);
    await run('m1', 'mv moved/a.txt moved/new.txt && rm moved/b.txt');
    await run('m2', 'mv tree wood');
    assert.deepEqual(await effectsOf('m2'), [
      ['tree', 'stays as it is'],
      ['wood/c.txt', 'stays as it is'],
    ]);
    await restoreKept('m1');
    assert.deepEqual([await onDisk('moved/a.txt'), await onDisk('moved/b.txt')], ['a\n', 'b\n']);
    assert.deepEqual([await isThere('moved/new.txt'), await onDisk('wood/c.txt')], [false, 'c\n']);
  });

  it('what the user saves while a command runs is the user’s', async () => {
    await write('during/a.txt', 'a0\n');
    await edit('m', 'during/a.txt', 'a0', 'a1');
    const document = await vscode.workspace.openTextDocument(at('during/a.txt'));
    await waitMs(1000);
    const running = run('m', 'until [ -e during/stop ]; do sleep 0.1; done; echo made > during/made.txt');
    await waitMs(1500);
    await append(document, 'mine');
    await document.save();
    const making = new vscode.WorkspaceEdit();
    making.createFile(at('during/own.txt'), { contents: Buffer.from('own') });
    await vscode.workspace.applyEdit(making);
    await write('during/stop', '');
    await running;
    const plans = await planOf('m');
    const changedSince = plans.filter((plan) => plan.changedSince).map(({ uri }) => uri);
    assert.deepEqual(changedSince, [at('during/a.txt').toString()], 'it asks');
    const uris = plans.map(({ uri }) => uri);
    assert.ok(!uris.includes(at('during/own.txt').toString()) && uris.includes(at('during/made.txt').toString()));
  });

  it('opens no store for turns that change nothing', async () => {
    await write('nothing/a.txt', 'a0\n');
    await waitMs(1000);
    await call('m', 'read_file', { path: 'nothing/a.txt', startLine: null, endLine: null });
    await run('m', 'cat nothing/a.txt');
    assert.equal(await checkpoints.lastRestore('c'), undefined);
    await checkpoints.forget('c');
    await waitMs(1500);
    assert.deepEqual(await readdir(storage), []);
  });

  it('writes nothing where no checkpoint can be made, and says why', async () => {
    await write('broken/a.txt', 'a0\n');
    (await checkpoints.store()).close();
    await assert.rejects(edit('m', 'broken/a.txt', 'a0', 'a1'), /Nothing was changed: no checkpoint could be made/);
    assert.equal(await onDisk('broken/a.txt'), 'a0\n');
  });

  it('keeps nothing of what the user does outside of a conversation', async () => {
    const uri = await write('own/a.txt', 'a0\n');
    const review = await bench.edits.propose({ uri, original: 'a0\n', proposed: 'a1\n', title: 'Own' });
    await review.accept();
    assert.equal(await onDisk('own/a.txt'), 'a1\n');
    assert.deepEqual((await checkpoints.store()).list(), []);
  });

  it('shows what restoring would give as a diff', async () => {
    await write('diff/a.txt', 'kept text\n');
    await edit('m', 'diff/a.txt', 'kept', 'new');
    const kept = new KeptDocuments(checkpoints);
    const [plan] = await planOf('m');
    assert.ok(plan);
    await kept.showDiff(plan);
    const tab = await until('the diff opens', () => allTabs().find(({ label }) => label.includes('Now ↔ Restored')));
    assert.ok(tab.input instanceof vscode.TabInputTextDiff);
    const right = await vscode.workspace.openTextDocument(tab.input.modified);
    assert.equal(right.getText(), 'kept text\n');
    kept.dispose();
  });
});

/** Every file below a folder with its bytes and the time of its last change. */
async function snapshotOf(folder: string): Promise<Map<string, string>> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      files.map(
        async (file) =>
          [
            file.slice(folder.length + 1),
            `${(await stat(file)).mtimeMs} ${(await readFile(file)).toString('base64')}`,
          ] as const,
      ),
    ),
  );
}
