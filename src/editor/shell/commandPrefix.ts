import { programName } from './dangers.ts';

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

/** What they do hangs on the next word. */
const bySubcommand = set(
  `git npm pnpm yarn npx cargo go dotnet gh make just gradle gradlew mvn mvnw bun deno corepack composer bundle rake rails mix
   swift dart flutter nx turbo lerna task poetry uv hatch tox nox ng vite next cmake ctest bazel svn hg jj`,
);
/** What they do hangs on the word after that, where the next is one of these. */
const runWords = set('run run-script exec task stash -m tool test:run');
/** What they do hangs on the file they are given. */
const interpreters = set('node python python3 python2 tsx ts-node deno bun java Rscript dart swift');
/** Each does one thing, whatever it is given; what else it can do asks anyway. */
const singleMinded = set(
  `ls cat head tail wc pwd echo true false date which type rg grep find fd tree stat file du df diff cmp sort uniq basename dirname
   realpath tsc eslint prettier jest vitest mocha pytest ruff mypy black flake8 stylelint biome oxlint`,
);

/**
 * The words a rule for a command like this one begins with: `npm run build` of `npm run build -- --watch`. All of the
 * words where fewer would let something else run.
 */
export function commandPrefix(words: readonly string[]): readonly string[] {
  const [program = '', next = '', third] = words;
  const isLocal = program.includes('/');
  if (!isLocal && singleMinded.has(program)) return words.slice(0, 1);
  if (program === 'git' && next === '--no-pager') return words.slice(0, 3);
  const known = bySubcommand.has(programName(program)) && !interpreters.has(program);
  if (!known || next === '' || next.startsWith('-')) return words;
  if (!runWords.has(next)) return words.slice(0, 2);
  return third === undefined || third.startsWith('-') ? words : words.slice(0, 3);
}

/** Whether a command runs a file of the workspace it is in: elsewhere the same words run another. */
export const runsWorkspaceFile = ([program = '']: readonly string[]): boolean =>
  (program.includes('/') && !program.startsWith('/')) || interpreters.has(program);

/** Why no rule can begin so, as a sentence: too much else does. Undefined where one can. */
export function whyTooWide(words: readonly string[]): string | undefined {
  const [program = '', next = ''] = words;
  const name = programName(program);
  if (program === '') return 'Write the beginning of a command.';
  const named = words.slice(1).filter((word) => !word.startsWith('-')).length;
  // Of an option and the word behind it nobody knows whether that word is its value.
  const needed = next.startsWith('-') && next !== '--no-pager' && next !== '-m' ? 2 : 1;
  if (interpreters.has(name) && next !== '--test' && named === 0) return `Say what ${program} runs.`;
  if (!bySubcommand.has(name) || interpreters.has(program)) return undefined;
  if (named < needed) return `Say what of ${program}: alone it can do anything.`;
  return words.length === 2 && runWords.has(next) && name !== 'git' ? `Say what ${words.join(' ')} runs.` : undefined;
}
