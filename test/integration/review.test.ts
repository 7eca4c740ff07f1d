import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Edits } from '../../src/editor/review/edits.ts';
import { at, closeEditors, createBench, diffTabs, onDisk, until, write, type Bench } from './toolFixture.ts';

const before = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', ''].join('\n');
const after = before.replace('one', 'ONE').replace('four', 'FOUR').replace('seven', 'SEVEN');
const title = 'Proposed';

const open = (uri: vscode.Uri) => vscode.workspace.openTextDocument(uri);

/** Types at the end of a line, as the user would. */
async function type(document: vscode.TextDocument, line: number, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, document.lineAt(line).range.end, text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

describe('a review', () => {
  let edits: Edits;
  const propose = async (name: string) => {
    const uri = await write(name, before);
    const review = await edits.propose({ uri, original: before, proposed: after, title });
    return { review, right: await open(vscode.Uri.parse(review.diff.uri)) };
  };

  beforeEach(() => {
    edits = new Edits();
  });
  afterEach(async () => {
    edits.dispose();
    await closeEditors();
  });

  it('takes one change of three and rejects the others', async () => {
    const { review, right } = await propose('one.txt');
    await edits.act('acceptHunk', right.uri.toString(), 3);
    assert.equal(await onDisk('one.txt'), before.replace('four', 'FOUR'));
    assert.equal(edits.find(review.diff.uri), review, 'it goes on');
    await edits.act('rejectHunk', right.uri.toString(), 0);
    assert.equal(right.getText(), after.replace('ONE', 'one'));
    await edits.act('rejectFile', right.uri.toString(), 0);
    assert.equal(await review.decided, 'accepted');
    assert.equal(await onDisk('one.txt'), before.replace('four', 'FOUR'));
    assert.deepEqual(review.files[0]?.outcome, { accepted: 1, rejected: 2 });
    await until('the diff closes', () => diffTabs().length === 0);
  });

  it('accepts what the user made of it', async () => {
    const { review, right } = await propose('corrected.txt');
    await type(right, 3, ' and more');
    await review.accept();
    assert.equal(await onDisk('corrected.txt'), after.replace('FOUR', 'FOUR and more'));
    assert.equal(review.files[0]?.corrected?.written, after.replace('FOUR', 'FOUR and more'));
    await until('the diff closes without a question', () => diffTabs().length === 0);
  });

  it('goes from change to change in a circle, and from an accepted one to the next', async () => {
    const { right } = await propose('walk.txt');
    const editor = await until('the diff has the focus', () => {
      const active = vscode.window.activeTextEditor;
      return active?.document.uri.toString() === right.uri.toString() && active;
    });
    const line = () => editor.selection.active.line;
    edits.go('next', right.uri.toString(), 0);
    assert.equal(line(), 3);
    edits.go('next');
    assert.equal(line(), 6);
    edits.go('next');
    assert.equal(line(), 0);
    edits.go('previous');
    assert.equal(line(), 6);
    await edits.act('rejectHunk');
    assert.equal(line(), 0);
    await edits.act('acceptHunk');
    assert.equal(line(), 3);
    assert.equal(await onDisk('walk.txt'), before.replace('one', 'ONE'));
  });

  it('has a lens for each change in an editor of its own', async () => {
    const { right } = await propose('lenses.txt');
    await edits.showInline();
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      right.uri,
      100,
    );
    const ours = lenses.filter(({ command }) => command?.command === 'parley.acceptHunk');
    assert.deepEqual(
      ours.map(({ range }) => range.start.line),
      [0, 3, 6],
    );
    assert.ok(ours.every(({ command }) => command?.title.includes('Accept')));
  });

  it('acts from a lens on the change it was drawn for, wherever that has moved, and on no other', async () => {
    const uri = await write('moved.txt', before);
    const proposed = before.replace('one', 'ONE\nand\nmore').replace('four', 'FOUR');
    const review = await edits.propose({ uri, original: before, proposed, title });
    const right = await open(vscode.Uri.parse(review.diff.uri));
    await edits.showInline();
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      right.uri,
      100,
    );
    const [first, second] = lenses
      .flatMap(({ command }) => (command?.command === 'parley.rejectHunk' ? [command] : []))
      .map((command) => command.arguments as [string, number, string]);
    assert.ok(first && second);
    await edits.act('rejectHunk', ...first);
    assert.equal(right.getText(), before.replace('four', 'FOUR'));
    await assert.rejects(edits.act('acceptHunk', ...first), /not there any more/);
    await edits.act('acceptHunk', ...second);
    assert.equal(await onDisk('moved.txt'), before.replace('four', 'FOUR'));
    assert.equal(await review.decided, 'accepted');
  });

  it('leaves every file as it is when all is rejected, and is undone in one step when all is accepted', async () => {
    const proposals = async () =>
      Promise.all(
        ['all1.txt', 'all2.txt'].map(async (name) => ({
          uri: await write(name, before),
          original: before,
          proposed: after,
        })),
      );
    const rejected = await edits.proposeAll(await proposals(), { title });
    await edits.rejectActive();
    assert.equal(await rejected.decided, 'rejected');
    assert.equal((await onDisk('all1.txt')) + (await onDisk('all2.txt')), before + before);
    const accepted = await edits.proposeAll(await proposals(), { title });
    await edits.acceptActive();
    assert.equal(await accepted.decided, 'accepted');
    assert.equal((await onDisk('all1.txt')) + (await onDisk('all2.txt')), after + after);
    const document = await open(at('all2.txt'));
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before);
  });
});

describe('changes applied without a review', () => {
  let bench: Bench;
  const edit = (name: string) =>
    bench.call('edit_file', {
      path: name,
      edits: [
        { oldText: 'one', newText: 'ONE' },
        { oldText: 'seven', newText: 'SEVEN' },
      ],
    });

  beforeEach(() => {
    bench = createBench();
  });
  afterEach(async () => {
    bench.edits.dispose();
    await closeEditors();
  });

  it('are kept or undone one by one, and what the user typed stays', async () => {
    const uri = await write('applied.txt', before);
    await edit('applied.txt');
    const document = await open(uri);
    await vscode.window.showTextDocument(document);
    await type(document, 3, ' by hand');
    assert.deepEqual(
      bench.edits.applied
        .find(uri)
        ?.hunks()
        .map(({ at }) => at),
      [0, 6],
    );
    await bench.edits.act('acceptHunk', uri.toString(), 0);
    await bench.edits.act('rejectHunk', uri.toString(), 6);
    assert.equal(document.getText(), before.replace('one', 'ONE').replace('four', 'four by hand'));
    assert.deepEqual(bench.edits.applied.files, []);
    await document.save();
  });

  it('are one review over several calls; undoing what was created deletes it', async () => {
    const uri = await write('twice.txt', before);
    await edit('twice.txt');
    await bench.call('edit_file', { path: 'twice.txt', edits: [{ oldText: 'four', newText: 'FOUR' }] });
    await bench.call('create_file', { path: 'made.txt', content: 'made\n' });
    assert.equal(bench.edits.applied.find(uri)?.hunks().length, 3);
    assert.equal(bench.edits.applied.files.length, 2);
    await bench.edits.applied.show();
    await bench.edits.rejectActive();
    assert.equal(await onDisk('twice.txt'), before);
    await assert.rejects(Promise.resolve(vscode.workspace.fs.stat(at('made.txt'))));
    assert.deepEqual(bench.edits.applied.files, []);
  });
});
