import vm from 'node:vm';

export interface Hit {
  /** 1-based. */
  line: number;
  /** The line, or what is around the match where it is long. */
  text: string;
}

/** How long one pattern may work on some texts before it counts as runaway, in milliseconds. */
const patternBudgetMs = 400;
const shownCharacters = 240;

/** Where the matches begin, for each text. */
type Finder = (texts: readonly string[]) => readonly (readonly number[])[];

/**
 * Makes a function that finds the matching lines of each text, ignoring case. A regular expression runs where it can be
 * stopped: a catastrophic one throws a sentence instead of hanging the editor.
 */
export function lineFinder(query: string, isRegex: boolean): (texts: readonly string[]) => Hit[][] {
  if (query === '') throw new Error('The query is empty.');
  const find = isRegex ? regexFinder(query) : literalFinder(query);
  return (texts) => {
    const found = find(texts);
    return texts.map((text, i) => hitsAt(text, found[i] ?? []));
  };
}

function literalFinder(query: string): Finder {
  const expression = new RegExp(query.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi');
  return (texts) => texts.map((text) => Array.from(text.matchAll(expression), (match) => match.index));
}

function regexFinder(query: string): Finder {
  let expression: RegExp;
  try {
    expression = new RegExp(query, 'gim');
  } catch (error) {
    throw new Error(`Not a regular expression of JavaScript: ${(error as Error).message}`, { cause: error });
  }
  const script = new vm.Script('texts.map((text) => Array.from(text.matchAll(expression), (match) => match.index))');
  const globals: { expression: RegExp; texts: readonly string[] } = { expression, texts: [] };
  const context = vm.createContext(globals);
  return (texts) => {
    globals.texts = texts;
    try {
      return script.runInContext(context, { timeout: patternBudgetMs }) as number[][];
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
