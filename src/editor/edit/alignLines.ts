import { likenessOf, type ReadLine } from './lineDrift.ts';

const foreignLineCost = 0.15;
const missingLineCost = 0.5;
const [up, left, diagonal] = [1, 2, 3];

/**
 * For each line of the block the line of the window it most likely became, in order; undefined where it is gone. Lines
 * before and after the block cost nothing. The block begins at most `slack` lines from line `slack` of the window.
 */
export function alignLines(
  block: readonly ReadLine[],
  window: readonly ReadLine[],
  slack: number,
): (number | undefined)[] {
  const width = window.length + 1;
  const scores = new Float64Array((block.length + 1) * width);
  const steps = new Uint8Array(scores.length).fill(left);
  for (const [i, line] of block.entries()) {
    const isLast = i === block.length - 1;
    for (let j = 0; j <= window.length; j++) {
      const at = (i + 1) * width + j;
      const gone = (scores[at - width] ?? 0) - costOfMissing(line);
      scores[at] = gone;
      steps[at] = up;
      const other = window[j - 1];
      if (!other) continue;
      const foreign = (scores[at - 1] ?? 0) - (isLast ? 0 : other.key === '' ? 0.01 : foreignLineCost);
      if (foreign > gone) [scores[at], steps[at]] = [foreign, left];
      const pair = Math.abs(j - 1 - i - slack) > 2 * slack ? undefined : pairScore(line, other);
      if (pair === undefined) continue;
      const both = (scores[at - width - 1] ?? 0) + pair;
      if (both >= (scores[at] ?? 0)) [scores[at], steps[at]] = [both, diagonal];
    }
  }
  return trace(steps, block.length, window.length);
}

function trace(steps: Uint8Array, rows: number, columns: number): (number | undefined)[] {
  const lines = Array.from<number | undefined>({ length: rows });
  for (let i = rows, j = columns; i > 0;) {
    const step = steps[i * (columns + 1) + j];
    if (step === diagonal) lines[--i] = --j;
    else if (step === left) j--;
    else i--;
  }
  return lines;
}

const costOfMissing = ({ key, isTelling }: ReadLine): number => (key === '' ? 0.01 : isTelling ? missingLineCost : 0.2);

/** What it is worth that the one line is the other; undefined where it cannot be. */
function pairScore(line: ReadLine, other: ReadLine): number | undefined {
  if (line.key === other.key) return line.key === '' ? 0.02 : line.isTelling ? 1 : 0.25;
  if (!line.isTelling || !other.isTelling) return undefined;
  const likeness = likenessOf(line, other);
  return likeness === 0 ? undefined : likeness * 0.8;
}
