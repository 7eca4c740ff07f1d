import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Edits } from '../../src/editor/review/edits.ts';
import { allTabs, append, at, closeEditors, diffTabs, onDisk, until, write } from './toolFixture.ts';

const open = (uri: vscode.Uri) => vscode.workspace.openTextDocument(uri);

async function replaceLine(document: vscode.TextDocument, line: number, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, document.lineAt(line).range, text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

describe('edits', () => {
  let edits: Edits;
  const title = 'Proposed';
  /** Proposes `change` of what the file holds now. */
  const propose = async (uri: vscode.Uri, change: (text: string) => string) => {
    const original = (await open(uri)).getText();
    return edits.propose({ uri, original, proposed: change(original), title });
  };

  beforeEach(() => {
    edits = new Edits();
  });
  afterEach(async () => {
    edits.dispose();
    await closeEditors();
  });

  describe('a proposal', () => {
    it('opens as a diff of the file and what it would become', async () => {
      const uri = await write('shown.ts', 'const a = 1;\nconst b = 2;\n');
      const review = await propose(uri, (text) => text.replace('2', '3'));
      const [tab] = diffTabs();
      assert.equal(tab?.label, title);
      assert.ok(tab.input instanceof vscode.TabInputTextDiff);
      assert.equal(tab.input.original.toString(), uri.toString());
      const right = await open(tab.input.modified);
      assert.equal(right.getText(), 'const a = 1;\nconst b = 3;\n');
      assert.equal(right.languageId, 'typescript');
      assert.deepEqual(review.diff, { uri: tab.input.modified.toString(), added: 1, removed: 1 });
      assert.equal(await onDisk('shown.ts'), 'const a = 1;\nconst b = 2;\n');
    });

    it('is refused where nothing would change, line ends apart', async () => {
      const uri = await write('same.txt', 'a\r\nb\r\n');
      await assert.rejects(
        propose(uri, (text) => text.replaceAll('\r\n', '\n')),
        /changes nothing/,
      );
      assert.equal(diffTabs().length, 0);
    });

    it('is forgotten when it is rejected, by name or by closing its tab', async () => {
      const uri = await write('rejected.txt', 'a\n');
      const first = await propose(uri, () => 'b\n');
      first.reject();
      assert.equal(await first.decided, 'rejected');
      await until('the tab closes', () => diffTabs().length === 0);
      await assert.rejects(first.accept(), /rejected/);

      const second = await propose(uri, () => 'b\n');
      await vscode.window.tabGroups.close(diffTabs());
      assert.equal(await second.decided, 'rejected');
      assert.equal(edits.find(second.diff.uri), undefined);

      await vscode.window.showTextDocument(await open(uri), { preview: false });
      const moved = await propose(uri, () => 'b\n');
      await vscode.commands.executeCommand('workbench.action.moveEditorToRightGroup');
      await until('the tab moves', () => {
        const [left, right] = vscode.window.tabGroups.all;
        return left?.tabs.length === 1 && right?.tabs.length === 1;
      });
      assert.equal(edits.find(moved.diff.uri), moved);
      moved.reject();
      assert.equal(await onDisk('rejected.txt'), 'a\n');
    });

    it('stays when its tab is closed but the chat decides', async () => {
      const uri = await write('chat.txt', 'a\n');
      const review = await edits.propose({ uri, original: 'a\n', proposed: 'b\n', title, decidedInChat: true });
      assert.equal(diffTabs().length, 0);
      await review.show();
      await vscode.window.tabGroups.close(diffTabs());
      assert.equal(edits.find(review.diff.uri), review);
      await review.show();
      assert.equal(diffTabs().length, 1);
      await review.accept();
      assert.equal(await onDisk('chat.txt'), 'b\n');
    });

    it('is the one in front that the commands mean', async () => {
      await write('front.txt', 'a\n');
      await write('behind.txt', 'a\n');
      const behind = await propose(at('behind.txt'), () => 'b\n');
      const front = await propose(at('front.txt'), () => 'b\n');
      await edits.acceptActive();
      assert.equal(await front.decided, 'accepted');
      assert.equal(await onDisk('front.txt'), 'b\n');
      assert.equal(await onDisk('behind.txt'), 'a\n');
      await behind.show();
      await edits.rejectActive();
      assert.equal(await behind.decided, 'rejected');
      await vscode.window.showTextDocument(await open(at('front.txt')));
      await edits.acceptActive();
    });

    it('follows what happens to the file while it is open', async () => {
      const uri = await write('follow.txt', 'one\ntwo\nthree\nfour\n');
      const document = await open(uri);
      const review = await propose(uri, (text) => text.replace('four', 'FOUR'));
      await replaceLine(document, 0, 'changed by hand');
      const right = await open(vscode.Uri.parse(review.diff.uri));
      await until('the diff follows', () => right.getText() === 'changed by hand\ntwo\nthree\nFOUR\n');
      await vscode.window.showTextDocument(document);
    });
  });

  describe('accepting', () => {
    it('saves a file that was not open, replaces only what differs, and closes the diff', async () => {
      const uri = await write('closed.txt', 'one\ntwo\nthree\n');
      const review = await edits.propose({ uri, original: 'one\ntwo\nthree\n', proposed: 'one\n2\nthree\n', title });
      const changes: vscode.TextDocumentContentChangeEvent[] = [];
      const listener = vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document.uri.toString() === uri.toString()) changes.push(...event.contentChanges);
      });
      await review.accept();
      listener.dispose();
      assert.equal(await review.decided, 'accepted');
      assert.equal(await onDisk('closed.txt'), 'one\n2\nthree\n');
      assert.equal(diffTabs().length, 0);
      const [change] = changes;
      assert.equal(changes.length, 1);
      assert.deepEqual([change?.range.start.line, change?.range.end.line], [1, 1]);
    });

    it('is one undo step, also with changes in several places', async () => {
      const before = 'one\ntwo\nthree\nfour\nfive\n';
      const uri = await write('undo.txt', before);
      const document = await open(uri);
      await vscode.window.showTextDocument(document);
      await (await propose(uri, () => 'ONE\ntwo\nthree\nfive\nsix\n')).accept();
      assert.equal(document.getText(), 'ONE\ntwo\nthree\nfive\nsix\n');
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), before);
      await vscode.commands.executeCommand('redo');
      assert.equal(document.getText(), 'ONE\ntwo\nthree\nfive\nsix\n');
    });

    it('twice applies once', async () => {
      const uri = await write('twice.txt', 'a\n');
      const review = await propose(uri, (text) => `${text}b\n`);
      await Promise.all([review.accept(), review.accept()]);
      await review.accept();
      assert.equal(await onDisk('twice.txt'), 'a\nb\n');
    });

    it('keeps CRLF, the byte order mark and the encoding', async () => {
      await write('crlf.txt', '\uFEFFone\r\ntwo\r\n');
      await (await propose(at('crlf.txt'), () => 'one\ninserted\nTWO\n')).accept();
      assert.equal(await onDisk('crlf.txt'), '\uFEFFone\r\ninserted\r\nTWO\r\n');
      await write('utf16.txt', Buffer.from('\uFEFFone\r\ntwo', 'utf16le'));
      await (await propose(at('utf16.txt'), (text) => text.replace('two', 'zwei'))).accept();
      const bytes = Buffer.from(await vscode.workspace.fs.readFile(at('utf16.txt')));
      assert.equal(bytes.toString('utf16le'), '\uFEFFone\r\nzwei');
    });

    it('leaves the end of the file as it is', async () => {
      for (const [name, before, after] of [
        ['end1.txt', 'a\nb', 'A\nb'],
        ['end2.txt', 'a\nb\n', 'A\nb\n'],
        ['end3.txt', 'a\nb\n', 'a\nb\nc\n'],
        ['end4.txt', 'a\nb', 'a\nb\nc'],
        ['end5.txt', 'a\nb\nc\n', 'a\n'],
        ['end6.txt', 'a\nb', 'a'],
        ['end7.txt', '', 'a\n'],
        ['end8.txt', 'a\n', ''],
      ] as const) {
        const uri = await write(name, before);
        await (await propose(uri, () => after)).accept();
        assert.equal(await onDisk(name), after, name);
      }
    });

    it('leaves unsaved what was unsaved', async () => {
      const uri = await write('dirty.txt', 'one\n');
      const document = await open(uri);
      await append(document, 'typed\n');
      await (await propose(uri, (text) => text.replace('one', 'ONE'))).accept();
      assert.equal(document.getText(), 'ONE\ntyped\n');
      assert.ok(document.isDirty);
      assert.equal(await onDisk('dirty.txt'), 'one\n');
      await vscode.window.showTextDocument(document);
    });

    it('works in a document that was never saved', async () => {
      const document = await vscode.workspace.openTextDocument({ content: 'one\ntwo\n', language: 'plaintext' });
      await vscode.window.showTextDocument(document);
      await (await propose(document.uri, (text) => text.replace('two', 'TWO'))).accept();
      assert.equal(document.getText(), 'one\nTWO\n');
      assert.ok(document.isUntitled);
    });

    it('creates a file, but not over one that came meanwhile', async () => {
      const create = (name: string) => edits.propose({ uri: at(name), original: undefined, proposed: 'made\n', title });
      const review = await create('made/here.txt');
      assert.deepEqual([review.diff.added, review.diff.removed], [1, 0]);
      await review.accept();
      assert.equal(await onDisk('made/here.txt'), 'made\n');

      const late = await create('made/late.txt');
      await write('made/late.txt', 'first\n');
      await assert.rejects(late.accept(), /could not be created/);
      assert.equal(await onDisk('made/late.txt'), 'first\n');
    });
  });

  describe('a document that changed meanwhile', () => {
    const before = 'one\ntwo\nthree\nfour\nfive\n';

    it('gets the edit where its lines are now', async () => {
      const uri = await write('moved.txt', before);
      const review = await propose(uri, (text) => text.replace('four', 'FOUR'));
      const document = await open(uri);
      await replaceLine(document, 0, 'zero\none');
      await review.accept();
      assert.equal(document.getText(), 'zero\none\ntwo\nthree\nFOUR\nfive\n');
      await vscode.window.showTextDocument(document);
    });

    it('is not overwritten: the edit is refused with a sentence and stays open', async () => {
      const uri = await write('conflict.txt', before);
      const document = await open(uri);
      const review = await propose(uri, (text) => text.replace('four', 'FOUR'));
      await replaceLine(document, 3, 'mine');
      await assert.rejects(review.accept(), /conflict\.txt has changed since the edit was proposed, in the same lines/);
      assert.equal(document.getText(), before.replace('four', 'mine'));
      assert.equal(edits.find(review.diff.uri), review);
      assert.equal(diffTabs().length, 1);
      await replaceLine(document, 3, 'four');
      await review.accept();
      assert.equal(document.getText(), before.replace('four', 'FOUR'));
      await vscode.window.showTextDocument(document);
    });

    it('is not overwritten when another program wrote it either', async () => {
      const uri = await write('disk.txt', before);
      const document = await open(uri);
      await vscode.window.showTextDocument(document);
      const review = await propose(uri, (text) => text.replace('four', 'FOUR'));
      await write('disk.txt', `zero\n${before}`);
      await review.accept();
      assert.equal(await onDisk('disk.txt'), `zero\n${before.replace('four', 'FOUR')}`);
    });
  });

  it('close the diffs that an earlier window left', async () => {
    const left = vscode.Uri.from({ scheme: 'parley-proposed', path: '/gone.txt', query: 'old' });
    const review = await propose(await write('kept.txt', 'a\n'), () => 'b\n');
    await vscode.commands.executeCommand('vscode.diff', at('kept.txt'), left, 'left over');
    assert.equal(diffTabs().length, 2);
    await edits.closeLeftovers();
    assert.deepEqual(
      allTabs().map(({ label }) => label),
      [title],
    );
    review.reject();
  });
});
