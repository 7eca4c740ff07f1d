import { familyIdOf } from '../models/catalog.ts';

/** The families whose tokens are those of cl100k_base; models since gpt-4o, and the best guess for others, have o200k_base. */
const olderFamilies = ['gpt-4', 'gpt-4-turbo', 'gpt-3.5-turbo'];

/**
 * How many tokens more a letter is in cl100k_base than in o200k_base, on the average. What is English or code has the
 * same number in both, within 3 %; German, whose long words were cut more often, has 10 % more than this says.
 */
const more: readonly (readonly [perLetter: number, RegExp])[] = [
  [0.98, /(?![A-Za-z])\p{Script=Latin}/gu],
  [0.19, /\p{Script=Cyrillic}/gu],
  [0.5, /[\p{Script=Arabic}\p{Script=Thai}]/gu],
  [0.7, /\p{Script=Hebrew}/gu],
  [0.22, /\p{Script=Devanagari}/gu],
  [0.4, /\p{Script=Hangul}/gu],
  [0.3, /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  [0.34, /\p{Script=Han}/gu],
];

export const hasOlderEncoding = (model: string): boolean => olderFamilies.includes(familyIdOf(model) ?? '');

/** About how many tokens more a text has for a model with the older encoding. */
export function moreInOlderEncoding(text: string): number {
  if (/^[\0-\x7f]*$/.test(text)) return 0;
  return more.reduce((sum, [perLetter, letters]) => sum + perLetter * (text.match(letters)?.length ?? 0), 0);
}
