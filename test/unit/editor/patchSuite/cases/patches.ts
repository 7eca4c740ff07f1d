import type { PatchCase } from '../patchCase.ts';
import { casesOf, patchOf, replacement } from '../sourceCases.ts';
import { editSource, sources, type Source } from '../sources.ts';
import { hunkBody, writePatch } from '../writePatch.ts';

const body = (patch: string): string[] => patch.split('\n').slice(1, -1);

/** One case for each source, with all its edits. */
const together = (
  category: string,
  sent: (source: Source) => PatchCase['sent'] | undefined,
  more: Partial<PatchCase> = {},
): PatchCase[] =>
  sources.flatMap((source) => {
    const wanted = source.edits.reduce<readonly string[]>((lines, edit) => editSource(lines, edit), source.lines);
    const patch = sent(source);
    const name = `${source.path}: all edits`;
    return patch === undefined
      ? []
      : [{ category, name, file: source.lines.join('\n'), sent: patch, wanted: wanted.join('\n'), ...more }];
  });

/** The edits in the order of the file. */
const inOrder = ({ lines, edits }: Source) =>
  edits.toSorted((a, b) => lines.join('\n').indexOf(a.old.join('\n')) - lines.join('\n').indexOf(b.old.join('\n')));

/** The edits with up to `count` lines more of the file around them, so that they overlap. */
const widened = ({ lines, edits }: Source, count: number) =>
  edits.map((edit) => {
    const start = lines.findIndex((_, at) => edit.old.every((line, i) => lines[at + i] === line));
    const above = lines.slice(Math.max(0, start - count), start);
    const below = lines.slice(start + edit.old.length, start + edit.old.length + count);
    return { old: [...above, ...edit.old, ...below], wanted: [...above, ...edit.wanted, ...below] };
  });

const firstLine = (lines: readonly string[], old: readonly string[]): number =>
  lines.findIndex((_, at) => old.every((line, i) => lines[at + i] === line)) + 1;

/** Patches as they should be, and as models write them. */
export const patchCases = (): PatchCase[] => [
  ...casesOf('as it should be', () => ({})),
  ...casesOf('as it should be', (situation) => ({ sent: patchOf(situation) })),
  ...together('several edits', ({ edits }) => edits.map(replacement)),
  ...together('several edits', ({ edits }) => edits.map(replacement).toReversed()),
  ...together('several edits', (source) => writePatch(source.path, inOrder(source))),
  ...together('several edits', ({ path, edits }) => writePatch(path, edits.toReversed())),
  ...together('edits that overlap', (source) => widened(source, 4).map(replacement)),
  ...together('edits that overlap', (source) => writePatch(source.path, widened(source, 4))),
  ...casesOf('a bent frame', (situation) => ({ sent: body(patchOf(situation)).join('\n') })),
  ...casesOf('a bent frame', (situation) => ({ sent: `\`\`\`diff\n${body(patchOf(situation)).join('\n')}\n\`\`\`\n` })),
  ...casesOf('a bent frame', (situation) => ({ sent: `apply_patch <<'EOF'\n${patchOf(situation)}\nEOF\n` })),
  ...casesOf('a bent frame', (situation) => ({ sent: patchOf(situation).replace('\n@@\n', '\n') })),
  ...casesOf('blanks of the context', (situation) => ({ sent: patchOf(situation).replaceAll(/^ (?=\s|\S)/gm, '') })),
  ...casesOf('blanks of the context', (situation) => ({ sent: patchOf(situation).replaceAll(/^ $/gm, '') })),
  ...casesOf('a unified diff', ({ source, edit, before }) => ({
    sent: [
      `--- a/${source.path}`,
      `+++ b/${source.path}`,
      `@@ -${firstLine(before, edit.old)},${edit.old.length} +${firstLine(before, edit.old)},${edit.wanted.length} @@`,
      ...hunkBody(edit),
    ].join('\n'),
  })),
  ...casesOf('a unified diff', ({ source, edit }) => ({
    sent: [
      'diff --git a/x b/x',
      `--- a/${source.path}`,
      `+++ b/${source.path}`,
      `@@ -900,${edit.old.length} +900,${edit.wanted.length} @@ and so on`,
      ...hunkBody(edit),
      '',
    ].join('\n'),
  })),
  ...casesOf('a renamed file', ({ source, edit }) => ({
    sent: [
      '*** Begin Patch',
      `*** Update File: ${source.path}`,
      '*** Move to: src/moved.txt',
      '@@',
      ...hunkBody(edit),
      '*** End Patch',
    ].join('\n'),
  })),
  ...casesOf('moved code', ({ edit, before }) => {
    const start = firstLine(before, edit.old) - 1;
    const others = [...before.slice(0, start), ...before.slice(start + edit.old.length)];
    return {
      file: [...others, ...edit.old, ''].join('\n'),
      wanted: [...others, ...edit.wanted, ''].join('\n'),
    };
  }),
  ...casesOf('a place named by anchors', ({ source, edit, before, after }) => {
    const part = (name: string, lines: readonly string[]) => [
      name,
      ...lines.map((line) => (line === '' ? '' : `  ${line}`)),
    ];
    const inset = (lines: readonly string[]) => lines.map((line) => (line === '' ? '' : `  ${line}`));
    const patch = writePatch(source.path, [{ old: inset(edit.old), wanted: inset(edit.wanted) }], ['part two:']);
    return {
      file: [...part('part one:', before), ...part('part two:', before)].join('\n'),
      sent: patch,
      wanted: [...part('part one:', before), ...part('part two:', after)].join('\n'),
    };
  }),
];
