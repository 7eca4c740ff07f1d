// Our counts against those of the tokenizer itself.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { encode as encodeOlder } from 'gpt-tokenizer/encoding/cl100k_base';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { hasOlderEncoding, moreInOlderEncoding } from '../../../../src/agent/tokens/olderEncoding.ts';
import { textSegments } from '../../../../src/agent/tokens/textSegments.ts';
import type { TokenCounter } from '../../../../src/agent/tokens/tokenCounter.ts';
import { loadTestCounter } from '../../../support/loadTestCounter.ts';
import { languages, messagesOf, tokenTexts } from '../../../support/tokenTexts.ts';

const asText = { disallowedSpecial: new Set<string>() };

let counter: TokenCounter;
before(async () => {
  counter = await loadTestCounter();
});

const within = (share: number, counted: number, exact: number, what: string) => {
  const off = counted / exact - 1;
  assert.ok(
    Math.abs(off) <= share,
    `${what}: ${counted.toFixed(0)} instead of ${exact}, off by ${(100 * off).toFixed(2)} %`,
  );
};

for (const [name, text] of tokenTexts()) {
  test(`${name} is counted within 1 %`, () => {
    const exact = encode(text, asText).length;
    assert.ok(exact > 500, `${exact} tokens are too few to tell`);
    within(0.01, counter.count(text), exact, name);
  });
}

test('short texts are counted to the token', () => {
  const texts = [
    '',
    ' ',
    'hello world',
    'The quick brown fox jumps over the lazy dog.',
    "I'll say it's theirs, and they'd agree.",
    'for (let i = 0; i < items.length; i++) {\n  total += items[i].price;\n}\n',
    '12345678901234567890',
    '<|endoftext|>',
    '👩‍👩‍👧‍👦',
  ];
  for (const text of texts) assert.equal(counter.count(text), encode(text, asText).length, text);
});

/** Each is counted in a single piece by the tokenizer, which takes time with the square of its length. */
const runs: [what: string, unit: string][] = [
  ['a letter', 'a'],
  ['two letters', 'ab'],
  ['spaces', ' '],
  ['line ends', '\n'],
  ['tabs', '\t'],
  ['dashes', '-'],
  ['equals signs', '='],
  ['an emoji', '😀'],
  ['a Chinese character', '中'],
  ['a digit', '0'],
];
for (const [what, unit] of runs) {
  test(`100,000 times ${what} are counted, and right`, () => {
    const exactOfPart = encode(unit.repeat(2048), asText).length;
    within(0.01, counter.count(unit.repeat(100 * 1024)), 50 * exactOfPart, what);
  });
}

test('a million characters of a minified line and of prose are counted in segments like the whole', () => {
  for (const [name, text] of tokenTexts()) {
    if (!['minified JavaScript', 'a licence', 'ja'].includes(name)) continue;
    const long = text.repeat(Math.ceil(1_000_000 / text.length));
    const parts = [...textSegments(long)];
    assert.equal(parts.join(''), long);
    assert.ok(parts.every((part) => part.length <= 65_536));
    const sum = parts.reduce((tokens, part) => tokens + counter.count(part), 0);
    within(0.0005, sum, counter.count(long), name);
  }
});

test('a segment never ends within a character', () => {
  const parts = [...textSegments(`a${'😀'.repeat(50_000)}`)];
  for (const part of parts) assert.ok(part.isWellFormed());
});

test('text that is not well formed is counted too', () => {
  assert.ok(counter.count('\ud800'.repeat(1000) + '\udc00x\0\u0001') > 1000);
});

test('for models before gpt-4o, English and code are within 3 %, other languages within 12 %', () => {
  assert.deepEqual(
    ['gpt-4', 'gpt-4-0613', 'gpt-4-turbo', 'gpt-3.5-turbo', 'gpt-4o', 'gpt-4.1', 'gpt-5', 'llama'].map(
      hasOlderEncoding,
    ),
    [true, true, true, true, false, false, false, false],
  );
  const count = (text: string) => counter.count(text) + moreInOlderEncoding(text);
  const check = (share: number, name: string, text: string) =>
    within(share, count(text), encodeOlder(text, asText).length, name);
  for (const [name, text] of tokenTexts())
    if (['TypeScript', 'Markdown', 'a licence'].includes(name)) check(0.03, name, text);
  for (const language of languages) check(0.12, language, messagesOf(language));
});
