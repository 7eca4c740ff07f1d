import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packVocabulary } from '../../../../src/agent/tokens/packVocabulary.ts';
import { readVocabulary } from '../../../../src/agent/tokens/readVocabulary.ts';
import { trieRoot, type TokenTrie } from '../../../../src/agent/tokens/tokenTrie.ts';

const has = (trie: TokenTrie, bytes: Uint8Array) => {
  let node: number = trieRoot;
  for (const byte of bytes) {
    node = trie.next(node, byte);
    if (node < 0) return false;
  }
  return trie.isToken(node);
};

test('a table holds the tokens it was made of, and no others', async () => {
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
  for (const token of tokens) assert.ok(has(trie, token), Buffer.from(token).toString());
  for (let byte = 0; byte < 256; byte++) assert.ok(has(trie, Uint8Array.of(byte)));
  const absent = [' Get', 'GET', 'tostring', 'straße', 'Strasse', 'ge', 'gets', 'Ÿ', 'āā', '日本', '=='];
  for (const text of absent) assert.ok(!has(trie, new TextEncoder().encode(text)), text);
});
