import { setImmediate } from 'node:timers/promises';
import { loadTokenCounter } from './loadTokenCounter.ts';
import { hasOlderEncoding, moreInOlderEncoding } from './olderEncoding.ts';
import { textSegments } from './textSegments.ts';

/** How far the count of nearly any text of some length is from the server's at most: 0.01 is 1 %. */
export const countError = 0.01;
/** The same for models before gpt-4o: texts in English and code are nearer, some languages are not. */
export const olderCountError = 0.1;

/** After how many segments others have their turn. */
const segmentsAtOnce = 4;

/**
 * How many tokens a text has for a model, within `countError` for nearly all texts of more than a few words. Models whose
 * encoding is not known are taken for OpenAI's since gpt-4o.
 */
export async function countTokens(model: string, text: string): Promise<number> {
  const counter = await loadTokenCounter();
  const isOlder = hasOlderEncoding(model);
  let tokens = 0;
  let segments = 0;
  for (const segment of textSegments(text)) {
    if (++segments % segmentsAtOnce === 0) await setImmediate();
    tokens += counter.count(segment) + (isOlder ? moreInOlderEncoding(segment) : 0);
  }
  return Math.round(tokens);
}
