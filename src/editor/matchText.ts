import { splitLines } from './lineDiff.ts';

export type Replacement =
  | { kind: 'replaced'; text: string }
  /** The wanted text is at several places: their first lines, 1-based. */
  | { kind: 'ambiguous'; lines: readonly number[] }
  /** The wanted text is nowhere; `nearest` is what comes closest, lines 1-based and inclusive. */
  | { kind: 'absent'; nearest?: { startLine: number; endLine: number; text: string } };

/**
 * Replaces the one place where `wanted` stands in `text`: exactly, else as whole lines that differ only in
 * whitespace, with the replacement indented as the place is. Works on `\n`; answers with `\n`.
 */
export function replaceText(text: string, wanted: string, replacement: string): Replacement {
  const [haystack, needle, substitute] = [toLf(text), toLf(wanted), toLf(replacement)];
  const places = occurrences(haystack, needle);
  const [place] = places;
  if (place !== undefined && places.length === 1)
    return {
      kind: 'replaced',
      text: haystack.slice(0, place) + substitute + haystack.slice(place + needle.length),
    };
  if (places.length > 1) return { kind: 'ambiguous', lines: places.map((at) => lineOf(haystack, at)) };

  const lines = haystack.split('\n');
  const block = trimBlankLines(needle.split('\n'));
  const starts = findLines(lines, block);
  const [start] = starts;
  if (start === undefined) return absent(lines, block);
  if (starts.length > 1) return { kind: 'ambiguous', lines: starts.map((line) => line + 1) };
  const end = start + block.length;
  const fitting = reindent(trimBlankLines(substitute.split('\n')), block, lines.slice(start, end));
  return { kind: 'replaced', text: [...lines.slice(0, start), ...fitting, ...lines.slice(end)].join('\n') };
}

/** Where `wanted` stands in `lines`, whitespace apart: 0-based first lines. A block of blank lines is nowhere. */
export function findLines(lines: readonly string[], wanted: readonly string[]): number[] {
  const target = wanted.map(squeeze);
  if (target.every((line) => line === '')) return [];
  const squeezed = lines.map(squeeze);
  const starts: number[] = [];
  for (let at = 0; at + target.length <= squeezed.length; at++)
    if (target.every((line, i) => squeezed[at + i] === line)) starts.push(at);
  return starts;
}

/** `lines`, written for the indentation of `wanted`, with the indentation that `actual`, the same block, has. */
export function reindent(lines: readonly string[], wanted: readonly string[], actual: readonly string[]): string[] {
  const known = new Map<string, string>();
  wanted.forEach((line, i) => {
    if (line.trim() !== '') known.set(indentOf(line), indentOf(actual[i] ?? ''));
  });
  const byLength = [...known].sort(([a], [b]) => b.length - a.length);
  const unit = tabUnit(byLength);
  return lines.map((line) => {
    const indent = indentOf(line);
    if (line.trim() === '') return line;
    const shorter = byLength.find(([from]) => indent.startsWith(from));
    if (shorter) {
      const deeper = indent.slice(shorter[0].length);
      return shorter[1] + (unit ? deeper.replaceAll(' '.repeat(unit), '\t') : deeper) + line.slice(indent.length);
    }
    const [from, to] = byLength.findLast(([longer]) => longer.startsWith(indent)) ?? [indent, indent];
    const missing = Math.ceil((from.length - indent.length) / (unit ?? 1));
    return to.slice(0, Math.max(0, to.length - missing)) + line.slice(indent.length);
  });
}

/** How many spaces of the writer are one tab of the file; undefined where the file has no tabs or the writer has. */
function tabUnit(indents: readonly (readonly [from: string, to: string])[]): number | undefined {
  if (!indents.some(([from, to]) => to.includes('\t') && !from.includes('\t'))) return undefined;
  const [from, to] = indents.find(([, tabs]) => tabs.length > 0) ?? ['', ''];
  return Math.max(1, Math.round(from.length / to.length)) || 4;
}

export const toLf = (text: string): string => text.replaceAll(/\r\n?/g, '\n');
const indentOf = (line: string): string => /^[ \t]*/.exec(line)?.[0] ?? '';
const squeeze = (line: string): string => line.trim().replaceAll(/\s+/g, ' ');
const lineOf = (text: string, at: number): number => splitLines(text.slice(0, at)).length;

function occurrences(text: string, wanted: string): number[] {
  if (wanted === '') return text === '' ? [0] : [];
  const places: number[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) places.push(at);
  return places;
}

function trimBlankLines(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  const last = lines.findLastIndex((line) => line.trim() !== '');
  return first < 0 ? [] : lines.slice(first, last + 1);
}

/** Looks for the line most like the wordiest wanted one, and shows the block around it. */
function absent(lines: readonly string[], wanted: readonly string[]): Replacement {
  const words = wanted.map(wordsOf);
  const anchor = words.reduce((best, set, i) => (set.size > (words[best]?.size ?? 0) ? i : best), 0);
  const sought = words[anchor];
  let nearest: { line: number; score: number } | undefined;
  if (sought)
    lines.forEach((line, i) => {
      const score = likeness(sought, wordsOf(line));
      if (score >= 0.4 && score > (nearest?.score ?? 0)) nearest = { line: i, score };
    });
  if (!nearest) return { kind: 'absent' };
  const start = Math.max(0, nearest.line - anchor);
  const end = Math.min(lines.length, start + wanted.length);
  return { kind: 'absent', nearest: { startLine: start + 1, endLine: end, text: lines.slice(start, end).join('\n') } };
}

const wordsOf = (line: string): Set<string> => new Set(line.match(/[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$]/gu));

/** Dice coefficient: 1 for the same words, 0 for none in common. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let common = 0;
  for (const word of a) if (b.has(word)) common++;
  return (2 * common) / (a.size + b.size || 1);
}
