import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyChanges, splitLines } from '../../../../src/editor/edit/lineDiff.ts';
import { rebaseChanges } from '../../../../src/editor/edit/rebase.ts';

/** The text after the edit from `original` to `proposed` was made in `current`; undefined where it is refused. */
function rebased(original: string, proposed: string, current: string): string | undefined {
  const changes = rebaseChanges(original, proposed, current);
  return changes && applyChanges(splitLines(current), changes).join('\n');
}

const original = 'one\ntwo\nthree\nfour\nfive\nsix\n';

describe('rebaseChanges', () => {
  it('is the edit itself where nothing else changed', () => {
    assert.equal(rebased(original, 'one\nTWO\nthree\nfour\nfive\n', original), 'one\nTWO\nthree\nfour\nfive\n');
  });

  it('moves along with lines that came or went elsewhere', () => {
    const proposed = original.replace('five', 'FIVE');
    assert.equal(rebased(original, proposed, `zero\n${original}`), `zero\n${proposed}`);
    assert.equal(rebased(original, proposed, original.replace('one\ntwo\n', '')), 'three\nfour\nFIVE\nsix\n');
    assert.equal(rebased(original, proposed, `${original}seven\n`), `${proposed}seven\n`);
  });

  it('keeps two edits apart that others have changed between', () => {
    const proposed = 'ONE\ntwo\nthree\nfour\nfive\nSIX\n';
    assert.equal(rebased(original, proposed, original.replace('three', '3')), 'ONE\ntwo\n3\nfour\nfive\nSIX\n');
  });

  it('refuses where the same lines were changed', () => {
    assert.equal(rebased(original, original.replace('three', 'THREE'), original.replace('three', 'drei')), undefined);
    assert.equal(rebased(original, original.replace('three', 'THREE'), original.replace('three\n', '')), undefined);
  });

  it('refuses an insertion between lines that are gone', () => {
    assert.equal(rebased(original, original.replace('three\n', 'three\nnew\n'), 'one\nsix\n'), undefined);
  });

  it('leaves out what somebody has done already', () => {
    const proposed = 'ONE\ntwo\nthree\nfour\nfive\nSIX\n';
    assert.equal(rebased(original, proposed, original.replace('one', 'ONE')), proposed);
    assert.deepEqual(rebaseChanges(original, proposed, proposed), []);
  });

  it('finds the lines again after the file was indented anew', () => {
    const before = 'if (a) {\n  b();\n  c();\n}\n';
    const proposed = 'if (a) {\n  b(1);\n  c();\n}\n';
    assert.equal(rebased(before, proposed, 'if (a) {\n\tb();\n\tc();\n}\n'), 'if (a) {\n\tb(1);\n\tc();\n}\n');
  });

  it('finds the one place of lines that were moved', () => {
    assert.equal(
      rebased(original, original.replace('two', 'TWO'), 'three\nfour\nfive\nsix\none\ntwo\n'),
      'three\nfour\nfive\nsix\none\nTWO\n',
    );
  });

  it('does not guess between two places', () => {
    const before = 'a\nx\nb\n';
    assert.equal(rebased(before, 'a\nX\nb\n', 'p\nx\nq\nx\nr\n'), undefined);
  });
});
