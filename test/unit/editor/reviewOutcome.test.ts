import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeOutcome } from '../../../src/editor/tools/reviewOutcome.ts';

test('nothing is said of what was accepted as it was', () => {
  assert.equal(describeOutcome({ accepted: 3, rejected: 0 }), '');
});

test('a rejected file is as it was', () => {
  assert.match(describeOutcome({ accepted: 0, rejected: 2 }), /rejected this: the file is as it was/);
});

test('the model is told what the user took and made of it', () => {
  const corrected = { proposed: 'A\nb\nC\nd\nE\n', written: 'a\nb\nCC\nd\n' };
  assert.equal(
    describeOutcome({ accepted: 1, rejected: 2, corrected }),
    ' The user accepted 1 of 3 changes. What differs from your text:\n' +
      'from line 1:\na\nfrom line 3:\nCC\nline 5: your lines here are gone',
  );
  const long = describeOutcome({
    accepted: 1,
    rejected: 0,
    corrected: { proposed: '', written: 'x\n'.repeat(100) },
  });
  assert.ok(long.split('\n').length < 50);
  assert.match(long, /read the file for the rest$/);
});
