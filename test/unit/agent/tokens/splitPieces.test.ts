import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pieceEnd, publishedPieces } from '../../../../src/agent/tokens/splitPieces.ts';
import { tokenTexts } from '../../../support/tokenTexts.ts';

const check = (text: string) => {
  for (let start = 0; start < text.length;) {
    publishedPieces.lastIndex = start;
    assert.ok(publishedPieces.test(text));
    const { lastIndex } = publishedPieces;
    const end = pieceEnd(text, start);
    assert.equal(
      text.slice(start, end),
      text.slice(start, lastIndex),
      JSON.stringify(text.slice(start - 20, start + 40)),
    );
    start = end;
  }
};

test('plain text is cut as the published expression cuts it', () => {
  for (const [, text] of tokenTexts()) check(text);
});

test('so are mixtures of all that it tells apart', () => {
  const parts = [
    ' ',
    '  ',
    '\n',
    '\r',
    '\t',
    "'",
    's',
    'T',
    're',
    'VE',
    'll',
    'D',
    'a',
    'B',
    'é',
    'Ж',
    '中',
    'ア',
    '\u0301',
    '1',
    '22',
    '/',
    '-',
    '.',
    '😀',
    '\u00a0',
    '\ud800',
    'ǅ',
    'ʰ',
    '٣',
    '\0',
  ];
  let seed = 1;
  const next = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let round = 0; round < 30_000; round++) {
    check(Array.from({ length: 1 + next(8) }, () => parts[next(parts.length)]).join(''));
  }
});
