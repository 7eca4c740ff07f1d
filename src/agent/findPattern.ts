export interface FindQuery {
  text: string;
  matchCase: boolean;
  wholeWord: boolean;
  /** `text` is a regular expression. */
  regex: boolean;
}

const longestQuery = 1_000;

/**
 * What matches the query, wherever it stands. Where it is no regular expression, white space matches any other. Throws a
 * sentence where there is no such pattern.
 */
export function findPattern({ text, matchCase, wholeWord, regex }: FindQuery): RegExp {
  if (text.length > longestQuery) throw new Error('This is too long to look for.');
  const source = regex ? text : text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replaceAll(/\s+/g, '\\s+');
  const whole = wholeWord ? `(?<![\\p{L}\\p{N}_])(?:${source})(?![\\p{L}\\p{N}_])` : source;
  try {
    return new RegExp(whole, matchCase ? 'gmu' : 'gimu');
  } catch (error) {
    throw new Error('This is not a regular expression.', { cause: error });
  }
}

/** Where it matches something. */
export function* matchesOf(text: string, pattern: RegExp): Generator<{ start: number; end: number }> {
  for (const { index, 0: found } of text.matchAll(pattern)) {
    if (found !== '') yield { start: index, end: index + found.length };
  }
}
