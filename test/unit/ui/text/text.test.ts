import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { estimateError, estimateTokens } from '../../../../src/ui/text/estimateTokens.ts';
import { moderationReport } from '../../../../src/ui/text/moderationReport.ts';
import { excerpt, norm, similarity, similarityWord } from '../../../../src/ui/text/similarity.ts';
import { splitAtLines } from '../../../../src/ui/text/splitAtLines.ts';

void test('the estimate is within its error of what the tokenizer of current models counts', () => {
  const near = (text: string, counted: number) => {
    const tokens = estimateTokens(text);
    assert.ok(Math.abs(tokens / counted - 1) <= estimateError, `${tokens} for ${counted}: ${text.slice(0, 40)}`);
  };
  // Counted with o200k_base.
  near(
    'The harbour was quiet when the last ferry came in. Two passengers stepped ashore, looked at the timetable and decided to walk. Behind them the water kept moving against the old stones, and a radio in the harbour office played something slow that neither of them recognised.',
    53,
  );
  near(
    'def total(orders: list[Order], rate: float = 0.2) -> float:\n    """Sum of all orders, with tax."""\n    result = 0.0\n    for order in orders:\n        if order.cancelled:\n            continue\n        result += order.price * order.count\n    return round(result * (1 + rate), 2)\n',
    76,
  );
  near(
    '港口很安静，最后一班渡船刚刚靠岸。两位乘客走下船，看了看时刻表，决定步行回家。海水轻轻拍打着旧石阶，办公室里的收音机正播放着一首缓慢的歌，他们谁也没有听过。',
    68,
  );
  near(
    '港は静かで、最後の船が着いたところだった。二人の乗客が降りて時刻表を見上げ、歩いて帰ることにした。古い石段に水が当たり、事務所のラジオからはゆっくりした曲が流れていた。',
    70,
  );
  near(
    'В гавани было тихо, когда пришёл последний паром. Двое пассажиров сошли на берег, посмотрели на расписание и решили идти пешком. Вода билась о старые камни, а в конторе играло радио.',
    55,
  );
  const hashes = Array.from({ length: 40 }, (_, index) => createHash('sha256').update(String(index)).digest());
  near(Buffer.concat(hashes).toString('base64'), 1156);
  near(Buffer.concat(hashes).toString('hex'), 1450);
  near('2026-11-21 17:04:15.123 [info] GET /v1/models 200 in 45 ms (req_8f3a2b)\n'.repeat(8), 304);
  near('3f2b8c1e-9a4d-4e6f-8b7a-1c2d3e4f5a6b\n'.repeat(5), 185);
  near('-'.repeat(300), 5);
  assert.equal(estimateTokens(''), 0);
  assert.equal(estimateTokens(' '), 1);
  assert.equal(estimateTokens('hello world'), 2);
  near('The quick brown fox jumps over the lazy dog.', 10);
  near('for (let i = 0; i < items.length; i++) {\n  total += items[i].price;\n}\n', 26);
  near('12345678901234567890', 7);
  near('今日は天気がいいですね', 9);
});

void test('an estimate of a long text takes one pass', () => {
  const prose = 'Every order has lines, and each of the lines has a price. ';
  const per = prose.length / estimateTokens(prose);
  assert.ok(per > 3.5 && per < 5, `${per} characters a token`);
  const many = estimateTokens(prose.repeat(20_000));
  assert.ok(Math.abs(many / (20_000 * estimateTokens(prose)) - 1) < 0.05);
});

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
