import { readWords } from './readWords.ts';
import type { Word } from './shellWord.ts';

/** Words that the text gave to variables before the command: `IMAGE=$(base64 photo.png)`. */
export type Assignments = ReadonlyMap<string, Word>;

/**
 * A word as a cell has it: `$NAME` becomes `{{env:NAME}}` or what the text gave to it, `$(base64 path)` becomes
 * `{{base64:path}}` and `$(cat path)` `{{file:path}}`. Any other command stays as it is, and `note` hears of it.
 */
export function expandWord(word: Word, assignments: Assignments, note: (sentence: string) => void): string {
  return word
    .map((piece) => {
      if (piece.kind === 'text') return piece.text;
      if (piece.kind === 'command') return expandCommand(piece.text, assignments, note);
      const assigned = assignments.get(piece.name);
      if (!assigned) return `{{env:${piece.name}}}`;
      // Each name once: `A=$A` refers to what was before.
      const others = new Map([...assignments].filter(([name]) => name !== piece.name));
      return expandWord(assigned, others, note);
    })
    .join('');
}

/** The path of a file: a shell knows the home folder by `$HOME`, a cell by `~`. */
export function filePath(expanded: string): string {
  return expanded.replace(/^\{\{env:HOME\}\}(?=\/)/, '~').replace(/^\{\{env:PWD\}\}\//, '');
}

function expandCommand(command: string, assignments: Assignments, note: (sentence: string) => void): string {
  const read = readCommand(command);
  const [first, ...args] = read.words.map((word) => expandWord(word, assignments, note));
  const program = first === 'openssl' ? args.shift() : first;
  const input = read.inputFile && expandWord(read.inputFile, assignments, note);
  const path = pathOf(args) ?? input;
  const after = command.slice(read.end).trim();
  const toBase64 = program === 'base64' || (program === 'cat' && /^\|\s*base64\b/.test(after));
  if (path !== undefined && !args.some((arg) => /^(-d|-D|--decode)$/.test(arg))) {
    if (toBase64) return `{{base64:${filePath(path)}}}`;
    if ((program === 'cat' || program === undefined) && after === '') return `{{file:${filePath(path)}}}`;
  }
  note(`$(${command.trim()}) is not run: put what it prints in its place.`);
  return `$(${command})`;
}

function readCommand(command: string): ReturnType<typeof readWords> {
  try {
    return readWords(command, command.length - command.trimStart().length);
  } catch {
    // A quote is open: it is no command that can be understood, and the caller says so.
    return { words: [], end: command.length, notes: [] };
  }
}

/** The file among the arguments of base64, openssl or cat. */
function pathOf(args: readonly string[]): string | undefined {
  const paths: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    if (/^(-w|--wrap|-b|--break)$/.test(arg)) index++;
    else if (/^-i./.test(arg) && !arg.startsWith('-in')) paths.push(arg.slice(2));
    else if (!arg.startsWith('-')) paths.push(arg);
  }
  return paths.length === 1 ? paths[0] : undefined;
}
