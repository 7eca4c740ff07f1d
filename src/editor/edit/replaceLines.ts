import { findDrifted } from './findDrifted.ts';
import { findPlaces, type Place } from './findPlaces.ts';
import { isBlank } from './indentation.ts';
import { applyChanges } from './lineDiff.ts';
import { mergeBlock, type Block } from './mergeBlock.ts';
import { nearestTo, type Passage } from './nearestTo.ts';
import { omissionIn, readingsOf, type TextEdit } from './slips.ts';
import { isTelling, keyOf } from './textKeys.ts';

export type Replacement =
  /** `endLine` is the line after what changed, 0-based. */
  | { kind: 'replaced'; text: string; endLine: number }
  /** The new text is in the file already. */
  | { kind: 'done' }
  /** The old text is at several places: their first lines, 1-based. */
  | { kind: 'ambiguous'; lines: readonly number[] }
  /** The old text is nowhere; `nearest` is what comes closest. */
  | { kind: 'absent'; nearest?: Passage }
  /** The edit itself is at fault: a sentence for the model. */
  | { kind: 'refused'; reason: string };

export interface LineOptions {
  /** Leaves of several places those that are meant. */
  choose?: (places: readonly Place[]) => readonly Place[];
  /** What is tried for each reading of the edit before its lines. */
  first?: (reading: TextEdit) => Replacement | undefined;
}

/**
 * Replaces the one place where `oldText` stands as whole lines: but for whitespace, typography and layout, else where
 * most lines are there and the others nearly. What the edit keeps stays as the file has it.
 */
export function replaceLines(
  file: readonly string[],
  edit: TextEdit,
  { choose = (places) => places, first = () => undefined }: LineOptions = {},
): Replacement {
  const left = omissionIn(edit.newText, file) ?? omissionIn(edit.oldText, file);
  if (left !== undefined)
    return { kind: 'refused', reason: `"${left}" stands for code that is left out. Write that code, or edit less.` };
  for (const reading of readingsOf(edit)) {
    const block = blockOf(reading);
    const result = first(reading) ?? replaceAt(file, block, choose(findPlaces(file, block.old)));
    if (result) return result;
  }
  if (isThere(file, edit.newText)) return { kind: 'done' };
  const block = blockOf(edit);
  const places = choose(findDrifted(file, block.old));
  return replaceAt(file, block, places) ?? absent(file, block);
}

/** Undefined where there is no place. */
function replaceAt(file: readonly string[], block: Block, places: readonly Place[]): Replacement | undefined {
  const [place] = places;
  if (!place) return undefined;
  if (places.length > 1) return { kind: 'ambiguous', lines: places.map(({ start }) => start + 1) };
  if (isDoneAt(file, block, place)) return { kind: 'done' };
  const changes = mergeBlock(file, block, place);
  if (!changes) return { kind: 'absent', nearest: passage(file, place) };
  const text = applyChanges(file, changes).join('\n');
  const growth = changes.reduce((sum, { start, end, lines }) => sum + lines.length - (end - start), 0);
  return { kind: 'replaced', text, endLine: place.end + growth };
}

const passage = (file: readonly string[], { start, end }: Place): Passage => ({
  startLine: start + 1,
  endLine: end,
  text: file.slice(start, end).join('\n'),
});

function absent(file: readonly string[], { old }: Block): Replacement {
  const nearest = nearestTo(file, old);
  return nearest ? { kind: 'absent', nearest } : { kind: 'absent' };
}

/** The lines of both texts without the blank ones around the old text. */
export function blockOf({ oldText, newText }: TextEdit): Block {
  const [old, wanted] = [oldText.split('\n'), newText.split('\n')];
  const [above, below] = blankAround(old);
  if (above === old.length) return { old: [], wanted };
  const [aboveNew, belowNew] = blankAround(wanted);
  const kept = aboveNew === wanted.length ? [] : wanted;
  return {
    old: old.slice(above, old.length - below),
    wanted: kept.slice(Math.min(above, aboveNew), kept.length - Math.min(below, belowNew)),
  };
}

function blankAround(lines: readonly string[]): [above: number, below: number] {
  const first = lines.findIndex((line) => !isBlank(line));
  return first < 0 ? [lines.length, 0] : [first, lines.length - 1 - lines.findLastIndex((line) => !isBlank(line))];
}

/** True where the old lines are only a part of the wanted ones, and those are all there. */
function isDoneAt(file: readonly string[], { old, wanted }: Block, { start, lines }: Place): boolean {
  if (!lines || wanted.length <= old.length) return false;
  const [before, after, there] = [old, wanted, file].map((text) => text.map(keyOf));
  if (!before || !after || !there) return false;
  for (let at = 0; at + before.length <= after.length; at++)
    if (
      before.every((line, i) => after[at + i] === line) &&
      start >= at &&
      after.every((line, i) => there[start - at + i] === line)
    )
      return true;
  return false;
}

/** True where the new text stands in the file once and says enough to be no coincidence. */
function isThere(file: readonly string[], newText: string): boolean {
  const telling = newText.split('\n').filter(isTelling);
  if (telling.length === 0 || (telling.length === 1 && newText.trim().length < 20)) return false;
  if (file.join('\n').split(newText).length === 2) return true;
  return findPlaces(file, blockOf({ oldText: newText, newText }).old).length === 1;
}
