import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moderationReport } from '../../../../src/ui/text/moderationReport.ts';
import { excerpt, norm, similarity, similarityWord } from '../../../../src/ui/text/similarity.ts';
import { splitAtLines } from '../../../../src/ui/text/splitAtLines.ts';

void test('vectors have a length, and two of them an angle', () => {
  assert.equal(norm([3, 4]), 5);
  assert.equal(similarity([1, 0], [0, 2]), 0);
  assert.equal(similarity([3, 4], [6, 8]), 1);
  assert.equal(similarity([1, 0], [-3, 0]), -1);
  assert.throws(() => similarity([1], [1, 2]), /1 dimensions and one of 2/);
  assert.throws(() => similarity([0, 0], [1, 2]), /without length/);
  assert.deepEqual([1, 0.8, 0.6, 0.4, 0].map(similarityWord), [
    'nearly the same',
    'very similar',
    'similar',
    'somewhat related',
    'hardly related',
  ]);
  assert.equal(excerpt('  a\n  b '), '“a b”');
  assert.equal(excerpt('👋'.repeat(31)), `“${'👋'.repeat(30)}…”`);
});

void test('a long text is split where a line ends, else at a space, never within a sign', () => {
  const text = 'one two\nthree\nfour\n\n\n';
  assert.deepEqual(splitAtLines(text, 10, 5), [
    { text: 'one two\n', line: 5 },
    { text: 'three\n', line: 6 },
    { text: 'four\n\n\n', line: 7 },
  ]);
  assert.deepEqual(splitAtLines('aaa bbb', 5), [
    { text: 'aaa ', line: 1 },
    { text: 'bbb', line: 1 },
  ]);
  const signs = splitAtLines('👋👋👋', 3).map((piece) => piece.text);
  assert.deepEqual(signs, ['👋', '👋', '👋']);
  assert.equal(
    splitAtLines(text.repeat(100), 64)
      .map((piece) => piece.text)
      .join(''),
    text.repeat(100),
  );
  assert.deepEqual(splitAtLines(' \n ', 10), []);
});

const result = (categories: Record<string, boolean>, scores: Record<string, number>) =>
  ({ categories, category_scores: scores }) as unknown as Parameters<typeof moderationReport>[1][number];

void test('a report has what is flagged first, the highest score of all pieces, and where it was', () => {
  const { flagged, markdown } = moderationReport(
    [
      { text: 'a', line: 3 },
      { text: 'b', line: 40 },
    ],
    [
      result({ hate: false, violence: false, harassment: false }, { hate: 0.3, violence: 0.1, harassment: 0.1 }),
      result({ hate: false, violence: true, harassment: true }, { hate: 0.01, violence: 0.95, harassment: 0.6 }),
    ],
    { label: 'notes.md:3–60', model: 'omni-moderation-latest' },
  );
  assert.deepEqual(flagged, ['violence', 'harassment']);
  const rows = markdown.split('\n').filter((line) => line.startsWith('|'));
  assert.match(rows[2] ?? '', /^\| flagged \| violence {3}\| █{10} \| 0\.9500 \| from line 40 \|$/);
  assert.match(rows[3] ?? '', /harassment/);
  assert.match(rows[4] ?? '', /^\| {9}\| hate .* 0\.3000 \| {2}\|$/);
  assert.match(markdown, /\*\*Flagged: violence, harassment\*\*/);
  assert.match(markdown, /# Moderation of notes\.md:3–60\n/);
});

void test('a report of a server that names its categories badly is still a table', () => {
  const { markdown, flagged } = moderationReport(
    [{ text: 'a', line: 1 }],
    [result({ 'x|[y](command:evil)<img>': true }, { 'x|[y](command:evil)<img>': 7 })],
    { label: 'a](command:x).md', model: '<b>' },
  );
  assert.deepEqual(flagged, ['xycommandevilimg']);
  assert.ok(!/[<[\]()]/.test(markdown), markdown);
  assert.match(markdown, /█{10} \| 1\.0000/);
});
