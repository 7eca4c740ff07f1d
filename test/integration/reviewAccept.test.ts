import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { textOf } from '../support/toolContext.ts';
import { at, closeEditors, createBench, onDisk, write, type Bench } from './toolFixture.ts';

const section = (name: string) => vscode.workspace.getConfiguration(name);
const global = vscode.ConfigurationTarget.Global;
const selector: vscode.DocumentSelector = { language: 'markdown', pattern: '**/accepted/*' };

/** Makes one of many spaces between words. */
const formatter: vscode.DocumentFormattingEditProvider = {
  provideDocumentFormattingEdits: (document) =>
    [...document.getText().matchAll(/(?<=\S) {2,}/g)].map(({ 0: spaces, index }) =>
      vscode.TextEdit.replace(
        new vscode.Range(document.positionAt(index), document.positionAt(index + spaces.length)),
        ' ',
      ),
    ),
};

/** Reports every "BAD" of a document as an error, as a language server does: some time after the change. */
function reportBad(): vscode.Disposable {
  const found = vscode.languages.createDiagnosticCollection('accepted');
  let isDisposed = false;
  const check = (document: vscode.TextDocument): void => {
    if (vscode.languages.match(selector, document) === 0) return;
    const errors = [...document.getText().matchAll(/BAD \w+/g)].map(({ 0: text, index }) => {
      const range = new vscode.Range(document.positionAt(index), document.positionAt(index + text.length));
      return new vscode.Diagnostic(range, `${text} is bad`, vscode.DiagnosticSeverity.Error);
    });
    setTimeout(() => {
      if (!isDisposed) found.set(document.uri, errors);
    }, 50);
  };
  const listeners = [
    vscode.workspace.onDidChangeTextDocument(({ document }) => check(document)),
    vscode.workspace.onDidOpenTextDocument(check),
  ];
  return vscode.Disposable.from(found, ...listeners, { dispose: () => (isDisposed = true) });
}

describe('accepting what a tool proposes', () => {
  let bench: Bench;
  let provider: vscode.Disposable;
  const edit = (path: string, oldText: string, newText: string) =>
    bench.prepare('edit_file', { path, edits: [{ oldText, newText }] });
  const set = (editor: boolean | undefined, trim = editor) =>
    Promise.all([
      section('editor').update('formatOnSave', editor, global),
      section('files').update('trimTrailingWhitespace', trim, global),
    ]);

  before(() => {
    provider = vscode.languages.registerDocumentFormattingEditProvider(selector, formatter);
  });
  after(() => {
    provider.dispose();
  });
  beforeEach(() => {
    bench = createBench();
  });
  afterEach(async () => {
    bench.edits.dispose();
    await closeEditors();
    await set(undefined);
  });

  describe('saves as the settings want it', () => {
    const untidy = 'one   two\n\nthree  \n';
    const tidy = 'one two\n\nthree\n';

    it('formats and trims an edited file, and tells the model how', async () => {
      await set(true);
      await write('accepted/edited.md', 'before\n');
      const call = await edit('accepted/edited.md', 'before\n', untidy);
      const told = textOf(await call.run());
      assert.equal(await onDisk('accepted/edited.md'), tidy);
      assert.match(told, /^Edited accepted\/edited\.md[^]*What differs from your text:\n[^]*one two[^]*three/);
    });

    it('formats and trims a created file too', async () => {
      await set(true);
      const call = await bench.prepare('create_file', { path: 'accepted/created.md', content: `\n${untidy}` });
      const told = textOf(await call.run());
      assert.equal(await onDisk('accepted/created.md'), `\n${tidy}`);
      assert.match(told, /What differs from your text/);
    });

    it('writes exactly what was accepted where they want nothing', async () => {
      await set(false);
      await write('accepted/exact.md', 'before\n');
      const call = await edit('accepted/exact.md', 'before\n', untidy);
      assert.doesNotMatch(textOf(await call.run()), /differs/);
      await bench.call('create_file', { path: 'accepted/exactly.md', content: untidy });
      assert.equal((await onDisk('accepted/exact.md')) + (await onDisk('accepted/exactly.md')), untidy + untidy);
    });
  });

  it('tells errors that the edit brought, each once', async () => {
    const reports = reportBad();
    await write('accepted/found.md', 'BAD old\n\nfine\n\nlast\n');
    await vscode.workspace.openTextDocument(at('accepted/found.md'));
    while (vscode.languages.getDiagnostics(at('accepted/found.md')).length === 0)
      await new Promise((resolve) => setTimeout(resolve, 20));
    const first = textOf(await (await edit('accepted/found.md', 'fine', 'BAD new')).run());
    assert.match(first, /New errors after the edit:\naccepted\/found\.md:3: BAD new is bad$/);
    const second = textOf(await (await edit('accepted/found.md', 'last', 'end')).run());
    assert.doesNotMatch(second, /New errors/);
    reports.dispose();
  });

  describe('in part', () => {
    const before = ['one', 'two', 'three', 'four', 'five', ''].join('\n');
    const propose = async (path: string) => {
      await write(path, before);
      const call = await bench.prepare('edit_file', {
        path,
        edits: [
          { oldText: 'one', newText: 'ONE' },
          { oldText: 'five', newText: 'FIVE' },
        ],
      });
      const review = bench.edits.find(call.approval?.diff?.uri ?? '');
      assert.ok(review);
      await review.show();
      return { call, review };
    };

    it('tells the model what stands when the call is cancelled then', async () => {
      const { call, review } = await propose('accepted/part.txt');
      await bench.edits.act('acceptHunk', review.diff.uri, 0);
      const told = call.discard?.() ?? '';
      assert.match(told, /A part was accepted before:\nEdited accepted\/part\.txt[^]*accepted 1 of 2 changes/);
      assert.equal(await onDisk('accepted/part.txt'), before.replace('one', 'ONE'));
      assert.equal(await review.decided, 'accepted');
    });

    it('tells it also where the rest does not fit any more', async () => {
      const { call, review } = await propose('accepted/conflict.txt');
      await bench.edits.act('acceptHunk', review.diff.uri, 0);
      const meanwhile = new vscode.WorkspaceEdit();
      meanwhile.replace(at('accepted/conflict.txt'), new vscode.Range(4, 0, 4, 4), 'by hand');
      assert.ok(await vscode.workspace.applyEdit(meanwhile));
      await assert.rejects(
        Promise.resolve(call.run()),
        /has changed since[^]*A part was accepted before:[^]*accepted 1 of 2/,
      );
      const document = await vscode.workspace.openTextDocument(at('accepted/conflict.txt'));
      assert.equal(document.getText(), before.replace('one', 'ONE').replace('five', 'by hand'));
      await document.save();
    });
  });

  it('is seen before and after by who keeps contents, also of notebooks, formatting and fixes', async () => {
    const fix: vscode.CodeActionProvider = {
      provideCodeActions: ({ uri }) => {
        const action = new vscode.CodeAction('Shout', vscode.CodeActionKind.QuickFix);
        action.edit = new vscode.WorkspaceEdit();
        action.edit.replace(uri, new vscode.Range(0, 0, 0, 3), 'ONE');
        return [action];
      },
    };
    const fixes = vscode.languages.registerCodeActionsProvider(selector, fix);
    const seen: string[] = [];
    bench.edits.onWillWrite(async ({ files, origin }) => {
      const [uri] = files;
      assert.ok(uri && origin?.messageId === 'm');
      const name = vscode.workspace.asRelativePath(uri);
      const text = await onDisk(name);
      return async () => void seen.push(`${name}: ${(await onDisk(name)) === text ? 'same' : 'changed'}`);
    });
    const cell = { cell_type: 'markdown', metadata: {}, source: ['# One'] };
    await write('accepted/n.ipynb', JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 }));
    await write('accepted/f.md', 'one   two\n');
    await write('accepted/a.md', 'one\n');
    const edits = [{ action: 'replace', cell: 0, kind: null, source: '# Two' }];
    await bench.call('notebook_edit', { path: 'accepted/n.ipynb', edits });
    await bench.call('format_file', { path: 'accepted/f.md' });
    await bench.call('code_actions', { path: 'accepted/a.md', line: 1, apply: 'Shout' });
    fixes.dispose();
    assert.deepEqual(seen, ['accepted/n.ipynb: changed', 'accepted/f.md: changed', 'accepted/a.md: changed']);
    assert.equal(await onDisk('accepted/a.md'), 'ONE\n');
  });
});
