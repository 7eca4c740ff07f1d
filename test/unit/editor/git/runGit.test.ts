import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { runGit } from '../../../../src/editor/git/runGit.ts';

let cwd: string;
const { signal } = new AbortController();

before(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'parley-git-'));
  execFileSync('git', ['init', '-q'], { cwd });
});
after(() => rmSync(cwd, { recursive: true }));

/** A git that does as an older one would. */
function olderGit(name: string, script: string): string {
  const program = path.join(cwd, name);
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
  chmodSync(program, 0o700);
  return program;
}

test('runs git in a repository', async () => {
  assert.match(await runGit({ program: 'git', cwd, signal }, ['status', '--short', '--branch']), /^## No commits yet/);
});

test('runs no git that would not listen to what keeps it from running programs', async () => {
  for (const [name, script] of [
    ['before-2.31', 'unset GIT_CONFIG_COUNT; exec git "$@"'],
    ['before-2.26', 'for word; do if [ "$word" = --show-scope ]; then exit 129; fi; done; exec git "$@"'],
  ] as const) {
    const program = olderGit(name, script);
    await assert.rejects(runGit({ program, cwd, signal }, ['status']), /2\.31 or newer is needed/);
  }
});
