import type { TextEdit } from '../../../../src/editor/edit/slips.ts';
import type { PatchCase } from './patchCase.ts';
import { editSource, sources, type Source, type SourceEdit } from './sources.ts';
import { writePatch } from './writePatch.ts';

/** A source, one of its edits, and the file before and after it. */
export interface Situation {
  source: Source;
  edit: SourceEdit;
  before: readonly string[];
  after: readonly string[];
}

/** All edits of all sources. */
export const situations: readonly Situation[] = sources.flatMap((source) =>
  source.edits.map((edit) => ({ source, edit, before: source.lines, after: editSource(source.lines, edit) })),
);

export type Lines = Pick<SourceEdit, 'old' | 'wanted'>;

export const replacement = ({ old, wanted }: Lines): TextEdit => ({
  oldText: old.join('\n'),
  newText: wanted.join('\n'),
});

/** What of a case differs from "the edit is made in the file". */
export type Change = Partial<Pick<PatchCase, 'sent' | 'wanted' | 'compare'>> & { file?: string };

/** One case for each situation for which `change` gives one: by default the edit as a replacement in its file. */
export const casesOf = (category: string, change: (situation: Situation) => Change | undefined): PatchCase[] =>
  situations.flatMap((situation) => {
    const { source, edit, before, after } = situation;
    const changed = change(situation);
    const plain = { file: before.join('\n'), sent: [replacement(edit)], wanted: after.join('\n') };
    return changed ? [{ category, name: `${source.path}: ${edit.name}`, ...plain, ...changed }] : [];
  });

export const patchOf = ({ source, edit }: Situation, anchors?: readonly string[]): string =>
  writePatch(source.path, [edit], anchors);
