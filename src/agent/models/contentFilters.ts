import type { ContentFilter } from '../transcript.ts';
import { nodeOf, textOf } from './wireValue.ts';

/**
 * What Azure's content filter says, a category each: `content_filter_results` of a choice, of an entry of
 * `prompt_filter_results` or of `content_filters`.
 */
export function contentFilters(results: unknown, of: ContentFilter['of']): readonly ContentFilter[] {
  return Object.entries(nodeOf(results)).flatMap(([category, value]) => {
    const { filtered, severity, detected } = nodeOf(value);
    if (typeof filtered !== 'boolean') return [];
    const degree = textOf(severity);
    const found = typeof detected === 'boolean' ? { detected } : {};
    return [{ of, category, filtered, ...(degree && { severity: degree }), ...found }];
  });
}

/** Keeps for each category what was said last: it is said again with each piece of an answer. */
export function mergeFilters(
  known: readonly ContentFilter[],
  more: readonly ContentFilter[],
): readonly ContentFilter[] {
  const all = new Map(known.map((one) => [`${one.of} ${one.category}`, one]));
  for (const one of more) {
    const key = `${one.of} ${one.category}`;
    if (!all.get(key)?.filtered) all.set(key, one);
  }
  return [...all.values()];
}
