import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readTour } from '../support/tourCells.ts';

const root = new URL('../../', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, root), 'utf8');

/** The rows of what this extension speaks. */
const parts = [
  'Authentication',
  'Models',
  'Chat completions',
  'Streaming',
  'Structured outputs',
  'Function calling',
  'Vision',
  'Embeddings',
  'Images',
  'Speech',
  'Transcription and translation',
  'Audio in chat',
  'Moderation',
  'Files and uploads',
  'Fine-tuning',
  'Completions and removed endpoints',
  'Batches',
  'Assistants',
  'Responses',
  'Reasoning',
  'Verbosity',
  'Built-in tools',
  'Models that search the web',
  'Prompt caching',
  'Conversation state',
  'Vector stores',
  'Realtime',
  'Azure OpenAI',
  'Compatible servers',
  'Errors',
  'Rate limits',
  'Custom context',
  'Migration',
];

interface Row {
  number: string;
  name: string;
  cells: string[];
  commands: string[];
}

const rows: Row[] = (/## The API, row by row\n([^]*?)\n## /.exec(read('README.md'))?.[1] ?? '')
  .split('\n')
  .filter((line) => /^\| *\d/.test(line))
  .map((line) => {
    const [, number = '', name = '', cells = '', commands = ''] = line.split('|').map((column) => column.trim());
    return {
      number,
      name,
      // Prettier may write either.
      cells: [...cells.matchAll(/[*_]([^*_]+)[*_]/g)].map((match) => match[1] ?? ''),
      commands: commands === '' ? [] : commands.split(', '),
    };
  });
const titles = new Set(readTour().map(({ title }) => title));

void test('the README has every part of the API, in order', () => {
  assert.deepEqual(
    rows.map(({ number, name }) => `${number} ${name}`),
    parts.map((name, index) => `${index + 1} ${name}`),
  );
});

void test('each part names cells of the tour that exist', () => {
  for (const { name, cells } of rows) {
    assert.ok(cells.length > 0, `${name} names a cell`);
    assert.deepEqual(
      cells.filter((cell) => !titles.has(cell)),
      [],
      name,
    );
  }
});

void test('the commands that the table names exist', () => {
  const manifest = JSON.parse(read('package.json')) as { contributes: { commands: { title: string }[] } };
  const known = new Set(manifest.contributes.commands.map(({ title }) => `Parley: ${title}`));
  const named = rows.flatMap(({ commands }) => commands);
  assert.ok(named.length > 10);
  assert.deepEqual(
    named.filter((command) => !known.has(command)),
    [],
  );
});
