/** What of a folder says how its tests are run. */
export interface TestFacts {
  /** The names of its files. */
  names: readonly string[];
  /** The texts of those that were read. */
  texts: ReadonlyMap<string, string>;
}

/** The files whose text matters. */
export const testFiles = ['package.json', 'Makefile', 'pyproject.toml'] as const;

const npmLocks: readonly [string, string][] = [
  ['pnpm-lock.yaml', 'pnpm test'],
  ['yarn.lock', 'yarn test'],
  ['bun.lock', 'bun run test'],
  ['bun.lockb', 'bun run test'],
];

/** What npm writes into a new package.json instead of a test. */
const placeholder = 'no test specified';

/** The command that runs the tests of a folder, by what lies in it; undefined where nothing says. Pure. */
export function testCommand({ names, texts }: TestFacts, args = ''): string | undefined {
  const has = (name: string): boolean => names.includes(name);
  const more = args.trim() === '' ? '' : ` ${args.trim()}`;
  const script = scriptsOf(texts.get('package.json')).test;
  if (script !== undefined && !script.includes(placeholder)) {
    const [, runner] = npmLocks.find(([lock]) => has(lock)) ?? [];
    return runner === undefined ? `npm test${more === '' ? '' : ` --${more}`}` : `${runner}${more}`;
  }
  if (has('Cargo.toml')) return `cargo test${more}`;
  if (has('go.mod')) return `go test${more === '' ? ' ./...' : more}`;
  if (has('pytest.ini') || has('conftest.py') || texts.get('pyproject.toml')?.includes('[tool.pytest'))
    return `python -m pytest${more}`;
  if (names.some((name) => /\.(sln|slnx|csproj)$/.test(name))) return `dotnet test${more}`;
  if (has('pom.xml')) return `${has('mvnw') ? './mvnw' : 'mvn'} test${more}`;
  if (has('gradlew') || has('build.gradle') || has('build.gradle.kts'))
    return `${has('gradlew') ? './gradlew' : 'gradle'} test${more}`;
  if (/^test\s*:/m.test(texts.get('Makefile') ?? '')) return `make test${more}`;
  return undefined;
}

function scriptsOf(json: string | undefined): { test?: string } {
  try {
    const { scripts } = JSON.parse(json ?? '{}') as { scripts?: { test?: unknown } };
    return typeof scripts?.test === 'string' ? { test: scripts.test } : {};
  } catch {
    return {};
  }
}
