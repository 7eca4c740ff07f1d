import { diffLines, type LineChange } from './lineDiff.ts';
import { tokensOf, type Token } from './textKeys.ts';

/**
 * `actual`, which is `base` in another layout, with the changes from `base` to `wanted` made in it: the layout of what
 * they keep stays. Undefined where `actual` differs in more than layout, commas and semicolons.
 */
export function mergeTokens(base: string, wanted: string, actual: string): string | undefined {
  const [before, after, there] = [tokensOf(base), tokensOf(wanted), tokensOf(actual)];
  const keys = before.map(keyOfToken);
  const theirs = diffLines(keys, there.map(keyOfToken));
  const isSeparator = (key: string) => key === ',' || key === ';';
  if (!theirs.every(({ start, end, lines }) => [...keys.slice(start, end), ...lines].every(isSeparator)))
    return undefined;
  const mine = diffLines(keys, after.map(keyOfToken));
  let result = '';
  let at = 0;
  for (const change of mine) {
    if (theirs.some((other) => touches(other, change))) return undefined;
    const from = change.start + growth(theirs, change.start);
    const to = change.end + growth(theirs, change.start);
    const first = change.start + growth(mine, change.start);
    const text = textOf(wanted, after, [first, first + change.lines.length], from < to);
    const [start, end] = rangeOf(there, [from, to], text !== '');
    result += actual.slice(at, start) + text;
    at = end;
  }
  return result + actual.slice(at);
}

const keyOfToken = ({ key }: Token): string => key;

export const touches = (a: LineChange, b: LineChange): boolean => a.start <= b.end && b.start <= a.end;

/** How many more there are before `at` after the changes. */
export const growth = (changes: readonly LineChange[], at: number): number =>
  changes
    .filter(({ end, start }) => end <= at && start < at)
    .reduce((sum, c) => sum + c.lines.length - (c.end - c.start), 0);

type Range = readonly [from: number, to: number];

/** New tokens with the whitespace between them; where they replace none, also with that before them, or else after. */
function textOf(text: string, tokens: readonly Token[], [from, to]: Range, replaces: boolean): string {
  const [before, first, last] = [tokens[from - 1], tokens[from], tokens[to - 1]];
  if (from === to || !first || !last) return '';
  if (replaces) return text.slice(first.start, last.end);
  return before ? text.slice(before.end, last.end) : text.slice(first.start, tokens[to]?.start ?? last.end);
}

/** Where they go. Tokens that only go away take the whitespace before them along, or else after. */
function rangeOf(tokens: readonly Token[], [from, to]: Range, replaced: boolean): Range {
  const [before, first, last] = [tokens[from - 1], tokens[from], tokens[to - 1]];
  if (from === to || !first || !last) return before ? [before.end, before.end] : [first?.start ?? 0, first?.start ?? 0];
  if (replaced) return [first.start, last.end];
  return before ? [before.end, last.end] : [first.start, tokens[to]?.start ?? last.end];
}
