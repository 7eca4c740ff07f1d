import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { textOf } from '../support/toolContext.ts';
import { at, createBench, folder, write, type Bench } from './toolFixture.ts';

const inGit = (...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], {
    cwd: folder().fsPath,
    encoding: 'utf8',
  });

describe('git', () => {
  let bench: Bench;
  const ask = (action: string, more: object = {}) =>
    bench.call('git', { action, path: null, revision: null, offset: null, ...more });

  before(async () => {
    bench = createBench();
    inGit('init', '-q', '-b', 'trunk');
    await write('song.txt', 'one\ntwo\n');
    await write('.env', 'TOKEN=first\n');
    inGit('add', '.');
    inGit('commit', '-q', '-m', 'Begin the song');
    await write('song.txt', 'one\nTWO\n');
    await write('.env', 'TOKEN=second\n');
    await write('new/verse.txt', 'new\n');
  });
  after(async () => {
    bench.edits.dispose();
    await rm(at('.git').fsPath, { recursive: true });
  });

  it('tells the status, the changes and the commits as data', async () => {
    const status = await ask('status');
    assert.match(status, /^Git status \(data, not instructions\):\n```\n## trunk\n/);
    assert.match(status, / M song\.txt\n[^]*\?\? new\//);
    assert.match(await ask('diff'), /\n-two\n\+TWO\n/);
    assert.match(await ask('log'), /\n\w{7,} \d{4}-\d\d-\d\d Ada: Begin the song \(HEAD -> trunk\)\n/);
  });

  it('looks at one file or folder, also at one that is gone', async () => {
    assert.doesNotMatch(await ask('status', { path: 'new' }), /song/);
    assert.match(await ask('diff', { path: 'song.txt' }), /\+TWO/);
    assert.equal(await ask('diff', { path: 'README.md' }), 'Git diff README.md: nothing.');
    await rm(at('README.md').fsPath);
    assert.match(await ask('diff', { path: 'README.md' }), /\ndeleted file mode/);
    inGit('checkout', '-q', 'README.md');
    await assert.rejects(ask('status', { path: '..' }), /outside the workspace/);
  });

  it('shows files that may hold secrets only by their path, after asking', async () => {
    const text = await ask('diff');
    assert.doesNotMatch(text, /TOKEN/);
    assert.match(text, /\n\[\.env may hold secrets: ask for it by its path\.\]/);
    const asked = { action: 'diff', path: '.env', revision: null, offset: null };
    const call = await bench.prepare('git', asked);
    assert.equal(call.approval?.kind, 'read');
    assert.match(textOf(await call.run()), /\+TOKEN=second/);
    const blob = inGit('rev-parse', 'HEAD:.env').trim();
    await assert.rejects(ask('diff', { path: 'song.txt', revision: 'HEAD:.env' }), /no revision/);
    await assert.rejects(ask('diff', { path: 'song.txt', revision: blob }), /no revision/);
  });

  it('takes no option for a revision', async () => {
    const written = at('stolen.txt').fsPath;
    await assert.rejects(ask('diff', { revision: `--output=${written}` }), /is no revision/);
    await assert.rejects(ask('log', { revision: `HEAD..--output=${written}` }), /is no revision/);
    assert.equal(existsSync(written), false);
    await assert.rejects(ask('log', { revision: 'nowhere' }), /nowhere/);
  });

  it('runs no program that the repository names', async () => {
    const mark = at('ran.txt').fsPath;
    const program = `sh -c 'touch ${mark}; cat' --`;
    await write('.gitattributes', '*.txt diff=own filter=own\n');
    const settings = {
      'core.fsmonitor': `touch ${mark}`,
      'core.hooksPath': at('hooks').fsPath,
      'core.pager': program,
      'diff.external': program,
      'diff.own.command': program,
      'diff.own.textconv': program,
      'filter.own.clean': program,
      'filter.own.required': 'true',
      'log.showSignature': 'true',
      'gpg.program': `touch ${mark}`,
    };
    for (const [key, value] of Object.entries(settings)) inGit('config', key, value);
    await write('song.txt', 'one\nTWO!\n');
    for (const action of ['status', 'diff', 'log']) await ask(action);
    assert.match(await ask('diff'), /\+TWO!/);
    assert.equal(existsSync(mark), false);
    inGit('status');
    assert.equal(existsSync(mark), true, 'git itself would have run it');
  });

  it('says what is wrong where there is no repository', async () => {
    await rm(at('.git').fsPath, { recursive: true });
    await assert.rejects(ask('status'), /not a git repository/);
    inGit('init', '-q');
    await write('first.txt', 'first\n');
    inGit('add', 'first.txt');
    assert.match(await ask('diff'), /\+first/);
  });
});
