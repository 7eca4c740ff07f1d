import type { Place } from './findPlaces.ts';
import { commonIndent, indentOf, isBlank, reindent, type IndentPair } from './indentation.ts';
import { diffLines, type LineChange } from './lineDiff.ts';
import { mergeTokens } from './mergeTokens.ts';
import { plainText, squeeze } from './textKeys.ts';

/** Lines of a file as somebody remembers them, and what he wants in their place. */
export interface Block {
  old: readonly string[];
  wanted: readonly string[];
}

/**
 * The changes of the file that turn the old block into the wanted one where it stands. What the block keeps stays as the
 * file has it. Undefined where the file differs from the old block in the very words that change.
 */
export function mergeBlock(file: readonly string[], written: Block, place: Place): LineChange[] | undefined {
  const { start, end, lines } = place;
  const block = plainAs(file.slice(start, end), written);
  if (!lines) {
    const actual = file.slice(start, end);
    const pairs = indentPairs(file, block, [start, ...block.old.map(() => undefined)], 0);
    const merged = mergeTokens(
      block.old.join('\n'),
      fit(file, block, block.wanted, pairs).join('\n'),
      actual.join('\n'),
    );
    return merged === undefined ? undefined : [{ start, end, lines: merged === '' ? [] : merged.split('\n') }];
  }
  const changes: LineChange[] = [];
  for (const change of diffLines(block.old, block.wanted)) {
    const range = rangeOf(change, block.old, lines, file);
    if (!range) return undefined;
    const pairs = indentPairs(file, block, lines, change.start);
    const wanted = fit(file, block, change.lines, pairs);
    const old = block.old.slice(change.start, change.end);
    const actual = file.slice(range.start, range.end);
    if (sameLines(old, actual)) changes.push({ ...range, lines: wanted });
    else {
      const merged = mergeTokens(old.join('\n'), wanted.join('\n'), actual.join('\n'));
      if (merged === undefined) return undefined;
      changes.push({ ...range, lines: merged === '' ? [] : merged.split('\n') });
    }
  }
  return changes;
}

/** Typographic signs of the writer are not for a file that has plain ones. */
function plainAs(actual: readonly string[], { old, wanted }: Block): Block {
  const isPlain = (lines: readonly string[]) => lines.every((line) => plainText(line) === line);
  return isPlain(actual) && !isPlain(old)
    ? { old: old.map(plainText), wanted: wanted.map(plainText) }
    : { old, wanted };
}

function sameLines(old: readonly string[], actual: readonly string[]): boolean {
  const keys = (lines: readonly string[]) => lines.map(squeeze).filter((line) => line !== '');
  return keys(old).join('\n') === keys(actual).join('\n');
}

/** The lines of the file that the change replaces; undefined where others have come in between or they are gone. */
function rangeOf(
  { start, end }: LineChange,
  old: readonly string[],
  lines: readonly (number | undefined)[],
  file: readonly string[],
): { start: number; end: number } | undefined {
  const removed = old.slice(start, end).some((line) => !isBlank(line));
  const numbers = lines.slice(start, end).filter((line) => line !== undefined);
  const [first, last] = [numbers[0], numbers.at(-1)];
  if (removed) {
    if (first === undefined || last === undefined) return undefined;
    if (old.slice(start, end).some((line, i) => !isBlank(line) && lines[start + i] === undefined)) return undefined;
    const known = new Set(numbers);
    const foreign = file.slice(first, last + 1).some((line, i) => !isBlank(line) && !known.has(first + i));
    return foreign ? undefined : { start: first, end: last + 1 };
  }
  if (first !== undefined && last !== undefined) return { start: first, end: last + 1 };
  const [before, after] = [lines.slice(0, start).findLast(isNumber), lines.slice(end).find(isNumber)];
  if (before === undefined) return after === undefined ? undefined : { start: after, end: after };
  if (after !== undefined && file.slice(before + 1, after).some((line) => !isBlank(line))) return undefined;
  return { start: before + 1, end: before + 1 };
}

const isNumber = (value: number | undefined): value is number => value !== undefined;

/** What indentation of the writer is which of the file, the lines next to `at` first. */
function indentPairs(
  file: readonly string[],
  { old, wanted }: Block,
  lines: readonly (number | undefined)[],
  at: number,
): IndentPair[] {
  const actual = lines.filter(isNumber).map((number) => file[number] ?? '');
  // Some write the old text without its indentation and the new one with that of the file.
  const [had, has, gets] = [commonIndent(old), commonIndent(actual), commonIndent(wanted)];
  if (had !== has && gets === has) return [];
  return old
    .flatMap((line, i) => {
      const number = lines[i];
      if (isBlank(line) || number === undefined) return [];
      return [{ pair: [indentOf(line), indentOf(file[number] ?? '')] as const, distance: Math.abs(i - at) }];
    })
    .sort((a, b) => a.distance - b.distance)
    .map(({ pair }) => pair);
}

const fit = (file: readonly string[], { old, wanted }: Block, lines: readonly string[], pairs: readonly IndentPair[]) =>
  reindent(lines, pairs, { writer: old.concat(wanted), file });
