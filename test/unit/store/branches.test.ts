import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { forksOn, holderOf, latestFrom, parentAt, pathTo } from '../../../src/store/branches.ts';

describe('branches', () => {
  // 0 ─ ─ ─ ─ ─ ─
  //     └ 1 ─ ─ ─     (from 2)
  //     └ 2           (from 2)
  //         └ 3 ─     (from 4 of branch 1)
  const branches = [
    { id: 0, parent: 0, fork: 0 },
    { id: 1, parent: 0, fork: 2 },
    { id: 2, parent: 0, fork: 2 },
    { id: 3, parent: 1, fork: 4 },
  ];

  it('puts a transcript together from the branches it comes through', () => {
    assert.deepEqual(pathTo(branches, 3), [
      { branch: 0, from: 0, to: 2 },
      { branch: 1, from: 2, to: 4 },
      { branch: 3, from: 4, to: Infinity },
    ]);
    assert.deepEqual(pathTo(branches, 0), [{ branch: 0, from: 0, to: Infinity }]);
    assert.deepEqual(pathTo(branches, 99), pathTo(branches, 0));
    const path = pathTo(branches, 3);
    assert.deepEqual(
      [0, 1, 2, 3, 4, 50].map((position) => holderOf(path, position)),
      [0, 0, 1, 1, 3, 3],
    );
  });

  it('leaves out a branch that the way parted from before it began', () => {
    // Forked from branch 1 at its very beginning: what stood before is branch 0's.
    assert.equal(parentAt(pathTo(branches, 1), 2), 0);
    assert.deepEqual(pathTo([...branches, { id: 4, parent: 1, fork: 2 }], 4), [
      { branch: 0, from: 0, to: 2 },
      { branch: 4, from: 2, to: Infinity },
    ]);
  });

  it('says where a way could go on otherwise, and which one it takes', () => {
    assert.deepEqual(forksOn(branches, pathTo(branches, 3)), [
      { position: 2, branches: [0, 1, 2], chosen: 1 },
      { position: 4, branches: [1, 3], chosen: 1 },
    ]);
    assert.deepEqual(forksOn(branches, pathTo(branches, 2)), [{ position: 2, branches: [0, 1, 2], chosen: 2 }]);
    assert.deepEqual(forksOn(branches.slice(0, 1), pathTo(branches, 0)), []);
  });

  it('keeps first messages apart that were edited', () => {
    const edited = [branches[0], { id: 1, parent: 0, fork: 0 }].flatMap((each) => (each ? [each] : []));
    assert.equal(parentAt(pathTo(edited, 1), 0), 0);
    assert.deepEqual(forksOn(edited, pathTo(edited, 1)), [{ position: 0, branches: [0, 1], chosen: 1 }]);
    assert.deepEqual(forksOn(edited, pathTo(edited, 0)), [{ position: 0, branches: [0, 1], chosen: 0 }]);
  });

  it('goes on with what was begun last', () => {
    assert.equal(latestFrom(branches, 1, 2), 3);
    assert.equal(latestFrom(branches, 0, 2), 0);
    assert.equal(latestFrom(branches, 0, 0), 3);
  });
});
