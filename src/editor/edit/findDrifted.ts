import type { Place } from './findPlaces.ts';
import { alignLines } from './alignLines.ts';
import { driftOf, isComment } from './lineDrift.ts';
import { isTelling, keyOf, tokensOf } from './textKeys.ts';

/** Of what the block says, so much must be in the file as it is, and so much at least similarly. */
const leastExact = 0.6;
const leastAlike = 0.75;
/** A second place that is nearly as good makes the first one a guess. */
const clearLead = 0.1;
const mostSeeds = 60;

/**
 * Where the block stands in a file that has changed since: most lines are there as they were, the others nearly. Several
 * places where it is not clear which one; none where the best has other names in it, as a twin has.
 */
export function findDrifted(file: readonly string[], block: readonly string[]): Place[] {
  const telling = block.filter((line) => isTelling(line) && !isComment(line));
  if (telling.length < 3) return [];
  const found = new Map<string, { place: Place; score: number }>();
  for (const offset of seedOffsets(file, block)) {
    const slack = 4 + Math.floor(block.length / 4);
    const from = Math.max(0, offset - slack);
    const window = file.slice(from, Math.max(0, offset) + block.length + slack);
    const lines = alignLines(block, window).map((line) => (line === undefined ? undefined : line + from));
    const numbers = lines.filter((line) => line !== undefined);
    const [first, last] = [numbers[0], numbers.at(-1)];
    if (first === undefined || last === undefined) continue;
    const score = scoreOf(file, block, lines);
    if (score === undefined) continue;
    found.set(lines.join(), { place: { start: first, end: last + 1, lines }, score });
  }
  const ranked = [...found.values()].sort((a, b) => b.score - a.score);
  const best = ranked[0];
  if (!best) return [];
  const equals = ranked.filter(
    ({ score, place }) => score === best.score || (score > best.score - clearLead && !overlaps(place, best.place)),
  );
  return equals.every(({ place }) => isSound(file, block, place)) ? equals.map(({ place }) => place) : [];
}

const overlaps = (a: Place, b: Place): boolean => a.start < b.end && b.start < a.end;

/** Where the block might begin, judged by the lines that are there as they were, the rarest first. */
function seedOffsets(file: readonly string[], block: readonly string[]): Set<number> {
  const places = new Map<string, number[]>();
  file.forEach((line, at) => {
    const key = keyOf(line);
    const others = places.get(key);
    if (others) others.push(at);
    else places.set(key, [at]);
  });
  const seeds = block
    .flatMap((line, at) => (isTelling(line) ? [{ at, starts: places.get(keyOf(line)) ?? [] }] : []))
    .filter(({ starts }) => starts.length > 0)
    .sort((a, b) => a.starts.length - b.starts.length);
  const offsets = new Set<number>();
  for (const { at, starts } of seeds) for (const start of starts) if (offsets.size < mostSeeds) offsets.add(start - at);
  return offsets;
}

/** How much of the block is at the place, 0 to 1; undefined where that is too little. */
function scoreOf(
  file: readonly string[],
  block: readonly string[],
  lines: readonly (number | undefined)[],
): number | undefined {
  let [all, exact, alike] = [0, 0, 0];
  block.forEach((line, i) => {
    if (!isTelling(line)) return;
    const weight = isComment(line) ? 0.3 : Math.min(8, tokensOf(line).length);
    const number = lines[i];
    const { likeness } = number === undefined ? { likeness: 0 } : driftOf(line, file[number] ?? '');
    all += weight;
    alike += weight * likeness;
    if (likeness === 1) exact += weight;
  });
  return exact / all >= leastExact && alike / all >= leastAlike ? alike / all : undefined;
}

/** False where a word stands for another: the place may be a twin of the one that is meant. */
const isSound = (file: readonly string[], block: readonly string[], { lines }: Place): boolean =>
  block.every((line, i) => {
    const number = lines?.[i];
    return number === undefined || !isTelling(line) || !driftOf(line, file[number] ?? '').isRenamed;
  });
