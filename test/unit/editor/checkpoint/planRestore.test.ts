import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planRestore, type Fingerprints } from '../../../../src/editor/checkpoint/planRestore.ts';
import type { KeptFile } from '../../../../src/store/checkpointStore.ts';

const record = (checkpointId: number, uri: string, disk: string | undefined, after: string | undefined): KeptFile => ({
  checkpointId,
  uri,
  disk,
  unsaved: undefined,
  lost: undefined,
  after,
});

const now =
  (files: Record<string, Partial<Fingerprints>>) =>
  (uri: string): Fingerprints => ({ disk: undefined, unsaved: undefined, ...files[uri] });

test('each file goes back to its first content, and is changed since where it is not as written last', () => {
  const records = [record(1, 'a', 'a0', 'a1'), record(1, 'b', 'b0', 'b1'), record(2, 'a', 'a1', 'a2')];
  assert.deepEqual(planRestore(records, now({ a: { disk: 'a2' }, b: { disk: 'mine' } })), [
    { uri: 'a', target: { disk: 'a0', unsaved: undefined }, lost: undefined, changedSince: false },
    { uri: 'b', target: { disk: 'b0', unsaved: undefined }, lost: undefined, changedSince: true },
  ]);
});

test('files that were made go away, and files that were deleted come back', () => {
  const records = [record(1, 'made', undefined, 'm'), record(1, 'gone', 'g', undefined)];
  assert.deepEqual(
    planRestore(records, now({ made: { disk: 'm' } })).map(({ uri, target, changedSince }) => [
      uri,
      target.disk,
      changedSince,
    ]),
    [
      ['made', undefined, false],
      ['gone', 'g', false],
    ],
  );
});

test('a file that is there already is left out, whoever brought it there', () => {
  assert.deepEqual(planRestore([record(1, 'a', 'a0', 'a1')], now({ a: { disk: 'a0' } })), []);
  assert.deepEqual(planRestore([record(1, 'a', undefined, 'a1')], now({})), []);
});

test('unsaved text is what counts: saving what the agent wrote is no change, typing more is one', () => {
  const unsaved = { ...record(1, 'a', 'd0', 'u1'), unsaved: 'u0' };
  const changed = (state: Partial<Fingerprints>) =>
    planRestore([unsaved], now({ a: state })).map((p) => p.changedSince);
  assert.deepEqual(changed({ disk: 'd0', unsaved: 'u1' }), [false]);
  assert.deepEqual(changed({ disk: 'u1' }), [false]);
  assert.deepEqual(changed({ disk: 'd0', unsaved: 'typed' }), [true]);
  assert.deepEqual(changed({ disk: 'd0', unsaved: 'u0' }), []);
  assert.deepEqual(changed({ disk: 'd0' }), [true], 'the unsaved text comes back also where all was reverted');
});

test('a file whose first content is not kept is said to be lost, whatever came later', () => {
  const lost = { ...record(1, 'a', 'x', 'a1'), lost: 'old' as const };
  assert.deepEqual(
    planRestore([lost, record(2, 'a', 'a1', 'a2')], now({ a: { disk: 'a2' } })).map((plan) => plan.lost),
    ['old'],
  );
});
