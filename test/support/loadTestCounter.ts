import { brotliDecompressSync } from 'node:zlib';
import { vocabulary } from '../../scripts/vocabulary.mjs';
import { readVocabulary } from '../../src/agent/tokens/readVocabulary.ts';
import { TokenCounter } from '../../src/agent/tokens/tokenCounter.ts';

/** A counter with the table that a build ships. */
export const loadTestCounter = async (): Promise<TokenCounter> =>
  new TokenCounter(await readVocabulary(brotliDecompressSync(await vocabulary())));
