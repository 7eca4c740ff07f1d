import { parseShell } from './parseShell.ts';
import type { SimpleCommand, Word } from './shellSyntax.ts';

/** A program that a command runs. */
export interface Run {
  words: readonly Word[];
  assignments: SimpleCommand['assignments'];
  /** Why no rule may allow it, as the end of "It …". */
  why?: string;
}

type Unwrapped = { runs: Run[]; asks?: readonly string[] } | undefined;

const maxDepth = 10;

/** All programs that a command runs: of `timeout 60 npm test` that is `npm test`. */
export function unwrap(command: SimpleCommand, depth = 0): { runs: Run[]; asks: readonly string[] } {
  const [program] = command.words;
  // A program of the workspace may have the name of a wrapper.
  const found = program && wrapped(program.text.replace(/^\/(usr\/)?bin\//, ''), command);
  if (!found) return { runs: [command], asks: [] };
  if (depth >= maxDepth) return { runs: [command], asks: ['is nested too deeply'] };
  const inner = found.runs.map((run) => {
    const assignments = [...command.assignments, ...run.assignments];
    return { run, ...unwrap({ assignments, words: [...run.words] }, depth + 1) };
  });
  return {
    runs: inner.flatMap(({ run, runs }) => runs.map((one) => (run.why === undefined ? one : { why: run.why, ...one }))),
    asks: [...(found.asks ?? []), ...inner.flatMap(({ asks }) => asks)],
  };
}

function wrapped(name: string, command: SimpleCommand): Unwrapped {
  const [, ...args] = command.words;
  const rest = (from: number, why?: string): Unwrapped => {
    const words = args.slice(from);
    if (words.length === 0) return undefined;
    return { runs: [{ words, assignments: [], ...(why !== undefined && { why }) }] };
  };
  const isOption = (word: Word | undefined): boolean => word?.text.startsWith('-') === true;
  const firstProgram = args.findIndex((word) => !isOption(word));
  switch (name) {
    case 'time':
      return rest(args[0]?.text === '-p' ? 1 : 0);
    case 'timeout':
      return isOption(args[0]) ? rest(firstProgram + 1, 'has options of timeout') : rest(1);
    case 'nice':
      return args[0]?.text === '-n' ? rest(2) : isOption(args[0]) ? rest(firstProgram, 'has options of nice') : rest(0);
    case 'env':
      return unwrapEnv(command);
    case 'sudo':
    case 'doas':
      return rest(firstProgram, `runs with other rights (${name})`);
    case 'exec':
    case 'command':
    case 'builtin':
    case 'nohup':
      return rest(firstProgram, `runs what it is given (${name})`);
    case 'xargs':
      return rest(firstProgram, 'gets arguments that are not shown (xargs)');
    case 'find':
      return unwrapFind(command);
    case 'eval':
      return readAgain(args.map(({ text }) => text).join(' '), ['evaluates its arguments']);
    case 'sh':
    case 'bash':
    case 'dash':
    case 'zsh':
      return unwrapShell(args);
    default:
      return undefined;
  }
}

function unwrapEnv({ words }: SimpleCommand): Unwrapped {
  const args = words.slice(1);
  const first = args.findIndex(({ text }) => !/^\w+=/.test(text));
  if (first < 0) return { runs: [], asks: ['shows the environment, with the secrets in it'] };
  const set = args.slice(0, first).map(({ text }) => ({
    name: text.slice(0, text.indexOf('=')),
    value: text.slice(text.indexOf('=') + 1),
  }));
  const rest = { words: args.slice(first), assignments: set };
  if (args[first]?.text.startsWith('-'))
    return { runs: [{ words: args.slice(first), assignments: [], why: 'has options of env' }] };
  return { runs: [rest] };
}

/** Programs that `find` runs get names of files that are not shown. */
function unwrapFind({ words }: SimpleCommand): Unwrapped {
  const starts = words.flatMap(({ text }, at) => (/^-(exec|ok)(dir)?$/.test(text) ? [at + 1] : []));
  if (starts.length === 0) return undefined;
  const why = 'gets arguments that are not shown (find)';
  const runs = starts.map((start) => {
    const length = words.slice(start).findIndex(({ text }) => text === ';' || text === '+');
    return { words: words.slice(start, length < 0 ? undefined : start + length), assignments: [], why };
  });
  return { runs: runs.filter((run) => run.words.length > 0), asks: [why] };
}

/** `sh -c LINE`, and nothing else, is its line. */
function unwrapShell(args: readonly Word[]): Unwrapped {
  const [option, line] = args;
  const at = args.findIndex(({ text }) => /^-[a-z]*c$/i.test(text));
  if (option?.text === '-c' && line && args.length === 2 && !line.expands) return readAgain(line.text, []);
  const inner = at < 0 ? undefined : args[at + 1];
  return inner && readAgain(inner.text, ['starts a shell with more than a line']);
}

function readAgain(line: string, asks: readonly string[]): Unwrapped {
  const parsed = parseShell(line);
  return { runs: parsed.commands, asks: [...asks, ...parsed.asks] };
}
