import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { judgeLine } from '../../../src/editor/shell/judgeLine.ts';
import { searchesFolders, whySearchAsks } from '../../../src/editor/tools/searchedSecrets.ts';

const git = 'git';
const signal = new AbortController().signal;

describe('a command that searches whole folders', () => {
  let root: string;
  const put = async (name: string, text = 'x\n') => {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  };
  const remove = (name: string) => rm(join(root, name), { recursive: true });
  const run = (...args: string[]) => execFileSync(git, args, { cwd: root, stdio: 'ignore' });
  const why = (line: string, program: { git?: string } = { git }) => {
    const { commands } = judgeLine(line, '.');
    return whySearchAsks(commands, root, { git: program.git, signal });
  };

  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'parley-search-'));
    run('init');
    await put('.gitignore', 'ignored/\n*.pem\n');
    await put('src/a.ts');
    await put('src/deep/b.ts');
    await put('.env');
    await put('ignored/credentials.json');
    await put('server.pem');
  });
  after(() => rm(root, { recursive: true }));

  it('is looked at, and no other', () => {
    const looks = (line: string) => searchesFolders(judgeLine(line, '.').commands);
    for (const line of ['rg x', '/usr/bin/rg x', 'ls && rg x', 'git grep x', 'ag x', 'time rg x', 'ls | xargs rg x'])
      assert.ok(looks(line), line);
    for (const line of ['grep x a.ts', 'git log', 'npm test', 'echo rg']) assert.equal(looks(line), false, line);
  });

  it('is nobody asked about where it reads no secrets: hidden and ignored files are left out', async () => {
    for (const line of ['rg TOKEN', 'rg -n TOKEN src', 'git grep TOKEN', 'cd src && rg TOKEN'])
      assert.equal(await why(line), undefined, line);
  });

  it('asks where it would print what a secret file holds', async () => {
    await put('config/credentials.json');
    for (const line of [
      'rg TOKEN',
      'rg -n TOKEN .',
      'rg TOKEN config',
      'rg -C3 TOKEN src config',
      'ls && rg ""',
      'cd config && rg x',
    ])
      assert.match((await why(line)) ?? '', /usually hold secrets \((config\/)?credentials\.json is one\)/, line);
    assert.equal(await why('rg -n TOKEN src'), undefined, 'not in the folder that is named');
    for (const line of ['rg TOKEN --sort src', 'rg -e src TOKEN', 'rg -t src x', 'rg -r src TOKEN src'])
      assert.match((await why(line)) ?? '', /secrets/, `${line}: what may be an option's value narrows nothing`);
    assert.equal(await why('git grep TOKEN'), undefined, 'git searches what it tracks');
    run('add', 'config/credentials.json');
    assert.match((await why('git grep TOKEN')) ?? '', /secrets/);
    run('rm', '--cached', 'config/credentials.json');
    await remove('config');
  });

  it('is not fooled by files that take back what is ignored', async () => {
    for (const name of ['.ignore', 'src/.rgignore']) {
      await put(name, '!*.pem\n');
      assert.match((await why('rg TOKEN')) ?? '', /secrets/, name);
      await remove(name);
    }
    await put('src/.gitignore', '!*.pem\n');
    await put('src/tls.pem');
    assert.match((await why('rg TOKEN')) ?? '', /secrets \(src\/tls\.pem/);
    await remove('src/tls.pem');
    assert.equal(await why('rg TOKEN'), undefined);
  });

  it('is asked about in a repository within this one, and where there is none', async () => {
    await put('nested/id_rsa');
    execFileSync(git, ['init'], { cwd: join(root, 'nested'), stdio: 'ignore' });
    assert.match((await why('rg TOKEN')) ?? '', /id_rsa/);
    await remove('nested');
    assert.match((await why('rg TOKEN', {})) ?? '', /secrets/, 'nobody knows what is ignored');
  });

  it('asks about other programs of the kind', async () => {
    for (const line of ['ag TOKEN', 'ack TOKEN', 'ugrep -r TOKEN'])
      assert.match((await why(line)) ?? '', /secrets/, line);
  });
});
