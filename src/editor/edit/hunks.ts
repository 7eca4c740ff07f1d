import { applyChanges, diffLines, splitLines, type LineChange } from './lineDiff.ts';
import { growth, touches } from './mergeTokens.ts';

/** One place where two texts differ: lines `start` to `end` (exclusive, 0-based) of the first became `lines`. */
export interface Hunk extends LineChange {
  removed: readonly string[];
  /** Where `lines` are in the second text. */
  at: number;
}

/** Where `current` differs from `base`, in order. Line endings do not count. */
export function hunksBetween(base: string, current: string): Hunk[] {
  const before = splitLines(base);
  let shift = 0;
  return diffLines(before, splitLines(current)).map((change) => {
    const at = change.start + shift;
    shift += change.lines.length - (change.end - change.start);
    return { ...change, removed: before.slice(change.start, change.end), at };
  });
}

/** `base` with this one change of the other text. */
export const takeHunk = (base: string, hunk: Hunk): string => applyChanges(splitLines(base), [hunk]).join('\n');

/** The other text as if it had never changed here. */
export const dropHunk = (current: string, { at, lines, removed }: Hunk): string =>
  applyChanges(splitLines(current), [{ start: at, end: at + lines.length, lines: removed }]).join('\n');

/** The hunk at this line of the second text: one that begins or ends there, or where lines were removed. */
export const hunkAt = (hunks: readonly Hunk[], line: number): Hunk | undefined =>
  hunks.find(({ at, lines }) => line >= at && line < at + Math.max(1, lines.length)) ??
  hunks.find(({ at, lines }) => lines.length === 0 && line === at - 1);

/** What the hunk changes, wherever it is. */
export const keyOf = ({ removed, lines }: Hunk): string => JSON.stringify([removed, lines]);

/** The hunk with this key that is nearest to the line: others may have moved it, or are alike. */
export const hunkNear = (hunks: readonly Hunk[], key: string, line: number): Hunk | undefined =>
  hunks
    .filter((hunk) => keyOf(hunk) === key)
    .toSorted((a, b) => Math.abs(a.at - line) - Math.abs(b.at - line))
    .at(0);

/** The one after (or before) the line, and from the last on again the first. */
export function hunkBeside(hunks: readonly Hunk[], line: number, direction: 'next' | 'previous'): Hunk | undefined {
  const here = hunkAt(hunks, line);
  return direction === 'next'
    ? (hunks.find((hunk) => hunk !== here && hunk.at > line) ?? hunks[0])
    : (hunks.findLast(({ at, lines }) => at + Math.max(1, lines.length) <= line) ?? hunks.at(-1));
}

/**
 * What somebody changed from `before` to `after`, made in `other` too, which is another version of `before`. Undefined
 * where both changed the same lines or neighbouring ones; what both changed alike is there already.
 */
export function carryOver(before: string, after: string, other: string): string | undefined {
  const lines = splitLines(before);
  const theirs = diffLines(lines, splitLines(other));
  const carried: LineChange[] = [];
  for (const change of diffLines(lines, splitLines(after))) {
    if (theirs.some((their) => isSame(their, change))) continue;
    if (theirs.some((their) => touches(their, change))) return undefined;
    const shift = growth(theirs, change.start);
    carried.push({ ...change, start: change.start + shift, end: change.end + shift });
  }
  return carried.length === 0 ? other : applyChanges(splitLines(other), carried).join('\n');
}

const isSame = (a: LineChange, b: LineChange): boolean =>
  a.start === b.start && a.end === b.end && a.lines.join('\n') === b.lines.join('\n');

/** How many lines the hunks add and remove. */
export const countLines = (hunks: readonly Hunk[]): { added: number; removed: number } => ({
  added: hunks.reduce((sum, { lines }) => sum + lines.length, 0),
  removed: hunks.reduce((sum, { removed }) => sum + removed.length, 0),
});
