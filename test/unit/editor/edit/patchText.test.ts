import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyInOrder } from '../../../../src/editor/edit/applyInOrder.ts';
import { readPatch } from '../../../../src/editor/edit/readPatch.ts';
import { patchSteps, textSteps } from '../../../../src/editor/edit/steps.ts';

/** The text after the hunks; else what is wrong with them. */
function patched(text: string, ...hunks: string[]): string | object {
  const [file] = readPatch(['*** Update File: a', ...hunks].join('\n'));
  assert.ok(file?.kind === 'update');
  const outcome = applyInOrder(text, patchSteps(file.hunks));
  return outcome.kind === 'edited' ? outcome.text : outcome.fault;
}

const twins = 'class A:\n    def run(self):\n        go()\n\nclass B:\n    def run(self):\n        go()\n';

describe('a patch', () => {
  it('changes what is in the definition that its anchors name', () => {
    const wanted = twins.replace(/go\(\)\n$/, 'stop()\n');
    assert.equal(patched(twins, '@@ class B:', '@@ def run(self):', '-        go()', '+        stop()'), wanted);
    assert.equal(patched(twins, '@@ class B', '-        go()', '+        stop()'), wanted);
    assert.equal(patched(twins, '@@ class B:', '     def run(self):', '-        go()', '+        stop()'), wanted);
  });

  it('does not guess without them', () => {
    assert.deepEqual(patched(twins, '@@', '-        go()', '+        stop()'), { kind: 'ambiguous', lines: [3, 7] });
    assert.deepEqual(patched(twins, '@@ def run(self):', '-        go()', '+        stop()'), {
      kind: 'ambiguous',
      lines: [3, 7],
    });
  });

  it('finds one of several places by the end of the file, its line number, or the hunk before', () => {
    const text = 'a\nx\nb\nx\n';
    assert.equal(patched(text, '@@', '-x', '+y', '*** End of File'), 'a\nx\nb\ny\n');
    assert.equal(patched(text, '@@ -2,1 +2,1 @@', '-x', '+y'), 'a\ny\nb\nx\n');
    assert.equal(patched(text, '@@', '-b', '+B', '@@', '-x', '+y'), 'a\nx\nB\ny\n');
  });

  it('adds lines below an anchor, at the end, or to an empty file', () => {
    assert.equal(patched('import a\n\nrun()\n', '@@ import a', '+import b'), 'import a\nimport b\n\nrun()\n');
    assert.equal(patched('a\n', '@@', '+b', '*** End of File'), 'a\nb\n');
    assert.equal(patched('a', '@@', '+b', '*** End of File'), 'a\nb');
    assert.equal(patched('', '@@', '+b'), 'b\n');
    assert.equal((patched('a\n', '@@', '+b') as { kind: string }).kind, 'refused');
  });

  it('takes unchanged lines without the blank in front of them', () => {
    const text = 'function f() {\n    a();\n    b();\n}\n';
    assert.equal(
      patched(text, '@@', 'function f() {', '    a();', '-    b();', '+    c();', '}'),
      text.replace('b', 'c'),
    );
  });
});

describe('several edits', () => {
  const run = (text: string, ...edits: [oldText: string, newText: string][]) =>
    applyInOrder(text, textSteps(edits.map(([oldText, newText]) => ({ oldText, newText }))));

  it('are made in order, the later ones in what the earlier ones wrote', () => {
    assert.deepEqual(run('a\nb\n', ['a', 'x'], ['x\nb', 'x\ny']), { kind: 'edited', text: 'x\ny\n', done: 0 });
  });

  it('may be written for the text as it was', () => {
    assert.deepEqual(run('a\nb\nc\nd\n', ['a\nb\nc', 'A\nb\nc'], ['a\nb\nc\nd', 'a\nb\nc\nD']), {
      kind: 'edited',
      text: 'A\nb\nc\nD\n',
      done: 0,
    });
  });

  it('are counted where they are there already', () => {
    assert.deepEqual(run('a\nb\n', ['a', 'x'], ['a', 'a']), { kind: 'edited', text: 'x\nb\n', done: 0 });
    const line = 'const answer = compute(42);';
    assert.deepEqual(run('a\nb\n', ['a', line], ['a', line]), { kind: 'edited', text: `${line}\nb\n`, done: 1 });
  });

  it('are refused together where two change the same lines', () => {
    const outcome = run('one\ntwo\n', ['one\ntwo', 'ONE\ntwo'], ['one\ntwo', 'eins\nTWO']);
    assert.ok(outcome.kind === 'failed');
    assert.deepEqual([outcome.index, outcome.overlaps], [1, true]);
  });
});
