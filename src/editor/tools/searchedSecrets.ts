import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { runGit } from '../git/runGit.ts';
import { isSecret } from '../sensitiveFiles.ts';
import { programName } from '../shell/dangers.ts';

/** Programs that search whole folders, and of which nobody here knows what they leave out. */
const otherSearchers = new Set(['ag', 'ack', 'ack-grep', 'pt', 'sift', 'ug', 'ugrep']);
const maxEntries = 50_000;
/** Options of rg that take no word behind them. */
const plainOption =
  /^(-[ilnwcosSFvUHIN]+|-[ABCm]\d+|--(ignore-case|smart-case|case-sensitive|line-number|no-line-number|files-with-matches|count|word-regexp|fixed-strings|only-matching|invert-match|heading|no-heading|with-filename|no-filename|vimgrep|json|multiline|trim|stats|[a-z-]+=.*))$/;

interface Places {
  /** The program; undefined where there is none. */
  git: string | undefined;
  signal: AbortSignal;
}

/** Whether `whySearchAsks` has something to find out about. */
export const searchesFolders = (commands: readonly (readonly string[])[]): boolean =>
  commands.some(([program = '', next]) => isRipgrep(program) || isGitGrep(program, next) || isOther(program));

const isRipgrep = (program: string): boolean => programName(program) === 'rg';
const isGitGrep = (program: string, next: string | undefined): boolean =>
  programName(program) === 'git' && next === 'grep';
const isOther = (program: string): boolean => otherSearchers.has(programName(program));

/**
 * Why commands that search all files below `folder` ask every time: files that usually hold secrets are among them. The
 * end of "It …"; undefined where none is.
 */
export async function whySearchAsks(
  commands: readonly (readonly string[])[],
  folder: string,
  places: Places,
): Promise<string | undefined> {
  const moves = commands.flatMap(([program, target]) => (program === 'cd' && target !== undefined ? [target] : []));
  const bases = [folder, ...moves.map((target) => path.resolve(folder, target))];
  for (const words of commands) {
    const [program = '', next] = words;
    if (isOther(program)) return `searches files that may hold secrets (${programName(program)})`;
    const narrowed = isRipgrep(program) ? foldersOf(words) : isGitGrep(program, next) ? ['.'] : [];
    for (const base of bases)
      for (const below of narrowed) {
        const place = path.resolve(base, below);
        const found = isRipgrep(program) ? await searchedByRipgrep(place, places) : await tracked(place, places);
        if (found === undefined) return 'searches more files than can be looked at for secrets';
        const secret = found.find((name) => isSecret({ relative: name, requested: name }));
        if (secret !== undefined) return `searches files that usually hold secrets (${secret} is one)`;
      }
  }
  return undefined;
}

/** The folders rg is told to search, where that is certain. */
function foldersOf([, ...args]: readonly string[]): readonly string[] {
  const plain = args.filter((arg) => !arg.startsWith('-'));
  const isCertain = args.every((arg) => !arg.startsWith('-') || plainOption.test(arg));
  return isCertain && plain.length > 1 ? plain.slice(1) : ['.'];
}

/** Neither hidden files nor what git ignores. Undefined where there are too many. */
async function searchedByRipgrep(folder: string, places: Places): Promise<readonly string[] | undefined> {
  const listed = await list(folder, places, ['--cached', '--others', '--exclude-standard']);
  // Files of rg's own may take back what git ignores, and of repositories within this one git lists nothing.
  const special = await list(folder, places, ['--cached', '--others', '--', ...ownFiles]);
  if (!listed || !special || special.length > 0) return walk(folder);
  const nested = listed.filter((name) => name.endsWith('/'));
  const within = await Promise.all(nested.map((name) => walk(path.join(folder, name))));
  if (within.includes(undefined)) return undefined;
  return [...listed, ...within.flatMap((names) => names ?? [])].filter((name) => !isHidden(name));
}

const ownFiles = ['.ignore', '.rgignore', '.gitmodules'].flatMap((name) => [name, `**/${name}`]);
const isHidden = (name: string): boolean => name.split('/').some((part) => part.startsWith('.'));

const tracked = async (folder: string, places: Places): Promise<readonly string[]> =>
  (await list(folder, places, ['--cached', '--recurse-submodules'])) ?? [];

/** Undefined outside of a repository. */
async function list(folder: string, { git, signal }: Places, options: string[]): Promise<string[] | undefined> {
  if (git === undefined) return undefined;
  try {
    const names = await runGit({ program: git, cwd: folder, signal }, ['ls-files', '-z', ...options]);
    return names.split('\0').filter((name) => name !== '');
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

/** All files below the folder that are not hidden. Undefined where there are too many. */
async function walk(folder: string): Promise<readonly string[] | undefined> {
  const files: string[] = [];
  const folders = [''];
  for (let inside = folders.pop(); inside !== undefined; inside = folders.pop()) {
    const entries = await readdir(path.join(folder, inside), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (entry.name.startsWith('.')) continue;
      const name = path.posix.join(inside, entry.name);
      if (entry.isDirectory()) folders.push(name);
      else files.push(name);
    }
    if (files.length + folders.length > maxEntries) return undefined;
  }
  return files;
}
