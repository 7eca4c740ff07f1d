import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { CommandOutput } from '../../../../src/editor/terminal/commandOutput.ts';

let folder: string;
before(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'parley-output-'));
});
after(() => rmSync(folder, { recursive: true }));

let count = 0;
const place = (): string => path.join(folder, 'below', `${count++}.txt`);
const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, at) => String(from + at));

test('short output stays in memory, and is whole', () => {
  const file = place();
  const output = new CommandOutput(file);
  output.add('one\ntw');
  output.add('o\nName: ');
  assert.equal(output.lineCount, 3);
  assert.equal(output.partialLine, 'Name: ');
  assert.deepEqual(output.ends(1000), { text: 'one\ntwo\nName:', whole: true });
  assert.deepEqual(output.page(2, 1000), { from: 2, lines: ['two', 'Name: '] });
  assert.deepEqual(output.page(9, 1000), { from: 4, lines: [] });
  assert.ok(!existsSync(file));
  output.dispose();
});

test('long output goes to a file, and every line can be read again', () => {
  const file = place();
  const output = new CommandOutput(file, { memoryCharacters: 500, fileCharacters: 1_000_000 });
  for (const number of numbers(1, 5000)) output.add(`${number}\n`);
  assert.equal(output.lineCount, 5000);
  assert.ok(readFileSync(file, 'utf8').startsWith('1\n2\n'));
  const read: string[] = [];
  for (let from = 1; from <= 5000; from = read.length + 1) {
    const page = output.page(from, 400);
    assert.equal(page.from, from);
    read.push(...page.lines);
  }
  assert.deepEqual(read, numbers(1, 5000));
  const { text, whole } = output.ends(1000);
  assert.ok(!whole);
  assert.match(text, /^1\n2\n[^]*\n… \d+ lines left out …\n[^]*\n5000$/);
  assert.ok(text.length < 1100, String(text.length));
  output.dispose();
  assert.ok(!existsSync(file));
});

test('the file has a limit: the beginning and the end are kept, and what is not is not made up', () => {
  const file = place();
  const output = new CommandOutput(file, { memoryCharacters: 500, fileCharacters: 2000 });
  output.add(`${numbers(1, 5000).join('\n')}\n`);
  for (const number of numbers(5001, 9000)) output.add(`${number}\n`);
  assert.ok(!existsSync(file) || readFileSync(file, 'utf8').length <= 2000);
  assert.equal(output.lineCount, 9000);
  assert.equal(output.tail(10), '8999\n9000');
  const page = output.page(4000, 10_000);
  assert.ok(page.from > 4000);
  assert.equal(page.lines[0], String(page.from));
  assert.equal(page.lines.at(-1), '9000');
  output.dispose();
});

test('a piece larger than memory keeps a bounded end', () => {
  const output = new CommandOutput(place(), { memoryCharacters: 100, fileCharacters: 10_000 });
  output.add(`${'x'.repeat(50_000)}\nend\n`);
  assert.equal(output.page(1, 10).lines[0], 'xxxxxxxxxx');
  assert.equal(output.tail(50), 'end');
  output.dispose();
});

test('a disk that takes nothing stops no command: the newest lines are kept', () => {
  const blocked = path.join(folder, 'blocked');
  writeFileSync(blocked, 'a file where the folder would be');
  const output = new CommandOutput(path.join(blocked, 'x.txt'), { memoryCharacters: 500, fileCharacters: 1_000_000 });
  for (const number of numbers(1, 1000)) output.add(`${number}\n`);
  assert.equal(output.lineCount, 1000);
  assert.match(output.tail(100), /\n1000$/);
  const { from, lines } = output.page(1, 10_000);
  assert.ok(from > 1);
  assert.equal(lines[0], String(from));
  output.dispose();
});
