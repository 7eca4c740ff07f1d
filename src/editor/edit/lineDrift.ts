import { diffLines } from './lineDiff.ts';
import { isTelling, keyOf, likeness, tokensOf } from './textKeys.ts';

/** What is compared of a line that may have changed. */
export interface ReadLine {
  /** The same for lines that differ in whitespace, typography and a comment at the end only. */
  key: string;
  isComment: boolean;
  isTelling: boolean;
  tokens: readonly string[];
  words: ReadonlySet<string>;
}

const leastLikeness = 0.5;
const likenessOfComments = 0.6;

export function readLine(line: string): ReadLine {
  const tokens = tokensOf(codeOf(line)).map(({ key }) => key);
  return {
    key: keyOfCode(line),
    isComment: isComment(line),
    isTelling: isTelling(line),
    tokens,
    words: new Set(tokens),
  };
}

/** The `key` of a line alone, which is quick. */
export const keyOfCode = (line: string): string => keyOf(codeOf(line));

/** How much a line of a file is the one that somebody remembers: 1 for the same, 0 for another. */
export function likenessOf(remembered: ReadLine, actual: ReadLine): number {
  if (remembered.key === actual.key) return 1;
  if (remembered.isComment && actual.isComment) return likenessOfComments;
  const alike = likeness(remembered.words, actual.words);
  return alike < leastLikeness ? 0 : Math.min(alike, 0.95);
}

/** True where a word stands in the place of another: then it may be a twin of the line that is meant. */
export const isRenamed = (remembered: ReadLine, actual: ReadLine): boolean =>
  remembered.key !== actual.key &&
  !(remembered.isComment && actual.isComment) &&
  diffLines(remembered.tokens, actual.tokens).some(
    ({ start, end, lines }) => remembered.tokens.slice(start, end).some(isWord) && lines.some(isWord),
  );

const isWord = (token: string): boolean => /[\p{L}\p{N}]/u.test(token);

const isComment = (line: string): boolean => /^\s*(\/\/|\/\*|\*|#(?![!\w[])|--\s|<!--|"""|''')/.test(line);

/** The line without a comment at its end. */
function codeOf(line: string): string {
  const comment = line.search(/\s(\/\/|#|--)\s/);
  return comment > 0 && line.slice(0, comment).trim() !== '' ? line.slice(0, comment) : line;
}
