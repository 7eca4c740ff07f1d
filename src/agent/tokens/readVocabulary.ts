import { setImmediate } from 'node:timers/promises';
import { TokenTrie } from './tokenTrie.ts';
import {
  commonSets,
  end,
  entryHead,
  escape,
  formCount,
  formOf,
  manyCut,
  otherPage,
  shift,
} from './vocabularyFormat.ts';

/** After how many entries others have their turn: a few milliseconds. */
const entriesAtOnce = 2_000;

/** The tokens and their ranks in an uncompressed table, as vocabularyFormat.ts describes it. */
export async function readVocabulary(table: Uint8Array): Promise<TokenTrie> {
  const trie = new TokenTrie();
  const encoder = new TextEncoder();
  const at = (index: number) => table[index] ?? 0;
  for (let byte = 0; byte < 256; byte++) trie.add(Uint8Array.of(byte), 1);
  let rankAt = ranksIn(table);
  const entry = new Uint8Array(1024);
  let length = 0;
  let position = commonSets;
  for (let count = 1; at(position) !== end; count++) {
    const head = at(position++) - entryHead;
    const cut = head >> 4 === manyCut ? at(position++) : head >> 4;
    const forms = (head & 15) === commonSets ? at(position++) : at(head & 15);
    length -= cut;
    while (at(position) !== end && at(position) < entryHead) entry[length++] = at(position++);
    const text = textOf(entry, length);
    for (let form = 0; form < formCount; form++) {
      if (forms & (1 << form)) trie.add(encoder.encode(formOf(text, form)), at(rankAt++));
    }
    if (count % entriesAtOnce === 0) await setImmediate();
  }
  for (position++; at(position) !== end; position += 1 + at(position)) {
    trie.add(table.subarray(position + 1, position + 1 + at(position)), at(rankAt++));
  }
  return trie;
}

/** Where the ranks begin. */
function ranksIn(table: Uint8Array): number {
  let position = table.indexOf(end, commonSets) + 1;
  while (table[position] !== end) position += 1 + (table[position] ?? 0);
  return position + 1;
}

function textOf(entry: Uint8Array, length: number): string {
  let text = '';
  let page = 0;
  for (let index = 0; index < length; index++) {
    const byte = entry[index] ?? 0;
    if (byte === otherPage) {
      page = ((entry[++index] ?? 0) - shift) | (((entry[++index] ?? 0) - shift) << 6);
    } else {
      text += String.fromCharCode((page << 7) | (byte === escape ? (entry[++index] ?? 0) - shift : byte));
    }
  }
  return text;
}
