import type { PatchCase } from '../patchCase.ts';
import { casesOf, patchOf, replacement, type Lines } from '../sourceCases.ts';
import { writePatch } from '../writePatch.ts';

export const indented = (path: string): boolean => !/\.(yaml|md)$/.test(path);

/** The width of one level of the source. */
export const unitOf = (path: string): string =>
  /\.(go)$/.test(path) ? '\t' : /\.(py|rs|java|c)$/.test(path) ? '    ' : '  ';

export const indentWith =
  (path: string, unit: string) =>
  (line: string): string => {
    const indent = /^\s*/.exec(line)?.[0] ?? '';
    const own = unitOf(path);
    const levels = Math.floor(indent.length / own.length);
    return unit.repeat(levels) + indent.slice(levels * own.length) + line.slice(indent.length);
  };

const outdent = ({ old, wanted }: Lines): Lines => {
  const written = [...old, ...wanted].filter((line) => line.trim() !== '');
  const least = Math.min(...written.map((line) => /^\s*/.exec(line)?.[0].length ?? 0));
  const move = (line: string) => line.slice(least);
  return { old: old.map(move), wanted: wanted.map(move) };
};

const trailBlanks = (line: string, at: number): string => (at % 3 === 0 && line !== '' ? `${line}  ` : line);
const withoutTrailing = (text: string): string => text.replaceAll(/[ \t]+$/gm, '');
const crlf = (lines: readonly string[]): string => lines.join('\r\n');

/** Whitespace: what editors, formatters and models make of it. */
export const layoutCases = (): PatchCase[] => [
  ...casesOf('tabs and spaces', ({ source: { path }, before, after }) => {
    if (!indented(path)) return undefined;
    const other = indentWith(path, unitOf(path) === '\t' ? '    ' : '\t');
    return { file: before.map(other).join('\n'), wanted: after.map(other).join('\n') };
  }),
  ...casesOf('tabs and spaces', (situation) => {
    const { source, before, after } = situation;
    if (!indented(source.path)) return undefined;
    const other = indentWith(source.path, unitOf(source.path) === '\t' ? '  ' : '\t');
    const file = before.map(other).join('\n');
    return { file, sent: patchOf(situation), wanted: after.map(other).join('\n') };
  }),
  ...casesOf('width of indentation', ({ source: { path }, before, after }) => {
    if (!indented(path) || unitOf(path) === '\t') return undefined;
    const other = indentWith(path, unitOf(path) === '  ' ? '    ' : '  ');
    return { file: before.map(other).join('\n'), wanted: after.map(other).join('\n') };
  }),
  ...casesOf('indentation left out', ({ edit }) => {
    const moved = outdent(edit);
    return moved.old[0] === edit.old[0] ? undefined : { sent: [replacement(moved)] };
  }),
  ...casesOf('indentation left out', ({ source, edit }) => {
    const moved = outdent(edit);
    return moved.old[0] === edit.old[0] ? undefined : { sent: writePatch(source.path, [moved]) };
  }),
  ...casesOf('indentation left out', ({ edit: { old, wanted } }) => {
    const [first = '', newFirst = ''] = [old[0], wanted[0]];
    if (first.trimStart() === first) return undefined;
    const cut = { old: [first.trimStart(), ...old.slice(1)], wanted: [newFirst.trimStart(), ...wanted.slice(1)] };
    return { sent: [replacement(cut)] };
  }),
  ...casesOf('line ends', ({ before }) => ({ file: crlf(before) })),
  ...casesOf('line ends', ({ edit }) => ({ sent: [{ oldText: crlf(edit.old), newText: crlf(edit.wanted) }] })),
  ...casesOf('line ends', (situation) => ({ file: crlf(situation.before), sent: patchOf(situation) })),
  ...casesOf('blanks at line ends', ({ before }) => ({
    file: before.map(trailBlanks).join('\n'),
    compare: withoutTrailing,
  })),
  ...casesOf('blanks at line ends', ({ edit: { old, wanted } }) => ({
    sent: [replacement({ old: old.map(trailBlanks), wanted: wanted.map(trailBlanks) })],
    compare: withoutTrailing,
  })),
  ...casesOf('blanks at line ends', (situation) => ({
    file: situation.before.map(trailBlanks).join('\n'),
    sent: patchOf(situation),
    compare: withoutTrailing,
  })),
];
