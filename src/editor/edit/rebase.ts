import { diffLines, splitLines, type LineChange } from './lineDiff.ts';
import { findLines } from './findPlaces.ts';
import { indentOf, reindent } from './indentation.ts';
import { touches } from './mergeTokens.ts';

/** How many unchanged lines on each side may say where a change belongs, tried in this order. */
const contextSizes = [3, 1, 0];

/**
 * The changes from `original` to `proposed`, at the lines of `current` where they belong; undefined where somebody
 * changed the same lines and no other single place fits. A change that is already there is left out.
 */
export function rebaseChanges(original: string, proposed: string, current: string): LineChange[] | undefined {
  const [before, after, now] = [splitLines(original), splitLines(proposed), splitLines(current)];
  const theirs = diffLines(before, now);
  const moved: LineChange[] = [];
  for (const change of diffLines(before, after)) {
    if (theirs.some((other) => isSame(other, change))) continue;
    const place = theirs.some((other) => touches(other, change))
      ? searchPlace(change, before, now)
      : shift(change, theirs);
    if (!place) return undefined;
    moved.push(place);
  }
  moved.sort((a, b) => a.start - b.start);
  return moved.every((change, i) => i === 0 || (moved[i - 1]?.end ?? 0) <= change.start) ? moved : undefined;
}

const isSame = (a: LineChange, b: LineChange): boolean =>
  a.start === b.start && a.end === b.end && a.lines.join('\n') === b.lines.join('\n');

/** The same lines after the changes before them. */
function shift(change: LineChange, theirs: readonly LineChange[]): LineChange {
  const delta = theirs
    .filter((other) => other.end <= change.start)
    .reduce((sum, other) => sum + other.lines.length - (other.end - other.start), 0);
  return { ...change, start: change.start + delta, end: change.end + delta };
}

/** The one place in `now` that has the old lines, whitespace apart, with as much of their surroundings as it takes. */
function searchPlace(change: LineChange, before: readonly string[], now: readonly string[]): LineChange | undefined {
  for (const size of contextSizes) {
    const from = Math.max(0, change.start - size);
    const wanted = before.slice(from, change.end + size);
    const starts = findLines(now, wanted);
    const [found] = starts;
    if (found === undefined || starts.length > 1) continue;
    const start = found + change.start - from;
    const pairs = wanted.flatMap((line, i): [string, string][] =>
      line.trim() === '' ? [] : [[indentOf(line), indentOf(now[found + i] ?? '')]],
    );
    const lines = reindent(change.lines, pairs, { writer: before, file: now });
    return { start, end: start + change.end - change.start, lines };
  }
  return undefined;
}
