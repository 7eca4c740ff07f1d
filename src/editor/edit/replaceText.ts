import { replaceLines, type Replacement } from './replaceLines.ts';
import type { TextEdit } from './slips.ts';
import { toLf } from './textKeys.ts';

export type { Replacement } from './replaceLines.ts';

/**
 * Replaces the one place where `oldText` stands in `text`: exactly, else as lines that differ in what does not matter,
 * with the new lines indented as the place is. Works on `\n`; answers with `\n`.
 */
export function replaceText(text: string, oldText: string, newText: string): Replacement {
  const haystack = toLf(text);
  const edit = { oldText: toLf(oldText), newText: toLf(newText) };
  return replaceLines(haystack.split('\n'), edit, { first: (reading) => replaceExactly(haystack, reading) });
}

function replaceExactly(haystack: string, { oldText, newText }: TextEdit): Replacement | undefined {
  const all = occurrences(haystack, oldText);
  const whole = all.filter((at) => isWhole(haystack, at, oldText.length));
  const places = whole.length === 1 ? whole : all;
  const [place] = places;
  if (place === undefined) return undefined;
  if (places.length > 1) return { kind: 'ambiguous', lines: places.map((at) => lineOf(haystack, at)) };
  if (isDoneAt(haystack, place, oldText, newText)) return { kind: 'done' };
  const before = haystack.slice(0, place) + newText;
  return {
    kind: 'replaced',
    text: before + haystack.slice(place + oldText.length),
    endLine: lineOf(before, before.length),
  };
}

function occurrences(text: string, wanted: string): number[] {
  if (wanted === '') return text === '' ? [0] : [];
  if (wanted.trim() === '') return [];
  const places: number[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) places.push(at);
  return places;
}

const lineOf = (text: string, at: number): number => text.slice(0, at).split('\n').length;

/** True where nothing else is in the lines of the place. */
function isWhole(text: string, at: number, length: number): boolean {
  const [before, last, after] = [text[at - 1], text[at + length - 1], text[at + length]];
  return (before === undefined || before === '\n') && (after === undefined || after === '\n' || last === '\n');
}

/** True where the old text is only a part of the new one that stands there. */
function isDoneAt(text: string, at: number, oldText: string, newText: string): boolean {
  if (oldText === '' || oldText === newText) return false;
  for (let inside = newText.indexOf(oldText); inside >= 0; inside = newText.indexOf(oldText, inside + 1))
    if (at >= inside && text.startsWith(newText, at - inside)) return true;
  return false;
}
