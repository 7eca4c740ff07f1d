import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { copyTour, tourFile } from '../../../../src/ui/notebook/copyTour.ts';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'parley-tour-'));
  mkdirSync(join(parent, 'shipped'));
  ship('first');
});
afterEach(() => rmSync(parent, { recursive: true }));

const ship = (text: string) => {
  writeFileSync(join(parent, 'shipped', tourFile), text);
  writeFileSync(join(parent, 'shipped', 'batch.jsonl'), `{"of":"${text}"}`);
};
const mine = join('storage', 'tour');
const read = (name = tourFile) => readFileSync(join(parent, mine, name), 'utf8');
const change = (text: string) => writeFileSync(join(parent, mine, tourFile), text);
const open = (version: string, answer: 'never asked' | boolean | undefined) =>
  copyTour({ from: join(parent, 'shipped'), to: join(parent, mine), version }, () => {
    if (answer === 'never asked') throw new Error('Nobody was to be asked.');
    return Promise.resolve(answer);
  });

void test('copies the whole folder the first time, and opens the same copy afterwards', async () => {
  assert.equal(await open('1.0.0', 'never asked'), join(parent, mine, tourFile));
  assert.equal(read(), 'first');
  assert.equal(read('batch.jsonl'), '{"of":"first"}');
  change('mine');
  assert.equal(await open('1.0.0', 'never asked'), join(parent, mine, tourFile));
  assert.equal(read(), 'mine');
});

void test('renews a copy that nobody has changed with the version, without a question', async () => {
  await open('1.0.0', 'never asked');
  ship('second');
  await open('1.1.0', 'never asked');
  assert.equal(read(), 'second');
  assert.equal(read('batch.jsonl'), '{"of":"second"}');
});

void test('asks before it renews a changed copy', async () => {
  await open('1.0.0', 'never asked');
  change('mine');
  ship('second');
  assert.equal(await open('1.1.0', undefined), undefined);
  assert.equal(read(), 'mine', 'nothing was answered, nothing is done');
  await open('1.1.0', false);
  assert.equal(read(), 'mine');
  await open('1.1.0', 'never asked');
  ship('third');
  await open('1.2.0', true);
  assert.equal(read(), 'third');
});

void test('asks where it cannot tell whether the copy was changed', async () => {
  await open('1.0.0', 'never asked');
  writeFileSync(join(parent, `${mine}.json`), 'half a rec');
  ship('second');
  await open('1.0.0', false);
  assert.equal(read(), 'first');
});
