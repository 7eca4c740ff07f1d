import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyChanges, diffLines, splitLines } from '../../../../src/editor/edit/lineDiff.ts';

/** Numbers from a seed: the same texts in every run. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('diffLines', () => {
  it('finds nothing between equal texts', () => assert.deepEqual(diffLines(['a', 'b'], ['a', 'b']), []));

  it('keeps what is between two changes', () => {
    const before = splitLines('a\nb\nc\nd\ne');
    const after = splitLines('a\nB\nc\nd\nE\nf');
    assert.deepEqual(diffLines(before, after), [
      { start: 1, end: 2, lines: ['B'] },
      { start: 4, end: 5, lines: ['E', 'f'] },
    ]);
  });

  it('tells insertions and deletions from replacements', () => {
    assert.deepEqual(diffLines(['a', 'c'], ['a', 'b', 'c']), [{ start: 1, end: 1, lines: ['b'] }]);
    assert.deepEqual(diffLines(['a', 'b', 'c'], ['a', 'c']), [{ start: 1, end: 2, lines: [] }]);
    assert.deepEqual(diffLines([], ['a']), [{ start: 0, end: 0, lines: ['a'] }]);
  });

  it('gives changes that lead from one text to the other, whatever they are', () => {
    for (let seed = 0; seed < 500; seed++) {
      const next = random(seed);
      const text = () => Array.from({ length: next(30) }, () => String.fromCharCode(97 + next(4)));
      const [before, after] = [text(), text()];
      const changes = diffLines(before, after);
      assert.deepEqual(applyChanges(before, changes), after, `seed ${seed}`);
      changes.forEach((change, i) => assert.ok(i === 0 || (changes[i - 1]?.end ?? 0) < change.start, `seed ${seed}`));
    }
  });

  it('takes texts with nothing in common as one change', () => {
    const before = Array.from({ length: 5000 }, (_, i) => `before ${i}`);
    const after = Array.from({ length: 5000 }, (_, i) => `after ${i}`);
    assert.deepEqual(diffLines(before, after), [{ start: 0, end: 5000, lines: after }]);
  });
});
