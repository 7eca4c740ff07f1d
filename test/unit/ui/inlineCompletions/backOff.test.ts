import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BackOff } from '../../../../src/ui/inlineCompletions/backOff.ts';

void test('failures in a row are waited after longer and longer, up to five minutes, until one request succeeds', () => {
  const backOff = new BackOff();
  const waits = Array.from({ length: 9 }, () => {
    backOff.failed(undefined, 1000);
    return (backOff.until - 1000) / 1000;
  });
  assert.deepEqual(waits, [5, 10, 20, 40, 80, 160, 300, 300, 300]);
  backOff.succeeded();
  assert.equal(backOff.until, 0);
  backOff.failed(undefined, 1000);
  assert.equal(backOff.until, 6000);
});

void test('the server knows better', () => {
  const backOff = new BackOff();
  backOff.failed(90_000, 1000);
  assert.equal(backOff.until, 91_000);
});
