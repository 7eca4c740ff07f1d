import { isBlank } from './indentation.ts';
import { keyOf, plainText, squeeze, tokensOf } from './textKeys.ts';

/** Where a block stands in the lines of a file. */
export interface Place {
  /** 0-based, `end` exclusive. */
  start: number;
  end: number;
  /** For each line of the block its line in the file, where it has one. Undefined: only the whole corresponds. */
  lines: readonly (number | undefined)[] | undefined;
}

/** How lines are compared, the strictest first. */
const comparisons: readonly ((line: string) => string)[] = [(line) => line, (line) => line.trimEnd(), squeeze, keyOf];

/**
 * All places of the block in the strictest comparison that gives any: as it is, but for blanks at line ends, for
 * whitespace, for typography, for blank lines, and for how the code is laid out in lines. A block of blank lines is nowhere.
 */
export function findPlaces(file: readonly string[], block: readonly string[]): Place[] {
  if (block.every(isBlank)) return [];
  for (const compare of comparisons) {
    const starts = findLines(file, block, compare);
    if (starts.length > 0)
      return starts.map((start) => ({ start, end: start + block.length, lines: block.map((_, i) => start + i) }));
  }
  const spaced = findWithoutBlankLines(file, block);
  return spaced.length > 0 ? spaced : findLaidOut(file, block);
}

/** Where the block stands in `lines` as `compare` sees it: 0-based first lines. */
export function findLines(
  lines: readonly string[],
  block: readonly string[],
  compare: (line: string) => string = squeeze,
): number[] {
  const target = block.map(compare);
  if (target.every((line) => line === '')) return [];
  const keys = lines.map(compare);
  const starts: number[] = [];
  for (let at = 0; at + target.length <= keys.length; at++)
    if (target.every((line, i) => keys[at + i] === line)) starts.push(at);
  return starts;
}

function findWithoutBlankLines(file: readonly string[], block: readonly string[]): Place[] {
  const written = (lines: readonly string[]) => lines.flatMap((line, at) => (isBlank(line) ? [] : [at]));
  const [inFile, inBlock] = [written(file), written(block)];
  const textOf = (lines: readonly string[], numbers: readonly number[]) => numbers.map((at) => lines[at] ?? '');
  return findLines(textOf(file, inFile), textOf(block, inBlock), keyOf).flatMap((first) => {
    const [start, last] = [inFile[first], inFile[first + inBlock.length - 1]];
    if (start === undefined || last === undefined) return [];
    const lines = new Map(inBlock.map((at, i) => [at, inFile[first + i]]));
    return [{ start, end: last + 1, lines: block.map((_, at) => lines.get(at)) }];
  });
}

/** The same words and signs in other lines, as after a formatter: whole lines, commas before closing brackets apart. */
function findLaidOut(file: readonly string[], block: readonly string[]): Place[] {
  const wanted = layoutTokens(block);
  // Most files do not have the signs at all, and their tokens are many.
  if (wanted.length < 4 || !withoutLayout(file).includes(withoutLayout(block))) return [];
  const tokens = layoutTokens(file);
  const places: Place[] = [];
  for (let at = 0; at + wanted.length <= tokens.length; at++) {
    if (!wanted.every(({ key }, i) => tokens[at + i]?.key === key)) continue;
    const [first, last] = [tokens[at], tokens[at + wanted.length - 1]];
    const next = tokens[at + wanted.length];
    if (!first || !last || tokens[at - 1]?.line === first.line || next?.line === last.line) continue;
    places.push({ start: first.line, end: last.line + 1, lines: undefined });
  }
  return places;
}

const withoutLayout = (lines: readonly string[]): string =>
  plainText(lines.join('\n'))
    .replaceAll(/\s+/g, '')
    .replaceAll('"', "'")
    .replaceAll(/,(?=[)\]}])/g, '');

function layoutTokens(lines: readonly string[]): { key: string; line: number }[] {
  const all = lines.flatMap((text, line) => tokensOf(text).map(({ key }) => ({ key, line })));
  return all.filter(({ key }, i) => key !== ',' || !/^[)\]}]$/.test(all[i + 1]?.key ?? ''));
}
