import path from 'node:path';
import { isSecret, mayNameSecret, whyProtected } from '../sensitiveFiles.ts';
import { runsWorkspaceFile } from './commandPrefix.ts';
import { changesShell, programName, whyDangerous } from './dangers.ts';
import { parseForeignShell, parseShell } from './parseShell.ts';
import { unwrap, type Run } from './unwrap.ts';

/** What a command line runs, for rules and for people. */
export interface JudgedLine {
  /** The words of every program it runs; a program below the workspace is written from its folder on. */
  commands: readonly (readonly string[])[];
  /** Why no rule may allow it, as the end of "It …". Undefined: rules decide. */
  asks: string | undefined;
  /** True where it runs programs by their place in this workspace: elsewhere these are others. */
  local: boolean;
  /** True where the shell it ran in may take later lines otherwise. */
  changesShell: boolean;
}

const maxCharacters = 10_000;
const harmlessVariables = new Set('CI NODE_ENV NO_COLOR FORCE_COLOR TZ LANG LC_ALL RUST_BACKTRACE COLUMNS'.split(' '));
/** They show what is in files. */
const printers = new Set('cat head tail grep egrep fgrep rg diff nl sort uniq column'.split(' '));
/** They only read the files they are given. */
const readers = new Set(
  'cat head tail wc ls stat file du grep rg diff cmp cd tree sort uniq nl column basename'.split(' '),
);
const readingGit = new Set('status diff log show blame add ls-files grep shortlog'.split(' '));

/**
 * Takes a command line apart. `folder` is where it runs, relative to the workspace folder with `/`, "." for the folder
 * itself. `foreign`: the shell is not a POSIX one. Pure.
 */
export function judgeLine(line: string, folder: string, { foreign = false } = {}): JudgedLine {
  if (line.length > maxCharacters)
    return { commands: [], asks: 'is too long to be understood', local: false, changesShell: true };
  const parsed = foreign ? parseForeignShell(line) : parseShell(line);
  const unwrapped = parsed.commands.map((command) => unwrap(command));
  const runs = unwrapped
    .flatMap(({ runs }) => runs)
    .filter(({ words, assignments }) => words.length + assignments.length > 0);
  const moves = runs.some(({ words }) => words[0]?.text === 'cd');
  const commands = runs
    .map(({ words }) =>
      placed(
        words.map(({ text }) => text),
        folder,
      ),
    )
    .filter((words) => words.length > 0);
  const asks = [
    ...parsed.asks,
    ...unwrapped.flatMap((one) => one.asks),
    ...runs.flatMap((run) => whyOf(run, moves) ?? []),
  ];
  const changes =
    parsed.asks.some((why) => why.startsWith('is not understood')) ||
    runs.some(({ words }) => words.length === 0) ||
    commands.some(changesShell);
  if (commands.length === 0) asks.push('runs nothing that is understood');
  return { commands, asks: asks[0], local: commands.some(runsWorkspaceFile), changesShell: changes };
}

const isLocal = (program: string): boolean => program.includes('/') && !program.startsWith('/');

/** `./test.sh` in "app" is `./app/test.sh`. */
function placed([program, ...args]: readonly string[], folder: string): readonly string[] {
  if (program === undefined) return [];
  return [isLocal(program) ? `./${path.posix.join(folder, program)}` : program, ...args];
}

function whyOf({ words, assignments, why }: Run, moves: boolean): string | undefined {
  const set = assignments.find(({ name }) => !harmlessVariables.has(name));
  if (why !== undefined) return why;
  if (set) return `sets ${set.name}`;
  const leads = assignments.find(({ value }) => leavesWorkspace(value.replace(/^:/, '')));
  if (leads) return `names a place outside the workspace (${leads.name})`;
  const [program, ...args] = words;
  if (!program) return 'changes what later commands mean';
  const texts = words.map(({ text }) => text);
  return (
    whyProgram(program.text, program.expands, moves) ??
    whyExpansion(words) ??
    whyDangerous(texts) ??
    args.map(({ text }) => whyArgument(text, texts)).find((found) => found !== undefined) ??
    whyQuotedPattern(texts) ??
    (program.text === 'cd' && (args.length !== 1 || args[0]?.text.startsWith('-'))
      ? 'changes to a folder that is not named'
      : undefined)
  );
}

function whyProgram(program: string, expands: boolean, moves: boolean): string | undefined {
  if (
    expands ||
    program === '' ||
    !/^[\w@+%,./:~-]+$/.test(program) ||
    program.startsWith('-') ||
    program.startsWith('~')
  )
    return 'names its program in a way that is not plain';
  if (isLocal(program) && (moves || program.split('/').includes('..')))
    return 'runs a program from a place that is not certain';
  if (program.startsWith('/') && !/^\/(usr\/(local\/)?)?s?bin\/[^/]+$/.test(program))
    return 'runs a program from outside the workspace';
  return undefined;
}

/** Globs and braces may become options, subcommands or other words. */
function whyExpansion(words: Run['words']): string | undefined {
  const [program, ...args] = words;
  const prints = program && printers.has(programName(program.text));
  const secret = args.find(({ text, expands }) => expands && (prints === true || /(^|\/)\.[^/]*[*?[]/.test(text)));
  if (secret) return `has a pattern that may name files with secrets (${secret.text.slice(0, 40)})`;
  const risky = args.find(
    ({ text, expands }, at) =>
      expands && (/^[-*?[{]/.test(text) || /[{}]/.test(text) || (at === 0 && !text.includes('/'))),
  );
  return risky && `has a pattern that may become other words (${risky.text.slice(0, 40)})`;
}

/** Patterns that are for the program: such reach files that it leaves out by itself. */
function whyQuotedPattern([program = '', ...args]: readonly string[]): string | undefined {
  const name = programName(program);
  const globs =
    name === 'git'
      ? args.map((arg) => arg.replace(/^:(?:\([^)]*\)|[!^/]+)/, ''))
      : name === 'rg'
        ? args.map((arg, at) =>
            /^-(?:-i?glob|[a-zA-Z]*g)$/.test(args[at - 1] ?? '') ? arg : (rgGlob.exec(arg)?.[1] ?? ''),
          )
        : [];
  const found = globs.find(mayNameSecret);
  return found === undefined ? undefined : `has a pattern that may name files with secrets (${found.slice(0, 40)})`;
}

const rgGlob = /^-(?:-i?glob=|[a-zA-Z]*g=?)(.+)$/;

function whyArgument(arg: string, [program = '', subcommand = '']: readonly string[]): string | undefined {
  if (arg.startsWith('-') && /[^\x20-\x7e]/.test(arg)) return 'has an option that is not plain';
  if (/^[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/.test(arg)) return 'has a dash that looks like another';
  const pieces = arg.split(/[=:,@]/).filter((piece) => piece !== '');
  const name = programName(program);
  const reads = !program.includes('/') && (readers.has(name) || (name === 'git' && readingGit.has(subcommand)));
  for (const piece of pieces) {
    const file = { relative: path.posix.normalize(piece), requested: piece };
    if (isSecret(file)) return `names a file that usually holds secrets (${piece})`;
    if (!reads && whyProtected(file) !== undefined) return `names a protected file (${piece})`;
    if (leavesWorkspace(piece)) return `names a place outside the workspace (${piece})`;
  }
  return undefined;
}

const leavesWorkspace = (piece: string): boolean =>
  (/^[/~]/.test(piece) && piece !== '/dev/null') || /(^|[\\/])\.\.([\\/]|$)/.test(piece) || /^-\w[/~]/.test(piece);
