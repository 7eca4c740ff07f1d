import { driftOf } from './lineDrift.ts';
import { isBlank } from './indentation.ts';
import { isTelling, keyOf } from './textKeys.ts';

const foreignLineCost = 0.15;
const missingLineCost = 0.5;

/**
 * For each line of the block the line of the window it most likely became, in order; undefined where it is gone. Lines
 * before and after the block cost nothing.
 */
export function alignLines(block: readonly string[], window: readonly string[]): (number | undefined)[] {
  const width = window.length + 1;
  const scores = new Float64Array((block.length + 1) * width);
  const steps = new Uint8Array(scores.length);
  const keys = { block: block.map(keyOf), window: window.map(keyOf) };
  for (let i = 1; i <= block.length; i++) {
    const line = block[i - 1] ?? '';
    for (let j = 0; j <= window.length; j++) {
      const at = i * width + j;
      const gone = (scores[at - width] ?? 0) - (isBlank(line) ? 0.01 : isTelling(line) ? missingLineCost : 0.2);
      scores[at] = gone;
      steps[at] = up;
      if (j === 0) continue;
      const other = window[j - 1] ?? '';
      const foreign = (scores[at - 1] ?? 0) - (i === block.length ? 0 : isBlank(other) ? 0.01 : foreignLineCost);
      if (foreign > gone) [scores[at], steps[at]] = [foreign, left];
      const pair = pairScore(line, other, keys.block[i - 1] === keys.window[j - 1]);
      if (pair === undefined) continue;
      const both = (scores[at - width - 1] ?? 0) + pair;
      if (both >= (scores[at] ?? 0)) [scores[at], steps[at]] = [both, diagonal];
    }
  }
  const lines: (number | undefined)[] = block.map(() => undefined);
  for (let i = block.length, j = window.length; i > 0;) {
    const step = steps[i * width + j];
    if (step === diagonal) lines[--i] = --j;
    else if (step === left) j--;
    else i--;
  }
  return lines;
}

const [up, left, diagonal] = [1, 2, 3];

/** What it is worth that the one line is the other; undefined where it cannot be. */
function pairScore(line: string, other: string, isSame: boolean): number | undefined {
  if (isSame) return isBlank(line) ? 0.02 : isTelling(line) ? 1 : 0.25;
  if (!isTelling(line) || !isTelling(other)) return undefined;
  const { likeness } = driftOf(line, other);
  return likeness === 0 ? undefined : likeness * 0.8;
}
