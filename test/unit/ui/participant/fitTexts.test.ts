import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cutAtLine, fitTexts, latestThatFit } from '../../../../src/ui/participant/fitTexts.ts';

describe('texts that go along', () => {
  it('stay whole where there is room', () => {
    const texts = [
      { characters: 400, tokens: 100 },
      { characters: 80, tokens: 20 },
    ];
    assert.deepEqual(fitTexts(texts, 120), [400, 80]);
    assert.deepEqual(fitTexts([], 0), []);
  });

  it('share what short ones leave', () => {
    const long = { characters: 40_000, tokens: 10_000 };
    const [first = 0, short, second = 0] = fitTexts([long, { characters: 40, tokens: 10 }, long], 1010);
    assert.equal(short, 40);
    assert.equal(first, second);
    // 500 tokens of four characters, less what a part may have more than the average.
    assert.equal(first, 1800);
  });

  it('are left out where there is none', () => {
    assert.deepEqual(fitTexts([{ characters: 40, tokens: 10 }], 0), [0]);
    assert.deepEqual(fitTexts([{ characters: 40, tokens: 10 }], -5), [0]);
  });

  it('are cut at lines', () => {
    assert.equal(cutAtLine('one\ntwo\nthree', 100), 'one\ntwo\nthree');
    assert.equal(cutAtLine('one\ntwo\nthree', 9), 'one\ntwo');
    assert.equal(cutAtLine('one\ntwo\nthree', 7), 'one\ntwo');
    assert.equal(cutAtLine('onelongline', 3), 'one');
    assert.equal(cutAtLine('one', 0), '');
  });
});

describe('what was said before', () => {
  it('is kept from the latest on', () => {
    assert.equal(latestThatFit([50, 10, 20], 35), 2);
    assert.equal(latestThatFit([50, 10, 20], 1000), 3);
    assert.equal(latestThatFit([1, 1, 50], 10), 0);
    assert.equal(latestThatFit([], 10), 0);
    assert.equal(latestThatFit([1], -1), 0);
  });
});
