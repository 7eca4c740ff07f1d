import vm from 'node:vm';

export interface Hit {
  /** 1-based. */
  line: number;
  /** The line, or what is around the match where it is long. */
  text: string;
}

/** How long one pattern may work on one file before it counts as runaway, in milliseconds. */
const patternBudgetMs = 250;
const shownCharacters = 240;

/**
 * Makes a function that finds the matching lines of a text, ignoring case. A regular expression runs where it can be
 * stopped: a catastrophic one throws a sentence instead of hanging the editor.
 */
export function lineFinder(query: string, isRegex: boolean): (text: string) => Hit[] {
  if (query === '') throw new Error('The query is empty.');
  const indices = isRegex ? regexFinder(query) : literalFinder(query);
  return (text) => hitsAt(text, indices(text));
}

function literalFinder(query: string): (text: string) => readonly number[] {
  const expression = new RegExp(query.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi');
  return (text) => Array.from(text.matchAll(expression), (match) => match.index);
}

function regexFinder(query: string): (text: string) => readonly number[] {
  let expression: RegExp;
  try {
    expression = new RegExp(query, 'gim');
  } catch (error) {
    throw new Error(`Not a regular expression of JavaScript: ${(error as Error).message}`, { cause: error });
  }
  const script = new vm.Script('Array.from(text.matchAll(expression), (match) => match.index)');
  const globals = { expression, text: '' };
  const context = vm.createContext(globals);
  return (text) => {
    globals.text = text;
    try {
      return script.runInContext(context, { timeout: patternBudgetMs }) as number[];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
      throw new Error('The regular expression takes too long. Use a simpler one, without nested repetition.', {
        cause: error,
      });
    }
  };
}

/** One hit per line, in order. */
function hitsAt(text: string, indices: readonly number[]): Hit[] {
  const hits: Hit[] = [];
  let line = 1;
  let start = 0;
  let end = lineEnd(text, 0);
  for (const index of indices) {
    while (index > end) {
      start = end + 1;
      end = lineEnd(text, start);
      line++;
    }
    if (hits.at(-1)?.line !== line) hits.push({ line, text: excerpt(text.slice(start, end), index - start) });
  }
  return hits;
}

const lineEnd = (text: string, from: number): number => {
  const at = text.indexOf('\n', from);
  return at < 0 ? text.length : at;
};

function excerpt(line: string, column: number): string {
  const trimmed = line.trimEnd();
  if (trimmed.length <= shownCharacters) return trimmed;
  const from = Math.max(0, column - shownCharacters / 2);
  return `${from > 0 ? '…' : ''}${trimmed.slice(from, from + shownCharacters)}…`;
}
