import { readShipped } from '../readShipped.ts';
import { readVocabulary } from './readVocabulary.ts';
import { TokenCounter } from './tokenCounter.ts';

let counter: Promise<TokenCounter> | undefined;

/** Counts with the tokens that the build wrote into `dist/o200k.br`, which are read once. */
export function loadTokenCounter(): Promise<TokenCounter> {
  return (counter ??= readShipped('o200k.br')
    .then(readVocabulary)
    .then((trie) => new TokenCounter(trie)));
}
