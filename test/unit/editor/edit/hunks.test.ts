import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  carryOver,
  countLines,
  dropHunk,
  hunkAt,
  hunkBeside,
  hunkNear,
  hunksBetween,
  keyOf,
  takeHunk,
} from '../../../../src/editor/edit/hunks.ts';

const base = 'a\nb\nc\nd\ne\nf\ng\nh\n';
// One line replaced by two, one removed, one added.
const current = 'A\nA2\nb\nc\ne\nf\nf2\ng\nh\n';

describe('hunks', () => {
  const hunks = hunksBetween(base, current);

  it('say where they are in both texts', () => {
    assert.deepEqual(
      hunks.map(({ start, end, at, lines, removed }) => ({ start, end, at, lines, removed })),
      [
        { start: 0, end: 1, at: 0, lines: ['A', 'A2'], removed: ['a'] },
        { start: 3, end: 4, at: 4, lines: [], removed: ['d'] },
        { start: 6, end: 6, at: 6, lines: ['f2'], removed: [] },
      ],
    );
    assert.deepEqual(countLines(hunks), { added: 3, removed: 2 });
    assert.deepEqual(hunksBetween('a\r\nb', 'a\nb'), []);
  });

  it('taken one by one give the new text, dropped one by one the old', () => {
    let taken = base;
    for (let next = hunksBetween(taken, current)[1]; next; next = hunksBetween(taken, current)[0])
      taken = takeHunk(taken, next);
    assert.equal(taken, current);
    let left = current;
    for (let next = hunksBetween(base, left).at(-1); next; next = hunksBetween(base, left)[0])
      left = dropHunk(left, next);
    assert.equal(left, base);
  });

  it('are found by a line, also where lines were only removed', () => {
    const at = (line: number) => {
      const found = hunkAt(hunks, line);
      return found ? hunks.indexOf(found) : undefined;
    };
    assert.deepEqual([0, 1, 2, 3, 4, 5, 6, 7].map(at), [0, 0, undefined, 1, 1, undefined, 2, undefined]);
    const end = hunksBetween('a\nb', 'a');
    assert.equal(hunkAt(end, 0), end[0]);
  });

  it('are found by what they change where they have moved, of those alike the nearest', () => {
    const twice = hunksBetween('x\na\nb\nx\nc\n', 'y\na\nb\ny\nc\nd\n');
    assert.equal(twice.length, 3);
    const [first, second, third] = twice.map(keyOf);
    assert.equal(first, second);
    assert.notEqual(first, third);
    assert.equal(hunkNear(twice, first ?? '', 1), twice[0]);
    assert.equal(hunkNear(twice, first ?? '', 9), twice[1]);
    assert.equal(hunkNear(twice, keyOf({ start: 0, end: 1, at: 0, lines: ['z'], removed: ['x'] }), 0), undefined);
  });

  it('follow each other in a circle', () => {
    assert.equal(hunkBeside(hunks, 0, 'next'), hunks[1]);
    assert.equal(hunkBeside(hunks, 7, 'next'), hunks[0]);
    assert.equal(hunkBeside(hunks, 4, 'previous'), hunks[0]);
    assert.equal(hunkBeside(hunks, 0, 'previous'), hunks[2]);
    assert.equal(hunkBeside([], 0, 'next'), undefined);
  });
});

describe('carryOver', () => {
  it('makes the change where its lines are in the other text', () => {
    assert.equal(carryOver(base, base.replace('h', 'H'), current), current.replace('h', 'H'));
    assert.equal(carryOver(current, current.replace('h', 'H'), base), base.replace('h', 'H'));
    assert.equal(carryOver(base, base, current), current);
  });

  it('leaves out what both did, and refuses where they differ', () => {
    assert.equal(carryOver(base, base.replace('a', 'A\nA2'), current), current);
    assert.equal(carryOver(base, base.replace('a', 'mine'), current), undefined);
    assert.equal(carryOver(base, base.replace('f\n', 'f\nmine\n'), current), undefined);
  });
});
