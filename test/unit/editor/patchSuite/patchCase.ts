import { applyInOrder } from '../../../../src/editor/edit/applyInOrder.ts';
import { readPatch, type Hunk } from '../../../../src/editor/edit/readPatch.ts';
import type { TextEdit } from '../../../../src/editor/edit/slips.ts';
import { patchSteps, textSteps } from '../../../../src/editor/edit/steps.ts';

/** One thing a model sends for one file, and what must come of it. */
export interface PatchCase {
  category: string;
  name: string;
  file: string;
  /** Replacements, or a patch. */
  sent: readonly TextEdit[] | string;
  /** The file afterwards, with `\n`; undefined: it must be refused. */
  wanted: string | undefined;
  /** What of both files is compared: all of it, if not given. */
  compare?: (text: string) => string;
}

export type Verdict = 'right' | 'wrong' | 'refused';

/** The file as the engine leaves it; undefined where it refuses. */
export function runEngine({ file, sent }: PatchCase): string | undefined {
  try {
    const steps = typeof sent === 'string' ? patchSteps(hunksIn(sent)) : textSteps(sent);
    const outcome = applyInOrder(file, steps);
    return outcome.kind === 'edited' ? outcome.text : undefined;
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}

function hunksIn(patch: string): readonly Hunk[] {
  return readPatch(patch).flatMap((file) => {
    if (file.kind !== 'update') throw new Error('The patch does not change a file.');
    return file.hunks;
  });
}

/** What most tools began with: the text is there once and is replaced, or it is refused. */
export function runNaively({ file, sent }: PatchCase): string | undefined {
  let text = file;
  for (const { oldText, newText } of typeof sent === 'string' ? naiveHunks(sent) : sent) {
    if (oldText === '' || text.split(oldText).length !== 2) return undefined;
    text = text.replace(oldText, () => newText);
  }
  return text.replaceAll('\r\n', '\n');
}

function naiveHunks(patch: string): TextEdit[] {
  const lines = patch.split('\n');
  if (lines[0] !== '*** Begin Patch' || lines.at(-1) !== '*** End Patch') return [{ oldText: '', newText: '' }];
  const hunks: { oldText: string[]; newText: string[] }[] = [];
  for (const line of lines.slice(2, -1)) {
    if (line.startsWith('@@')) hunks.push({ oldText: [], newText: [] });
    else if (!line.startsWith('+')) hunks.at(-1)?.oldText.push(line.slice(1));
    if (/^[ +]/.test(line)) hunks.at(-1)?.newText.push(line.slice(1));
  }
  return hunks.map(({ oldText, newText }) => ({ oldText: oldText.join('\n'), newText: newText.join('\n') }));
}

export function judge({ wanted, compare = (text) => text }: PatchCase, result: string | undefined): Verdict {
  if (result === undefined) return wanted === undefined ? 'right' : 'refused';
  return wanted !== undefined && compare(result) === compare(wanted) ? 'right' : 'wrong';
}
