import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { allTabs, append, at, closeEditors, createBench, onDisk, until, write, type Bench } from './toolFixture.ts';
import { textOf } from '../support/toolContext.ts';

const patch = (...lines: string[]): { patch: string } => ({
  patch: ['*** Begin Patch', ...lines, '*** End Patch'].join('\n'),
});

const isThere = (path: string): Promise<boolean> =>
  onDisk(path).then(
    () => true,
    () => false,
  );

describe('the tools that change several files', () => {
  let bench: Bench;
  before(() => {
    bench = createBench();
  });
  after(() => bench.edits.dispose());
  afterEach(closeEditors);

  const edit = (oldText: string, newText: string) => ({ oldText, newText });

  describe('multi_edit', () => {
    const both = {
      files: [
        { path: 'multi/a.txt', edits: [edit('one', 'ONE')] },
        { path: 'multi/b.txt', edits: [edit('two', 'TWO'), edit('three', 'THREE')] },
      ],
    };
    beforeEach(async () => {
      await write('multi/a.txt', 'one\n');
      await write('multi/b.txt', '\uFEFFtwo\r\nthree\r\n');
    });

    it('asks once for all files, and shows them in one tab', async () => {
      const call = await bench.prepare('multi_edit', both);
      const { title, detail, scope, diff } = call.approval ?? {};
      assert.equal(title, 'Change 2 files');
      assert.equal(detail, 'Edit multi/a.txt: 1 line added, 1 removed\nEdit multi/b.txt: 2 lines added, 2 removed');
      assert.equal(scope, 'write');
      assert.deepEqual([diff?.added, diff?.removed], [3, 3]);
      const review = bench.edits.find(diff?.uri ?? '');
      await review?.show();
      await until('the diffs open', () => allTabs().some(({ label }) => label.includes('Change 2 files')));
      assert.equal(await onDisk('multi/a.txt'), 'one\n');
      assert.equal(
        textOf(await call.run()),
        'Edited multi/a.txt: 1 line added, 1 removed.\nEdited multi/b.txt: 2 lines added, 2 removed.',
      );
      assert.equal(await onDisk('multi/a.txt'), 'ONE\n');
      assert.equal(await onDisk('multi/b.txt'), '\uFEFFTWO\r\nTHREE\r\n');
      await until('the diffs close', () => allTabs().length === 0);
    });

    it('changes nothing where one of the edits does not fit', async () => {
      const bad = { files: [both.files[0], { path: 'multi/b.txt', edits: [edit('four', 'FOUR')] }] };
      await assert.rejects(bench.prepare('multi_edit', bad), /oldText is not in multi\/b\.txt/);
      assert.equal(await onDisk('multi/a.txt'), 'one\n');
    });

    it('changes nothing where one of the files has changed meanwhile', async () => {
      const call = await bench.prepare('multi_edit', both);
      await write('multi/b.txt', 'zwei\nthree\n');
      await assert.rejects(call.run(), /multi\/b\.txt has changed since the edit was proposed/);
      assert.equal(await onDisk('multi/a.txt'), 'one\n');
      assert.equal(await onDisk('multi/b.txt'), 'zwei\nthree\n');
    });

    it('asks nothing where all is there already, and takes a file named twice as one', async () => {
      await bench.call('multi_edit', both);
      const line = 'a line that says enough to be known again';
      const twice = {
        files: [
          { path: 'multi/a.txt', edits: [edit('ONE', `ONE\n${line}`)] },
          { path: './multi/a.txt', edits: [edit(line, `${line}\nmore`)] },
        ],
      };
      assert.equal(await bench.call('multi_edit', twice), 'Edited multi/a.txt: 2 lines added, 0 removed.');
      assert.equal(await onDisk('multi/a.txt'), `ONE\n${line}\nmore\n`);
      const again = await bench.prepare('multi_edit', { files: [twice.files[0]] });
      assert.equal(again.approval, undefined);
      assert.match(textOf(await again.run()), /have all of this already/);
    });
  });

  describe('apply_patch', () => {
    it('changes, adds, moves and deletes files at once, and asks each time where files go away', async () => {
      await write('patch/keep.py', 'def a():\n    return 1\n\n\ndef b():\n    return 1\n');
      await write('patch/old.py', 'x = 1\r\ny = 2\r\n');
      await write('patch/gone.py', 'unused = True\n');
      const call = await bench.prepare(
        'apply_patch',
        patch(
          '*** Update File: patch/keep.py',
          '@@ def b():',
          '-    return 1',
          '+    return 2',
          '*** Add File: patch/new/made.py',
          '+made = True',
          '*** Update File: patch/old.py',
          '*** Move to: patch/moved.py',
          '@@',
          ' x = 1',
          '-y = 2',
          '+y = 3',
          '*** Delete File: patch/gone.py',
        ),
      );
      assert.equal(call.approval?.scope, undefined);
      assert.match(call.approval?.why ?? '', /deletes files/);
      assert.match(call.approval?.detail ?? '', /Move patch\/old\.py to patch\/moved\.py: 1 line added, 1 removed/);
      assert.ok(await isThere('patch/gone.py'));
      await call.run();
      assert.equal(await onDisk('patch/keep.py'), 'def a():\n    return 1\n\n\ndef b():\n    return 2\n');
      assert.equal(await onDisk('patch/new/made.py'), 'made = True\n');
      assert.equal(await onDisk('patch/moved.py'), 'x = 1\r\ny = 3\r\n');
      assert.deepEqual([await isThere('patch/old.py'), await isThere('patch/gone.py')], [false, false]);
    });

    it('makes no file twice', async () => {
      await write('patch/first.py', 'x = 1\n');
      const move = ['*** Update File: patch/first.py', '*** Move to: patch/same.py', '@@', '-x = 1', '+x = 2'];
      const add = ['*** Add File: patch/same.py', '+x = 3'];
      for (const lines of [
        [...move, ...add],
        [...add, ...move],
        [...add, ...add],
      ])
        await assert.rejects(bench.prepare('apply_patch', patch(...lines)), /same\.py twice/);
    });

    it('keeps what was not saved unsaved, also in a file that moves', async () => {
      const document = await vscode.workspace.openTextDocument(await write('patch/draft.txt', 'one\n'));
      await vscode.window.showTextDocument(document);
      await append(document, 'typed');
      await bench.call(
        'apply_patch',
        patch('*** Update File: patch/draft.txt', '*** Move to: patch/draft2.txt', '@@', '-one', '+ONE'),
      );
      const moved = vscode.workspace.textDocuments.find(({ uri }) => uri.path.endsWith('/patch/draft2.txt'));
      assert.equal(moved?.getText(), 'ONE\ntyped');
      assert.ok(moved.isDirty);
      await vscode.window.showTextDocument(moved);
    });

    it('asks each time for protected files, wherever in the patch they are', async () => {
      await write('patch/plain.txt', 'one\n');
      const call = await bench.prepare(
        'apply_patch',
        patch('*** Update File: patch/plain.txt', '*** Move to: .vscode/tasks.json', '@@', '-one', '+two'),
      );
      assert.equal(call.approval?.scope, undefined);
      assert.match(call.approval?.detail ?? '', /\.vscode\/tasks\.json is protected/);
      call.discard?.();
      await assert.rejects(
        bench.prepare('apply_patch', patch('*** Add File: ../escaped.txt', '+x')),
        /outside the workspace/,
      );
    });

    it('replaces a file that it deletes and adds again', async () => {
      await write('patch/again.txt', 'old\n');
      await bench.call(
        'apply_patch',
        patch('*** Delete File: patch/again.txt', '*** Add File: patch/again.txt', '+new'),
      );
      assert.equal(await onDisk('patch/again.txt'), 'new\n');
    });

    it('tells the model what is there instead', async () => {
      await write('patch/near.txt', 'total = price * count\n');
      const near = patch('*** Update File: patch/near.txt', '@@', '-total = price + count', '+total = 0');
      await assert.rejects(bench.prepare('apply_patch', near), /hunk is not in patch\/near\.txt[^]*price \* count/);
      await write('patch/.env', 'TOKEN=total price count\n');
      const secret = patch('*** Update File: patch/.env', '@@', '-TOKEN=total price', '+TOKEN=');
      await assert.rejects(bench.prepare('apply_patch', secret), (error: Error) => {
        assert.match(error.message, /^This does not fit what is in patch\/\.env\. Nothing was changed\./);
        return true;
      });
    });
  });

  it('take texts back where a file cannot be moved after all', async () => {
    const [uri, other] = [await write('half/a.txt', 'one\n'), await write('half/b.txt', 'two\n')];
    const review = await bench.edits.proposeAll(
      [
        { uri, original: 'one\n', proposed: 'ONE\n' },
        { uri: other, original: 'two\n', proposed: 'TWO\n', moveTo: at('half/a.txt/below-a-file.txt') },
      ],
      { title: 'Half', decidedInChat: true },
    );
    await assert.rejects(review.accept(), /did not take the edit[^]*Nothing was changed/);
    assert.equal(await onDisk('half/a.txt'), 'one\n');
    assert.equal(await onDisk('half/b.txt'), 'two\n');
    review.reject();
  });

  it('name what was meant by a path that is not there', async () => {
    await write('named/shoppingCart.ts', 'x\n');
    const wrong = (path: string) => bench.prepare('edit_file', { path, edits: [edit('x', 'y')] });
    await assert.rejects(wrong('named/ShoppingCart.ts'), /Do you mean named\/shoppingCart\.ts\?/);
    await assert.rejects(wrong('Named/shopping-cart.js'), /Do you mean named\/shoppingCart\.ts\?/);
    await assert.rejects(wrong('src/lost/shoppingCart.ts'), /Do you mean named\/shoppingCart\.ts\?/);
    await assert.rejects(wrong('named/basket.ts'), /does not exist\. find_files/);
  });

  it('leave a notebook that is open to the tool for notebooks', async () => {
    const cell = { cell_type: 'code', execution_count: null, metadata: {}, outputs: [], source: ['x = 1'] };
    const uri = await write(
      'open.ipynb',
      JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 }),
    );
    await vscode.window.showNotebookDocument(await vscode.workspace.openNotebookDocument(uri));
    await assert.rejects(
      bench.prepare('edit_file', { path: 'open.ipynb', edits: [edit('x = 1', 'x = 2')] }),
      /open as a notebook\. notebook_edit/,
    );
  });

  describe('delete_file', () => {
    it('deletes a file after it is approved', async () => {
      await write('delete/me.txt', 'x\n');
      const call = await bench.prepare('delete_file', { path: 'delete/me.txt' });
      assert.deepEqual([call.approval?.kind, call.approval?.scope], ['write', 'write']);
      assert.ok(await isThere('delete/me.txt'));
      assert.equal(await call.run(), 'Deleted delete/me.txt.');
      assert.equal(await isThere('delete/me.txt'), false);
    });

    it('deletes nothing that is unsaved, has changed, or is a folder or not there', async () => {
      const document = await vscode.workspace.openTextDocument(await write('delete/unsaved.txt', 'x\n'));
      await append(document, 'typed');
      await assert.rejects(bench.call('delete_file', { path: 'delete/unsaved.txt' }), /unsaved changes/);
      assert.ok(await isThere('delete/unsaved.txt'));
      await vscode.window.showTextDocument(document);

      await write('delete/changed.txt', 'x\n');
      const call = await bench.prepare('delete_file', { path: 'delete/changed.txt' });
      await new Promise((resolve) => setTimeout(resolve, 20));
      await write('delete/changed.txt', 'y\n');
      await assert.rejects(call.run(), /has changed meanwhile/);
      await assert.rejects(bench.prepare('delete_file', { path: 'delete' }), /is a folder/);
      await assert.rejects(bench.prepare('delete_file', { path: 'nowhere.txt' }), /does not exist/);
      await assert.rejects(bench.prepare('delete_file', { path: '../outside.txt' }), /outside the workspace/);
    });

    it('asks each time for protected files', async () => {
      await write('.vscode/extra.json', '{}');
      const call = await bench.prepare('delete_file', { path: '.vscode/extra.json' });
      assert.equal(call.approval?.scope, undefined);
      assert.match(call.approval?.detail ?? '', /is protected/);
    });
  });

  describe('move_file', () => {
    it('moves a file with its folders, over none', async () => {
      await write('move/from.txt', '\uFEFFx\r\n');
      const call = await bench.prepare('move_file', { from: 'move/from.txt', to: 'move/far/to.txt' });
      assert.equal(call.title, 'Move move/from.txt to move/far/to.txt');
      await call.run();
      assert.equal(await onDisk('move/far/to.txt'), '\uFEFFx\r\n');
      assert.equal(await isThere('move/from.txt'), false);
      await write('move/from.txt', 'new\n');
      const over = { from: 'move/from.txt', to: 'move/far/to.txt' };
      await assert.rejects(bench.prepare('move_file', over), /exists already/);
      const late = await bench.prepare('move_file', { from: 'move/from.txt', to: 'move/late.txt' });
      await write('move/late.txt', 'first\n');
      await assert.rejects(late.run(), /could not be moved/);
      assert.equal(await onDisk('move/late.txt'), 'first\n');
    });

    it('asks each time where it would put something into a protected place', async () => {
      await write('move/hook', 'x\n');
      const call = await bench.prepare('move_file', { from: 'move/hook', to: '.git/hooks/pre-commit' });
      assert.equal(call.approval?.scope, undefined);
      await assert.rejects(bench.prepare('move_file', { from: 'move/hook', to: '../out' }), /outside the workspace/);
    });
  });
});
