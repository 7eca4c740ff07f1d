import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packVocabulary } from '../../../../src/agent/tokens/packVocabulary.ts';
import { readVocabulary } from '../../../../src/agent/tokens/readVocabulary.ts';
import { trieRoot, type TokenTrie } from '../../../../src/agent/tokens/tokenTrie.ts';
import { rankOf } from '../../../../src/agent/tokens/vocabularyFormat.ts';

/** 0 where the bytes are no token. */
const rankIn = (trie: TokenTrie, bytes: Uint8Array) => {
  let node: number = trieRoot;
  for (const byte of bytes) {
    node = trie.next(node, byte);
    if (node < 0) return 0;
  }
  return trie.rank(node);
};

test('a table holds the tokens it was made of and their ranks, and no others', async () => {
  const texts = [
    'get',
    ' get',
    'Get',
    ' GET',
    'toString',
    ' toString',
    'Straße',
    'STRASSE',
    'ÿ',
    'Āā',
    'Ёж',
    'ǅ',
    ' ',
    '  ',
    '\n\n',
  ];
  const others = [
    '한국',
    '日本語',
    '😀',
    ' \u0001\u0002',
    'İ',
    'ﬁ',
    '\ufeff//',
    '='.repeat(128),
    `${'='.repeat(128)} `,
    '=',
  ];
  const partial = [Uint8Array.of(0xe4, 0xb8), Uint8Array.of(0x80, 0x81), Uint8Array.of(0x20, 0xd0)];
  const tokens = [...[...texts, ...others].map((text) => new TextEncoder().encode(text)), ...partial];
  const trie = await readVocabulary(packVocabulary(tokens));
  for (const [index, token] of tokens.entries()) {
    const rank = token.length > 1 ? rankOf(index, tokens.length) : 1;
    assert.equal(rankIn(trie, token), rank, Buffer.from(token).toString());
  }
  for (let byte = 0; byte < 256; byte++) assert.equal(rankIn(trie, Uint8Array.of(byte)), 1);
  const absent = [' Get', 'GET', 'tostring', 'straße', 'Strasse', 'ge', 'gets', 'Ÿ', 'āā', '日本', '=='];
  for (const text of absent) assert.equal(rankIn(trie, new TextEncoder().encode(text)), 0, text);
});

test('ranks keep the order of tokens, are finer for the first, and fit in a byte', () => {
  const count = 200_000;
  const all = Array.from({ length: count }, (_, index) => rankOf(index, count));
  assert.equal(all[0], 1);
  assert.deepEqual(
    all,
    all.toSorted((a, b) => a - b),
  );
  assert.ok((all.at(-1) ?? 0) < 256);
  assert.ok((all[1000] ?? 0) > (all.at(-1) ?? 0) / 3);
});
