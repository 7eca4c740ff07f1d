import { diffLines } from './lineDiff.ts';
import { keyOf, likeness, tokensOf } from './textKeys.ts';

/** How a line of a file differs from the line that somebody remembers. */
export interface Drift {
  /** 1: the same but for whitespace, typography and a comment at the end; 0: another line. */
  likeness: number;
  /** True where a word stands in the place of another: then it may be a twin of the line that is meant. */
  isRenamed: boolean;
}

const leastLikeness = 0.5;
const same: Drift = { likeness: 1, isRenamed: false };
const other: Drift = { likeness: 0, isRenamed: false };

export function driftOf(remembered: string, actual: string): Drift {
  if (keyOf(codeOf(remembered)) === keyOf(codeOf(actual))) return same;
  if (isComment(remembered) && isComment(actual)) return { likeness: 0.6, isRenamed: false };
  const [before, after] = [codeOf(remembered), codeOf(actual)].map((line) => tokensOf(line).map(({ key }) => key));
  if (!before || !after || before.length === 0 || after.length === 0) return other;
  const alike = likeness(before, after);
  if (alike < leastLikeness) return other;
  const isRenamed = diffLines(before, after).some(
    ({ start, end, lines }) => before.slice(start, end).some(isWord) && lines.some(isWord),
  );
  return { likeness: Math.min(alike, 0.95), isRenamed };
}

const isWord = (token: string): boolean => /[\p{L}\p{N}]/u.test(token);

export const isComment = (line: string): boolean => /^\s*(\/\/|\/\*|\*|#(?![!\w[])|--\s|<!--|"""|''')/.test(line);

/** The line without a comment at its end. */
const codeOf = (line: string): string => line.replace(/\s+(\/\/|#|--)\s.*$/, '');
