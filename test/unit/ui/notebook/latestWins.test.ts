import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'node:test';
import { latestWins } from '../../../../src/ui/notebook/latestWins.ts';

test('the first and the last value are written, one at a time', async () => {
  const written: number[] = [];
  let busy = false;
  const { push, end } = latestWins(async (value: number) => {
    assert.ok(!busy, 'one at a time');
    busy = true;
    await sleep(1);
    busy = false;
    written.push(value);
  }, 60_000);
  for (let value = 1; value <= 1000; value++) push(value);
  await sleep(20);
  for (let value = 1001; value <= 2000; value++) push(value);
  await end();
  assert.equal(written.at(-1), 2000);
  assert.ok(written.length <= 4, `written ${written.length} times`);
});

test('a write that fails is told at the end', async () => {
  const { push, end } = latestWins(() => Promise.reject(new Error('Closed.')), 1);
  push(1);
  await assert.rejects(end(), { message: 'Closed.' });
});
