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
  pattern: /^--config\./,
  abbreviates: true,
  options: `--prefix -C --dir --cwd --script-shell --shell --node-options --userconfig --globalconfig --global --location
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
    onlyFirst: '--no-pager --version --help',
    options: `--upload-pack --receive-pack --exec --ext-diff --open-files-in-pager --output --no-index --textconv --template
      --separate-git-dir --config --extcmd --tool --strategy --edit-todo --gpg-sign --exclude-from --pathspec-from-file -O
      --untracked --force -f --force-with-lease --hard --delete -d -D --mirror`,
    words: `config bisect submodule filter-branch filter-repo difftool mergetool daemon instaweb hook send-email credential
      svn p4 cvsserver web--browse maintenance fsmonitor--daemon remote remote-ext update-ref apply am archive bundle fast-import
      upload-pack receive-pack shell var replace notes rebase clean gc lfs annex clone init worktree alias
      checkout restore reset reflog prune stash`,
  },
  find: { singleDash: true, options: '-exec -execdir -ok -okdir -delete -fprint -fprint0 -fprintf -fls -files0-from' },
  fd: { options: '--exec --exec-batch -x -X --base-directory --search-path' },
  rg: {
    options:
      '--pre --hostname-bin --search-zip -z --file -f --ignore-file --follow -L --hidden -. --no-ignore --no-ignore-vcs --unrestricted -u',
  },
  grep: { abbreviates: true, options: '--file -f --dereference-recursive -R --recursive -r --directories -d' },
  diff: { abbreviates: true, options: '--recursive -r --to-file --from-file' },
  sort: { abbreviates: true, options: '--output -o --compress-program --files0-from --temporary-directory -T' },
  uniq: { maxArguments: 1 },
  tree: { options: '-o --fromfile -l' },
  date: { abbreviates: true, options: '--set -s' },
  hostname: { options: '-F --file -b' },
  printf: { options: '-v' },
  test: { options: '-v' },
  node: {
    options: `--eval -e --print -p --require -r --import --loader --experimental-loader --env-file --interactive -i --inspect
      --inspect-brk --experimental-default-type --openssl-config --build-snapshot --run --cpu-prof --heap-prof --report-dir
      --diagnostic-dir --redirect-warnings --test-reporter --test-reporter-destination --test-global-setup --experimental-config-file`,
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
    options: `--outDir --outFile --declarationDir --tsBuildInfoFile --generateTrace --generateCpuProfile --init`,
  },
  eslint: {
    options: `--config -c --rulesdir --plugin --parser --format -f --output-file -o --resolve-plugins-relative-to --init --cache-location
      --cache-file --env-info --flag --inspect-config`,
  },
  prettier: { options: '--config --plugin --plugin-search-dir --ignore-path --cache-location --find-config-path' },
  jest: {
    options: `--config -c --globalSetup --globalTeardown --setupFiles --setupFilesAfterEnv --testEnvironment --runner --reporters
      --transform --rootDir --roots --resolver --testRunner --testSequencer --preset --coverageDirectory --outputFile --projects
      --cacheDirectory --snapshotSerializers --filter --env --testResultsProcessor --prettierPath --modulePaths --watchPlugins
      --snapshotResolver --haste --globals`,
  },
  vitest: {
    options: `--config -c --root -r --globalSetup --reporter --outputFile --environment --api --ui --dir --workspace --runner
      --coverage.reportsDirectory --browser --configLoader --mode --pool --poolOptions --coverage.provider`,
  },
  mocha: {
    options:
      '--require -r --config --package --import --reporter -R --ui -u --opts --loader --node-option -n --file --reporter-option --reporter-options -O',
  },
  pytest: {
    options: `-p -c --rootdir --config-file --override-ini -o --confcutdir --pyargs --import-mode --junitxml --junit-xml --log-file --basetemp
      --pdbcls --pdb --trace --debug --pastebin --rootdir`,
  },
  cargo: {
    options: '--config --manifest-path -C -Z --target-dir --out-dir --artifact-dir --index --registry',
    words: 'install uninstall publish login owner yank add fix vendor init new',
  },
  rustc: { options: '-C --codegen -o --out-dir -Z --sysroot' },
  go: {
    singleDash: true,
    options:
      '-exec -toolexec -vettool -C -modfile -overlay -ldflags -gcflags -asmflags -gccgoflags -pkgdir -o -w -u -coverprofile -outputdir',
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
      '-b --build-file -c --settings-file -I --init-script -p --project-dir -D -P -g --gradle-user-home --include-build',
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
  const found =
    subcommands.find((arg) => words.includes(arg)) ??
    args.find((arg) => danger.pattern?.test(arg) === true || options.some((option) => means(arg, option, danger)));
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
  const [name = ''] = arg.split(/[=:]/);
  if (singleDash) return name.replace(/^--?/, '') === option.replace(/^--?/, '');
  if (option.startsWith('--'))
    return (
      name === option ||
      name.startsWith(`${option}.`) ||
      (abbreviates === true && name.length > 2 && option.startsWith(name))
    );
  return !arg.startsWith('--') && arg.includes(option.slice(1));
}
