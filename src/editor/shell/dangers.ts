/**
 * What otherwise harmless programs do that no rule may allow: run other programs, write where they are told, load code
 * or configuration, destroy. Such commands ask every time.
 */
interface Danger {
  /** Options, as written; long ones also abbreviated, one-letter ones also in a bundle. */
  options?: string;
  /** Subcommands: compared with the first argument, or with all where options stand before it. */
  words?: string;
  /** In front of the subcommand any option asks, but these. */
  onlyFirst?: string;
  /** True where the program takes the beginning of a long option for all of it. */
  abbreviates?: true;
  /** True where options of several letters have one dash: one-letter ones come in no bundle then. */
  singleDash?: true;
  /** Arguments like these ask too. */
  pattern?: RegExp;
  /** So do arguments that, with a blank between each two, are like this. */
  line?: RegExp;
  /** All options that do not ask; one-letter ones also in a bundle. Absent: those of `options` ask. */
  known?: string;
  /** True where all behind a first argument that is no option is for the file that it names. */
  runsFile?: true;
  /** The program it runs with its arguments, where nothing stands before it. */
  inner?: (args: readonly string[]) => readonly string[] | undefined;
  /** More arguments than these, options not counted, ask. */
  maxArguments?: number;
}

const changes = 'changes what later commands mean';

/** Programs that ask whatever their arguments are, and why. */
const never: readonly (readonly [why: string, programs: string])[] = [
  [
    changes,
    `alias unalias export declare typeset local readonly integer float set unset source . trap enable hash bind shopt
     setopt unsetopt emulate autoload zmodload zle bindkey complete compdef function umask ulimit pushd popd
     let read mapfile readarray getopts`,
  ],
  [
    'runs what it is given',
    `eval exec command builtin noglob nocorrect - repeat fc history parallel watch entr script expect at batch crontab
     flock setsid chroot unshare nsenter ltrace strace gdb lldb valgrind busybox toybox nohup`,
  ],
  ['runs with other rights', 'sudo doas su pkexec runas gosu sg newgrp'],
  ['destroys', 'rm rmdir unlink shred dd truncate mkfs fdisk parted wipefs kill killall pkill shutdown reboot halt'],
  ['changes who may use a file', 'chmod chown chgrp chattr setfacl xattr'],
  ['writes to files', 'tee tar zip unzip gzip gunzip bzip2 xz 7z cpio rsync install patch ed ln split csplit mkfifo'],
  [
    'uses the network',
    'curl wget nc ncat netcat socat telnet ftp sftp scp ssh http https xh aria2c nmap openssl gpg mail sendmail',
  ],
  [
    'runs what its arguments say',
    'sed awk gawk mawk nawk perl ruby php lua tclsh osascript less more man vi vim nvim emacs nano',
  ],
  [
    'reaches beyond the workspace',
    `docker podman nerdctl kubectl helm terraform tofu ansible ansible-playbook vagrant aws az gcloud systemctl service
     launchctl mount umount apt apt-get dnf yum pacman brew snap security keychain pass op defaults reg`,
  ],
  [
    'is a program of Windows that can do anything',
    `del erase rd ri remove-item iex invoke-expression invoke-command invoke-webrequest invoke-restmethod iwr irm start-process
     saps set-content add-content out-file clear-content ni new-item set-item sal set-alias new-alias set-variable rundll32
     regsvr32 mshta wscript cscript certutil bitsadmin msiexec wmic icacls takeown format robocopy schtasks`,
  ],
  ['opens other programs', 'open xdg-open start code code-insiders cursor codium explorer'],
  ['shows the environment, with the secrets in it', 'printenv'],
  ['downloads and runs what others wrote', 'pip pip3 pipx uvx gem easy_install conda mamba poetry bunx pnpx'],
];

const shells = 'sh bash zsh dash ksh ash fish csh tcsh pwsh powershell cmd';
const packageManagers: Danger = {
  pattern: /^--(?:config\.|no-ig|dangerously|(?:no-)?strict|\/\/)/,
  // The scripts of packages run where the user said that they do not.
  line: /--ig\S*[ =](?:false|null|0)/,
  abbreviates: true,
  options: `--cache --logs-dir --tmp --cafile --noproxy --prefix -C --dir --cwd --script-shell --shell --node-options --userconfig --globalconfig --global --location
    --init-module --onload-script --registry --editor --viewer --browser --git --call --config --use-yarnrc --modules-dir
    --package --shell-emulator --pnpmfile --global-pnpmfile`,
  words: `exec x dlx config c set init create explore publish unpublish login adduser token hook link ln edit
    workspace workspaces foreach pkg plugin policies patch patch-commit set-script global install i in ins inst insta instal isnt isnta isntal isntall add
    update up upgrade udpate`,
};

const startsPlain = (args: readonly string[]) => (args[0]?.startsWith('-') === false ? args : undefined);

const table: Readonly<Record<string, Danger>> = {
  git: {
    abbreviates: true,
    // Other servers than the configured ones, and transports that are programs.
    pattern: /::|:\/\/|^[^\s/]+@[^\s/]+:/,
    // Names of servers that are no remotes, branches written without a merge, commits without the user's hooks, switches
    // that lose what was there.
    line: /^(?:--no-pager )?(?:(?:fetch|pull|push|ls-remote)\b.*(?:[:+]| -[a-zA-Z]*u)|commit\b.* (?:-[a-zA-Z]*n|--no-v)|switch\b.* (?:-[a-zA-Z]*C|--(?:force-c|di)))/,
    onlyFirst: '--no-pager --version --help',
    options: `--upload-pack --receive-pack --exec --ext-diff --open-files-in-pager --output --no-index --textconv --template
      --separate-git-dir --config --extcmd --tool --strategy --edit-todo --gpg-sign --exclude-from --pathspec-from-file -O
      --untracked --force -f --force-with-lease --hard --delete -d -D -M --mirror --update-head-ok`,
    words: `config bisect submodule filter-branch filter-repo difftool mergetool daemon instaweb hook send-email credential
      svn p4 cvsserver web--browse maintenance fsmonitor--daemon remote remote-ext update-ref apply am archive bundle fast-import
      upload-pack receive-pack shell var replace notes rebase clean gc lfs annex clone init worktree alias
      checkout restore reset reflog prune stash`,
  },
  find: { singleDash: true, options: '-exec -execdir -ok -okdir -delete -fprint -fprint0 -fprintf -fls -files0-from' },
  fd: { abbreviates: true, options: '--exec --exec-batch -x -X --base-directory --search-path' },
  rg: {
    abbreviates: true,
    options: `--pre --hostname-bin --search-zip -z --file -f --ignore-file --follow -L --hidden -. --no-ignore --no-ignore-vcs
      --no-ignore-dot --no-ignore-exclude --no-ignore-files --no-ignore-global --no-ignore-parent --unrestricted -u`,
  },
  grep: { abbreviates: true, options: '--file -f --dereference-recursive -R --recursive -r --directories -d' },
  diff: { abbreviates: true, options: '--recursive -r --to-file --from-file' },
  sort: { abbreviates: true, options: '--output -o --compress-program --files0-from --temporary-directory -T' },
  uniq: { maxArguments: 1 },
  tree: { options: '-o --fromfile -l' },
  date: { abbreviates: true, options: '--set -s', pattern: /^\d{8,}/ },
  hostname: { options: '-F --file -b' },
  printf: { options: '-v' },
  test: { options: '-v' },
  node: {
    runsFile: true,
    options: `--eval -e --print -p --require -r --import --loader --experimental-loader --env-file --interactive -i --inspect
      --inspect-brk`,
    known: `--test --test-name-pattern --test-skip-pattern --test-only --test-concurrency --test-timeout --test-shard
      --test-force-exit --test-isolation --experimental-test-isolation --test-update-snapshots --experimental-test-coverage
      --test-coverage-include --test-coverage-exclude --watch --warnings --deprecation --trace-warnings --trace-uncaught
      --trace-deprecation --trace-exit --throw-deprecation --unhandled-rejections --disable-warning --enable-source-maps
      --experimental-strip-types --experimental-transform-types --experimental-vm-modules --max-old-space-size
      --stack-trace-limit --expose-gc --title --check -c --version -v --help -h`,
    words: '-',
  },
  python: {
    options: '-c -i -x',
    words: 'ensurepip http.server pdb timeit code -',
    inner: (args) => (args[0] === '-m' ? args.slice(1) : startsPlain(args)),
  },
  deno: { options: '--allow-all -A --config -c --import-map --eval', words: 'eval repl install run upgrade -' },
  bun: {
    options: '--eval -e --print -p --preload -r --config -c --cwd --require --import',
    words: 'x create upgrade link add install i',
  },
  tsx: { options: '--eval -e --print -p --require -r --import --loader --tsconfig --env-file' },
  npm: packageManagers,
  pnpm: packageManagers,
  yarn: packageManagers,
  npx: { onlyFirst: '--version', inner: (args) => startsPlain(args) },
  corepack: { words: 'npm pnpm yarn use install prepare hydrate enable disable' },
  tsc: {
    singleDash: true,
    pattern: /^@/,
    options: `--outDir --outFile --out --declarationDir --tsBuildInfoFile --generateTrace --generateCpuProfile --init --clean`,
  },
  eslint: {
    options: `--config -c --rulesdir --plugin --parser --format -f --output-file -o --resolve-plugins-relative-to --init --cache-location
      --cache-file --env-info --flag --inspect-config --mcp`,
  },
  prettier: {
    options: '--config --parser --plugin --plugin-search-dir --ignore-path --cache-location --find-config-path',
  },
  jest: {
    known: `--coverage --watch --watchAll --ci --silent --verbose --bail -b --testNamePattern -t --testPathPattern --testPathPatterns
      --runInBand -i --maxWorkers -w --onlyChanged -o --onlyFailures --findRelatedTests --runTestsByPath --updateSnapshot -u
      --passWithNoTests --json --listTests --detectOpenHandles --forceExit --cache --color --colors --expand --testTimeout
      --lastCommit --randomize --seed --shard --selectProjects --logHeapUsage --collectCoverageFrom --testPathIgnorePatterns
      --version --help -h`,
  },
  vitest: {
    words: 'init',
    known: `--coverage --coverage.enabled --watch -w --run --changed --testNamePattern -t --bail --silent --passWithNoTests
      --update -u --shard --retry --testTimeout --hookTimeout --teardownTimeout --fileParallelism --maxWorkers --minWorkers
      --globals --dom --isolate --allowOnly --logHeapUsage --hideSkippedTests --color --typecheck --project --exclude
      --sequence.shuffle --sequence.seed --clearScreen --version -v --help -h`,
  },
  mocha: {
    known: `--grep -g --fgrep --invert -i --bail -b --exit --timeout -t --slow -s --recursive --watch -w --parallel -p --jobs -j
      --forbid-only --forbid-pending --retries --colors --color -c --diff --inline-diffs --full-trace --spec --check-leaks
      --dry-run --sort -S --ignore --fail-zero --delay --version -V --help -h`,
  },
  pytest: {
    pattern: /^@|:/,
    known: `-x --exitfirst -v --verbose -q --quiet -s --capture -k -m -l --showlocals --lf --last-failed --ff --failed-first --nf
      --maxfail --tb --durations --durations-min --collect-only --co --no-header --no-summary --color --disable-warnings
      --strict-markers --strict-config --cov --cov-branch --cov-append --cov-fail-under --cov-report --stepwise --sw -n --dist
      --timeout --deselect --ignore --ignore-glob --setup-show --fixtures --markers --cache-clear --cache-show
      --doctest-modules --asyncio-mode -r -a -A --version --help -h`,
  },
  cargo: {
    options: '--config --manifest-path -C -Z --target-dir --out-dir --artifact-dir --index --registry',
    words: 'install uninstall publish login owner yank add fix vendor init new',
  },
  rustc: { options: '-C --codegen -o --out-dir -Z --sysroot' },
  go: {
    singleDash: true,
    options:
      '-exec -toolexec -vettool -C -modfile -overlay -ldflags -gcflags -asmflags -gccgoflags -pkgdir -o -w -u -coverprofile -outputdir -fix -mod',
    pattern: /^--?(?:test\.)?(?:(?:cpu|mem|block|mutex)profile|trace|testlogfile|gocoverdir)(?:=|$)/,
    words: 'get install generate tool env mod work run',
  },
  dotnet: {
    singleDash: true,
    options: '-p -property --property --logger -l --output -o',
    words: 'tool add nuget new workload exec',
  },
  make: {
    maxArguments: 1,
    abbreviates: true,
    pattern: /=/,
    options: '-f --file --makefile -C --directory -I --include-dir --eval -E --old-file --environment-overrides -e',
  },
  just: {
    maxArguments: 1,
    options:
      '--justfile -f --working-directory -d --shell --shell-arg --set --command -c --choose --chooser --dotenv-path',
  },
  gradle: {
    maxArguments: 1,
    options:
      '-b --build-file -c --settings-file -I --init-script -p --project-dir -D -P -g --gradle-user-home --include-build --system-prop --project-prop --project-cache-dir --write-verification-metadata --scan',
  },
  rake: { maxArguments: 1 },
  task: { maxArguments: 1 },
  ninja: { maxArguments: 1, options: '-C -f -t' },
  mvn: { maxArguments: 1, options: '-f --file -s --settings -gs -D -t --toolchains -gt' },
  gh: {
    words:
      'alias extension extensions ext api auth config codespace cs ssh-key gpg-key secret variable gist release repo',
  },
};

const sameAs: Readonly<Record<string, string>> = {
  python3: 'python',
  python2: 'python',
  fdfind: 'fd',
  egrep: 'grep',
  fgrep: 'grep',
  'ts-node': 'tsx',
  gmake: 'make',
  gradlew: 'gradle',
  mvnw: 'mvn',
  'npm-cli.js': 'npm',
};

const split = (words: string | undefined): string[] => words?.split(/\s+/).filter((word) => word !== '') ?? [];
const neverBecause = new Map(never.flatMap(([why, programs]) => split(programs).map((program) => [program, why])));
for (const shell of split(shells)) neverBecause.set(shell, 'runs what it is given');

/** The name by which the tables know a program: without its folder and Windows' endings. */
export const programName = (word: string): string =>
  (word.split(/[\\/]/).at(-1) ?? word).toLowerCase().replace(/\.(exe|cmd|bat)$/, '');

/** Why no rule may allow this command, as the end of "It …"; undefined for an ordinary one. */
export function whyDangerous([program = '', ...args]: readonly string[]): string | undefined {
  const name = programName(program);
  const always = neverBecause.get(name);
  if (always !== undefined) return `${always} (${name})`;
  const key = Object.hasOwn(sameAs, name) ? sameAs[name] : name;
  const danger = key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
  if (!danger) return undefined;
  const [first = ''] = args;
  if (danger.onlyFirst !== undefined) {
    const allowed = split(danger.onlyFirst);
    const end = args.findIndex((arg) => !arg.startsWith('-'));
    const odd = args.slice(0, end < 0 ? undefined : end).find((arg) => !allowed.includes(arg));
    if (odd !== undefined) return `has an option before what it does (${odd})`;
  }
  const words = split(danger.words);
  const inner = danger.inner?.(args);
  if (inner && !words.includes(inner[0] ?? '')) return whyDangerous(inner);
  const subcommands = /^[-+]/.test(first) ? args : args.slice(0, 1);
  const options = split(danger.options);
  const judged = danger.runsFile && !first.startsWith('-') ? [] : args;
  const found =
    subcommands.find((arg) => words.includes(arg)) ??
    args.find((arg) => danger.pattern?.test(arg) === true || options.some((option) => means(arg, option, danger))) ??
    (danger.known === undefined ? undefined : judged.find((arg) => !isKnown(arg, split(danger.known)))) ??
    danger.line?.exec(args.join(' '))?.[0];
  if (found !== undefined) return `can run or write something else with ${found.slice(0, 40)}`;
  const plain = args.filter((arg) => !arg.startsWith('-'));
  if (plain.length > (danger.maxArguments ?? Infinity)) return `has more arguments than it may (${plain.at(-1) ?? ''})`;
  return undefined;
}

/** Whether a command changes what later commands in the same shell mean. */
export const changesShell = ([program = '']: readonly string[]): boolean =>
  neverBecause.get(programName(program)) === changes;

/** Whether a program would take the argument for this option. */
function means(arg: string, option: string, { abbreviates, singleDash }: Danger): boolean {
  if (!arg.startsWith('-') || arg === '-' || arg === '--') return false;
  const name = nameOf(arg);
  const meant = nameOf(option);
  if (singleDash) return name === meant;
  if (option.startsWith('--'))
    return (
      arg.startsWith('--') &&
      (name === meant || name.startsWith(`${meant}.`) || (abbreviates === true && meant.startsWith(name)))
    );
  return !arg.startsWith('--') && arg.includes(option.slice(1));
}

/** The name of an option without its value. Many programs take `--outDir`, `--out-dir`, `--out_dir` and `--outdir` for one. */
function nameOf(option: string): string {
  const [name = ''] = option.replace(/^--?/, '').split(/[=:]/);
  return name.length === 1 ? name : name.toLowerCase().replaceAll(/[-_]/g, '');
}

function isKnown(arg: string, known: readonly string[]): boolean {
  if (!arg.startsWith('-') || arg === '-' || arg === '--') return true;
  if (arg.startsWith('--')) {
    const names = [nameOf(arg), nameOf(arg.replace(/^--no-/, '--'))];
    return known.some((option) => option.startsWith('--') && names.includes(nameOf(option)));
  }
  const [letters = ''] = /^[a-zA-Z]+/.exec(arg.slice(1)) ?? [];
  return letters !== '' && letters.split('').every((letter) => known.includes(`-${letter}`));
}
