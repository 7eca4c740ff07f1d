import { findLines, type Place } from './findPlaces.ts';
import { indentOf, isBlank, reindent } from './indentation.ts';
import type { Hunk } from './readPatch.ts';
import { replaceLines, type Replacement } from './replaceLines.ts';
import { squeeze, toLf } from './textKeys.ts';

/**
 * Makes the change of one hunk. Of several places its anchors and, for a unified diff, its line number decide, then
 * that it comes after `fromLine`, where the hunk before it ended (0-based).
 */
export function patchText(text: string, hunk: Hunk, fromLine = 0): Replacement {
  const file = toLf(text).split('\n');
  const scopes = scopesOf(file, hunk.anchors);
  if (hunk.old.every(isBlank)) return insert(file, hunk, scopes);
  const { unprefixed } = hunk;
  const isForgotten =
    unprefixed && !findLines(file, hunk.old, same).length && findLines(file, unprefixed.old, same).length;
  const { old, wanted } = isForgotten ? unprefixed : hunk;
  return replaceLines(
    file,
    { oldText: old.join('\n'), newText: wanted.join('\n') },
    { choose: (places) => choosePlaces(places, file, hunk, scopes, fromLine) },
  );
}

const same = (line: string): string => line;

type Scope = Pick<Place, 'start' | 'end'>;

function choosePlaces(
  places: readonly Place[],
  file: readonly string[],
  { line, atEnd }: Hunk,
  scopes: readonly Scope[],
  fromLine: number,
): readonly Place[] {
  let left = places;
  const narrow = (fits: (place: Place) => boolean): void => {
    const fitting = left.filter(fits);
    if (left.length > 1 && fitting.length > 0) left = fitting;
  };
  if (atEnd) narrow(({ end }) => file.slice(end).every(isBlank));
  if (scopes.length > 0) narrow((place) => scopes.some(({ start, end }) => place.start >= start && place.end <= end));
  if (line !== undefined) narrow(({ start }) => start === line - 1);
  narrow(({ start }) => start >= fromLine);
  return left;
}

/** The definitions that the anchors name, the inner ones where there are several anchors. */
function scopesOf(file: readonly string[], anchors: readonly string[]): Scope[] {
  let scopes: Scope[] = [];
  for (const anchor of anchors) {
    const outer = scopes.length > 0 ? scopes : [{ start: 0, end: file.length }];
    const sought = squeeze(anchor);
    const isIn = (at: number) => outer.some(({ start, end }) => at >= start && at < end);
    const lines = file.flatMap((line, at) => (isIn(at) ? [{ at, key: squeeze(line) }] : []));
    const equal = lines.filter(({ key }) => key === sought);
    const alike = equal.length > 0 ? equal : lines.filter(({ key }) => key.startsWith(sought));
    const found = alike.length > 0 ? alike : lines.filter(({ key }) => key.includes(sought));
    if (found.length > 0) scopes = found.map(({ at }) => scopeFrom(file, at));
  }
  return scopes;
}

/** From a line to the end of what is indented below it. */
function scopeFrom(file: readonly string[], start: number): Scope {
  const depth = indentOf(file[start] ?? '').length;
  let end = start + 1;
  for (; end < file.length; end++) {
    const line = file[end] ?? '';
    if (isBlank(line) || indentOf(line).length > depth) continue;
    if (/^\s*[)\]}]|^\s*end\b/.test(line) && indentOf(line).length === depth) {
      if (/[{([:]\s*$/.test(line)) continue;
      return { start, end: end + 1 };
    }
    if (/^\s*\{\s*$/.test(line) && indentOf(line).length === depth) continue;
    break;
  }
  return { start, end };
}

/** New lines without any around them: at the end, below the one anchor, or the whole of an empty file. */
function insert(file: readonly string[], { wanted, atEnd }: Hunk, scopes: readonly Scope[]): Replacement {
  const place = (at: number, lines: readonly string[]): Replacement => ({
    kind: 'replaced',
    text: [...file.slice(0, at), ...lines, ...file.slice(at)].join('\n'),
    endLine: at + lines.length,
  });
  const text = wanted.join('\n');
  if (file.join('\n').includes(text) && text.trim().length >= 20) return { kind: 'done' };
  if (file.every(isBlank)) return { kind: 'replaced', text: `${text}\n`, endLine: wanted.length };
  if (atEnd) return place(file.at(-1) === '' ? file.length - 1 : file.length, wanted);
  const [scope, ...others] = scopes;
  if (others.length > 0) return { kind: 'ambiguous', lines: scopes.map(({ start }) => start + 1) };
  if (!scope) return { kind: 'refused', reason: 'A hunk that only adds lines needs some unchanged lines around them.' };
  return place(scope.start + 1, reindent(wanted, [], { writer: wanted, file }));
}
