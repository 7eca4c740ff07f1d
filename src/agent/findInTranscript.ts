import { setImmediate as nextTask } from 'node:timers/promises';
import vm from 'node:vm';
import { findPattern, type FindQuery } from './findPattern.ts';
import { shownText } from './shownText.ts';
import type { Transcript } from './transcript.ts';

/** Of a conversation, what was looked for. */
export interface FoundItems {
  /** Those that have it, in their order, with the number of places. */
  items: readonly { itemId: string; count: number }[];
  /** Why nothing could be looked for. */
  problem?: string;
}

/** How long a pattern may work before it counts as runaway, in milliseconds. */
const patternBudgetMs = 400;
const longestTaskMs = 10;
const countMatches = new vm.Script(`texts.map((text) => {
  let count = 0;
  for (const [found] of text.matchAll(pattern)) if (found !== '') count++;
  return count;
})`);

/** Looks for the query in all that is shown of a conversation. A pattern that takes too long is stopped. */
export async function findInTranscript(transcript: Transcript, query: FindQuery): Promise<FoundItems> {
  try {
    const pattern = findPattern(query);
    const counts = countAll(pattern, await textsOf(transcript));
    const items = transcript.map(({ id }, at) => ({ itemId: id, count: counts[at] ?? 0 }));
    return { items: items.filter(({ count }) => count > 0) };
  } catch (error) {
    return { items: [], problem: (error as Error).message };
  }
}

/** What is read for the first time is read in pieces: all else of the extension goes on. */
async function textsOf(transcript: Transcript): Promise<readonly string[]> {
  const texts: string[] = [];
  let since = performance.now();
  for (const item of transcript) {
    texts.push(shownText(item));
    if (performance.now() - since < longestTaskMs) continue;
    await nextTask();
    since = performance.now();
  }
  return texts;
}

function countAll(pattern: RegExp, texts: readonly string[]): readonly number[] {
  try {
    return countMatches.runInNewContext({ pattern, texts }, { timeout: patternBudgetMs }) as number[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw new Error('This expression takes too long. Use a simpler one, without nested repetition.', { cause: error });
  }
}
