import { alignLines } from './alignLines.ts';
import type { Place } from './findPlaces.ts';
import { isRenamed, keyOfCode, likenessOf, readLine, type ReadLine } from './lineDrift.ts';

/** Of what the block says, so much must be in the file as it is, and so much at least similarly. */
const leastExact = 0.6;
const leastAlike = 0.75;
/** A second place that is nearly as good makes the first one a guess. */
const clearLead = 0.1;
const mostSeeds = 60;
const mostBlockLines = 1000;

/**
 * Where the block stands in a file that has changed since: most lines are there as they were, the others nearly. Several
 * places where it is not clear which one; none where the best has other names in it, as a twin has.
 */
export function findDrifted(file: readonly string[], blockLines: readonly string[]): Place[] {
  const block = blockLines.map(readLine);
  if (block.filter((line) => line.isTelling && !line.isComment).length < 3 || block.length > mostBlockLines) return [];
  const found = new Map<string, { place: Place; score: number; isSound: boolean }>();
  const slack = 4 + Math.floor(block.length / 4);
  for (const offset of seedOffsets(file, block, slack)) {
    const from = Math.max(0, offset - slack);
    const window = file.slice(from, Math.max(0, offset) + block.length + slack).map(readLine);
    const lines = alignLines(block, window, offset - from).map((line) =>
      line === undefined ? undefined : line + from,
    );
    const numbers = lines.filter((line) => line !== undefined);
    const [first, last] = [numbers[0], numbers.at(-1)];
    const actual = lines.map((line) => (line === undefined ? undefined : window[line - from]));
    const score = scoreOf(block, actual);
    if (first === undefined || last === undefined || score === undefined) continue;
    const place = { start: first, end: last + 1, lines };
    found.set(lines.join(), { place, score, isSound: block.every((line, i) => isSound(line, actual[i])) });
  }
  const ranked = [...found.values()].sort((a, b) => b.score - a.score);
  const best = ranked[0];
  if (!best) return [];
  const equals = ranked.filter(
    ({ score, place }) => score === best.score || (score > best.score - clearLead && !overlaps(place, best.place)),
  );
  return equals.every((found) => found.isSound) ? equals.map(({ place }) => place) : [];
}

const overlaps = (a: Place, b: Place): boolean => a.start < b.end && b.start < a.end;

/** Where the block might begin, judged by the lines that are there as they were, the rarest first. */
function seedOffsets(file: readonly string[], block: readonly ReadLine[], slack: number): number[] {
  const places = new Map<string, number[]>();
  file.forEach((line, at) => {
    const key = keyOfCode(line);
    const others = places.get(key);
    if (others) others.push(at);
    else places.set(key, [at]);
  });
  const seeds = block
    .flatMap(({ key, isTelling }, at) => (isTelling ? [{ at, starts: places.get(key) ?? [] }] : []))
    .filter(({ starts }) => starts.length > 0)
    .sort((a, b) => a.starts.length - b.starts.length);
  const offsets: number[] = [];
  for (const { at, starts } of seeds)
    for (const start of starts)
      if (offsets.length < mostSeeds && !offsets.some((offset) => Math.abs(offset - (start - at)) < slack / 2))
        offsets.push(start - at);
  return offsets;
}

/** How much of the block is at the place, 0 to 1; undefined where that is too little. */
function scoreOf(block: readonly ReadLine[], actual: readonly (ReadLine | undefined)[]): number | undefined {
  let [all, exact, alike] = [0, 0, 0];
  block.forEach((line, i) => {
    if (!line.isTelling) return;
    const weight = line.isComment ? 0.3 : Math.min(8, line.tokens.length);
    const there = actual[i];
    const likeness = there ? likenessOf(line, there) : 0;
    all += weight;
    alike += weight * likeness;
    if (likeness === 1) exact += weight;
  });
  return exact / all >= leastExact && alike / all >= leastAlike ? alike / all : undefined;
}

/** False where a word stands for another: the place may be a twin of the one that is meant. */
const isSound = (line: ReadLine, actual: ReadLine | undefined): boolean =>
  !actual || !line.isTelling || !isRenamed(line, actual);
