import { applyChanges } from './lineDiff.ts';
import { rebaseChanges } from './rebase.ts';
import type { Replacement } from './replaceLines.ts';
import { toLf } from './textKeys.ts';

/** One edit of several in the same file. */
export type EditStep = (text: string, fromLine: number) => Replacement;

export type Outcome =
  | { kind: 'edited'; text: string; done: number }
  /** The first edit that does not work, 0-based. `overlaps`: it would, without those before it. */
  | { kind: 'failed'; index: number; fault: Replacement; overlaps: boolean };

/**
 * The text after all edits, each made in what those before it left; one that was written for the text as it was is
 * merged in. `done` counts those that were there already. All or nothing.
 */
export function applyInOrder(original: string, steps: readonly EditStep[]): Outcome {
  let text = toLf(original);
  let fromLine = 0;
  let done = 0;
  for (const [index, step] of steps.entries()) {
    const result = step(text, fromLine);
    if (result.kind === 'replaced') {
      text = result.text;
      fromLine = result.endLine;
    } else if (result.kind === 'done') done++;
    else {
      const alone = index > 0 ? step(toLf(original), 0) : result;
      if (alone.kind !== 'replaced') return { kind: 'failed', index, fault: result, overlaps: false };
      const changes = rebaseChanges(toLf(original), alone.text, text);
      if (!changes) return { kind: 'failed', index, fault: result, overlaps: true };
      text = applyChanges(text.split('\n'), changes).join('\n');
    }
  }
  return { kind: 'edited', text, done };
}
