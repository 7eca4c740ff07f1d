import { diffLines } from '../../../../src/editor/edit/lineDiff.ts';
import type { SourceEdit } from './sources.ts';

type Lines = Pick<SourceEdit, 'old' | 'wanted'>;

/** The body of a hunk: unchanged, removed and added lines. */
export function hunkBody({ old, wanted }: Lines): string[] {
  const body: string[] = [];
  let at = 0;
  for (const { start, end, lines } of diffLines(old, wanted)) {
    body.push(...old.slice(at, start).map((line) => ` ${line}`));
    body.push(...old.slice(start, end).map((line) => `-${line}`), ...lines.map((line) => `+${line}`));
    at = end;
  }
  return [...body, ...old.slice(at).map((line) => ` ${line}`)];
}

/** A patch as a model should write it. */
export const writePatch = (path: string, edits: readonly Lines[], anchors: readonly string[] = []): string =>
  [
    '*** Begin Patch',
    `*** Update File: ${path}`,
    ...edits.flatMap((edit) => [
      ...(anchors.length > 0 ? anchors.map((anchor) => `@@ ${anchor}`) : ['@@']),
      ...hunkBody(edit),
    ]),
    '*** End Patch',
  ].join('\n');
