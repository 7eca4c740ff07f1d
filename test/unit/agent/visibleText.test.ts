import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visibleLine, visibleText } from '../../../src/agent/visibleText.ts';

test('what nobody sees, or what turns around what is seen, is left out', () => {
  assert.equal(
    visibleText('a\u202Eb\u2066c\u200Bd\u{E0049}e\u0000f\u001B[31mg\u2028h\uD800i\uFEFF', 99),
    'abcdef[31mghi',
  );
  assert.equal(visibleText('one\r\ntwo\rthree\tfour\n', 99), 'one\ntwo\nthree\tfour\n');
});

test('words of any script stay', () => {
  for (const text of ['naïve – “quoted”', 'می‌خواهم', '日本語', '👩‍👩‍👧', 'שלום', 'e\u0301'])
    assert.equal(visibleLine(text, 99), text);
});

test('what is long is cut, and a line is one', () => {
  assert.equal(visibleLine(' a \n b\r\nc ', 99), 'a b c');
  assert.equal(visibleText('x'.repeat(1_000_000), 10), 'xxxxxxxxxx…');
  assert.equal(visibleText('\u200B'.repeat(1_000_000), 10), '…');
  assert.equal(visibleLine('x'.repeat(10), 10), 'x'.repeat(10));
});
