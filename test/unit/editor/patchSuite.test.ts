import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allCases } from './patchSuite/allCases.ts';
import { judge, runEngine, type PatchCase, type Verdict } from './patchSuite/patchCase.ts';

const leastRate = 0.97;

describe('the edit engine', () => {
  const results = allCases().map((patch) => ({ patch, verdict: judge(patch, runEngine(patch)) }));
  const named = (verdict: Verdict, fits: (patch: PatchCase) => boolean) =>
    results
      .filter((result) => result.verdict === verdict && fits(result.patch))
      .map(({ patch }) => `${patch.category}: ${patch.name}`);
  const shouldApply = results.filter(({ patch }) => patch.wanted !== undefined);
  const shouldBeRefused = results.filter(({ patch }) => patch.wanted === undefined);

  it('is tried on more than 300 edits of each kind', () => {
    assert.ok(shouldApply.length > 300, `${shouldApply.length}`);
    assert.ok(shouldBeRefused.length > 300, `${shouldBeRefused.length}`);
  });

  it('refuses everything that must be refused', () => {
    assert.deepEqual(
      named('wrong', ({ wanted }) => wanted === undefined),
      [],
    );
  });

  it('makes no edit that is not the one meant', () => {
    assert.deepEqual(
      named('wrong', ({ wanted }) => wanted !== undefined),
      [],
    );
  });

  it('makes nearly all edits that can be understood', () => {
    const missed = named('refused', () => true);
    assert.ok(missed.length <= shouldApply.length * (1 - leastRate), missed.join('\n'));
  });
});
