import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { readVocabulary } from './readVocabulary.ts';
import { TokenCounter } from './tokenCounter.ts';

let counter: Promise<TokenCounter> | undefined;

/** Counts with the tokens that the build wrote into `dist/o200k.bin`, which are read once. */
export function loadTokenCounter(): Promise<TokenCounter> {
  return (counter ??= readTable()
    .then((table) => promisify(brotliDecompress)(table))
    .then(readVocabulary)
    .then((trie) => new TokenCounter(trie)));
}

async function readTable(): Promise<Buffer> {
  // This is bundled into dist/chunks/.
  const here = dirname(fileURLToPath(import.meta.url));
  const folders = [here, dirname(here)];
  for (const folder of folders) {
    try {
      return await readFile(join(folder, 'o200k.bin'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  throw new Error(`There is no o200k.bin in ${folders.join(' or ')}: build the extension again.`);
}
