import { spawn } from 'node:child_process';

const timeoutMs = 30_000;
const mostCharacters = 20_000_000;

/** A repository's own configuration names programs that git runs. Here it reads only, and runs none of them. */
const harmless: Readonly<Record<string, string>> = {
  'core.fsmonitor': 'false',
  'core.hooksPath': '/dev/null',
  'core.pager': 'cat',
  'core.untrackedCache': 'false',
  'core.quotePath': 'false',
  'color.diff': 'false',
  'color.status': 'false',
  'diff.submodule': 'short',
  'log.showSignature': 'false',
  'protocol.allow': 'never',
  'status.relativePaths': 'true',
  'status.submoduleSummary': 'false',
};

export interface Git {
  /** The program, by its whole path. */
  program: string;
  /** A folder in the repository. */
  cwd: string;
  signal: AbortSignal;
}

/**
 * What git prints. Runs without a shell, without asking, and none of the programs that the repository names. Rejects
 * with what git says is wrong, or with `signal.reason`.
 */
export async function runGit(git: Git, args: readonly string[]): Promise<string> {
  const filters = await ownFilters(git);
  const unfiltered = filters.flatMap((name) =>
    ['clean', 'smudge', 'process'].map((kind) => [`${name}.${kind}`, ''] as const),
  );
  const optional = filters.map((name) => [`${name}.required`, 'false'] as const);
  return run(git, args, [...Object.entries(harmless), ...unfiltered, ...optional]);
}

/**
 * The filters that the repository itself configures, as `filter.name`; those of the user are none of its doing. Rejects
 * where git does not listen to what is said here.
 */
async function ownFilters(git: Git): Promise<string[]> {
  const pattern = String.raw`^(filter\..*|core\.fsmonitor)$`;
  const listed = ['config', '--null', '--show-scope', '--name-only', '--get-regexp', pattern];
  // It fails where it finds nothing, and where it does not know these options.
  const words = (await run(git, listed, Object.entries(harmless), [0, 1, 129])).split('\0');
  const found = words.flatMap((scope, i) => {
    const key = words[i + 1];
    return i % 2 === 0 && key !== undefined ? [{ scope, key }] : [];
  });
  if (!found.some(({ scope, key }) => scope === 'command' && key === 'core.fsmonitor'))
    throw new Error('This git would run programs of the repository: 2.31 or newer is needed.');
  const names = found.flatMap(({ scope, key }) =>
    key.startsWith('filter.') && (scope === 'local' || scope === 'worktree') ? [key] : [],
  );
  return [...new Set(names.map((key) => key.slice(0, key.lastIndexOf('.'))))];
}

async function run(
  { program, cwd, signal }: Git,
  args: readonly string[],
  config: readonly (readonly [key: string, value: string])[],
  expected: readonly number[] = [0],
): Promise<string> {
  signal.throwIfAborted();
  const settings = config.flatMap(([key, value], i): [string, string][] => [
    [`GIT_CONFIG_KEY_${i}`, key],
    [`GIT_CONFIG_VALUE_${i}`, value],
  ]);
  const child = spawn(program, ['--no-pager', '--no-optional-locks', ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
    windowsHide: true,
    env: {
      ...withoutGit(process.env),
      ...Object.fromEntries(settings),
      GIT_CONFIG_COUNT: String(config.length),
      GIT_TERMINAL_PROMPT: '0',
      GIT_NO_LAZY_FETCH: '1',
      LC_ALL: 'C.UTF-8',
    },
  });
  let [output, errors] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (output.length > mostCharacters) child.kill();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(0, 2000)));
  const kill = (): boolean => child.kill();
  signal.addEventListener('abort', kill, { once: true });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    signal.throwIfAborted();
    if (output.length > mostCharacters) throw new Error('git prints too much. Ask about one file or folder.');
    if (code === null) throw new Error(`git took longer than ${timeoutMs / 1000} s.`);
    if (!expected.includes(code)) throw new Error(errors.trim() || `git failed with exit code ${code}.`);
    return output;
  } finally {
    signal.removeEventListener('abort', kill);
  }
}

/** The variables of git that VS Code was started with are about another repository, or name programs. */
const withoutGit = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !/^GIT_(?!EXEC_PATH$|SSL_)/i.test(name)));
