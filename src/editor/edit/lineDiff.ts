/** Lines `start` (inclusive, 0-based) to `end` (exclusive) of a text become `lines`. */
export interface LineChange {
  start: number;
  end: number;
  lines: readonly string[];
}

/** Edit distances above this are not searched: what differs becomes one change. */
const maxDistance = 1000;

/** The lines of a text, with any line ending; a final newline gives an empty last line, as in an editor. */
export const splitLines = (text: string): string[] => text.split(/\r\n|\r|\n/);

/** The smallest changes that turn `before` into `after`, in order, neither overlapping nor touching. */
export function diffLines(before: readonly string[], after: readonly string[]): LineChange[] {
  let prefix = 0;
  while (prefix < before.length && prefix < after.length && before[prefix] === after[prefix]) prefix++;
  let suffix = 0;
  const most = Math.min(before.length, after.length) - prefix;
  while (suffix < most && before.at(-1 - suffix) === after.at(-1 - suffix)) suffix++;
  const old = before.slice(prefix, before.length - suffix);
  const now = after.slice(prefix, after.length - suffix);
  if (old.length === 0 && now.length === 0) return [];
  const trace = old.length > 0 && now.length > 0 ? searchPaths(old, now) : undefined;
  if (!trace) return [{ start: prefix, end: prefix + old.length, lines: now }];
  return collectChanges(trace, old.length, now, prefix);
}

/** Myers' greedy search. One array of furthest `x` per edit distance, indexed by diagonal + distance + 1. */
function searchPaths(old: readonly string[], now: readonly string[]): Int32Array[] | undefined {
  const trace: Int32Array[] = [];
  let previous = Int32Array.of(0, 0, 0);
  for (let distance = 0; distance <= Math.min(maxDistance, old.length + now.length); distance++) {
    const furthest = new Int32Array(2 * distance + 3);
    trace.push(furthest);
    for (let diagonal = -distance; diagonal <= distance; diagonal += 2) {
      let x = stepFrom(previous, distance, diagonal).x;
      while (x < old.length && x - diagonal < now.length && old[x] === now[x - diagonal]) x++;
      furthest[diagonal + distance + 1] = x;
      if (x >= old.length && x - diagonal >= now.length) return trace;
    }
    previous = furthest;
  }
  return undefined;
}

/** Where the path of this distance enters the diagonal: one line down (inserted) or right (deleted). */
function stepFrom(previous: Int32Array, distance: number, diagonal: number): { x: number; inserted: boolean } {
  if (distance === 0) return { x: 0, inserted: false };
  const at = (neighbour: number) => previous[neighbour + distance] ?? 0;
  const inserted = diagonal === -distance || (diagonal !== distance && at(diagonal - 1) < at(diagonal + 1));
  return { x: inserted ? at(diagonal + 1) : at(diagonal - 1) + 1, inserted };
}

/** Walks the trace backwards from the end of both texts and joins neighbouring steps. */
function collectChanges(
  trace: readonly Int32Array[],
  oldLength: number,
  now: readonly string[],
  offset: number,
): LineChange[] {
  const changes: { start: number; end: number; from: number; to: number }[] = [];
  let diagonal = oldLength - now.length;
  for (let distance = trace.length - 1; distance > 0; distance--) {
    const { x, inserted } = stepFrom(trace[distance - 1] ?? new Int32Array(), distance, diagonal);
    const y = x - diagonal;
    const step = inserted ? { start: x, end: x, from: y - 1, to: y } : { start: x - 1, end: x, from: y, to: y };
    const next = changes.at(-1);
    if (next?.start === step.end && next.from === step.to) Object.assign(next, { start: step.start, from: step.from });
    else changes.push(step);
    diagonal += inserted ? 1 : -1;
  }
  return changes.reverse().map(({ start, end, from, to }) => ({
    start: start + offset,
    end: end + offset,
    lines: now.slice(from, to),
  }));
}

/** `lines` after the changes, which are in order. */
export function applyChanges(lines: readonly string[], changes: readonly LineChange[]): string[] {
  const result: string[] = [];
  let at = 0;
  for (const change of changes) {
    result.push(...lines.slice(at, change.start), ...change.lines);
    at = change.end;
  }
  return result.concat(lines.slice(at));
}
