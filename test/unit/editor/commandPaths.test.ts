import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { judgeLine } from '../../../src/editor/shell/judgeLine.ts';
import { whyPathsAsk } from '../../../src/editor/tools/commandPaths.ts';

describe('where the words of a command lead', () => {
  let folder: string;
  let root: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-command-'));
    root = join(folder, 'root');
    await mkdir(join(root, 'sub/.vscode'), { recursive: true });
    await mkdir(join(folder, 'outside'));
    await writeFile(join(folder, 'outside/private.txt'), 'x');
    await writeFile(join(root, '.env'), 'x');
    await writeFile(join(root, 'plain.txt'), 'x');
    await writeFile(join(root, 'package.json'), '{}');
    await writeFile(join(root, 'sub/.vscode/tasks.json'), '{}');
    await symlink(join(folder, 'outside'), join(root, 'out'));
    await symlink(join(root, '.env'), join(root, 'readme.txt'));
    await symlink(join(root, '.env'), join(root, 'sub/notes.txt'));
    await symlink(join(root, 'sub/.vscode/tasks.json'), join(root, 'tasks.txt'));
    await symlink(join(folder, 'nowhere'), join(root, 'dangling'));
    await symlink(join(root, 'plain.txt'), join(root, 'link.txt'));
    await writeFile(join(folder, 'outside/run.sh'), 'x');
  });
  after(() => rm(folder, { recursive: true }));

  const why = (line: string, directory = '.') =>
    whyPathsAsk(judgeLine(line, directory).commands, join(root, directory), [{ name: 'root', path: root }]);

  it('is asked about where a link leaves the workspace', async () => {
    for (const line of [
      'cat out/private.txt',
      'ls out',
      'x --file=out/private.txt',
      'x a:out',
      'cat dangling',
      './out/run.sh',
    ])
      assert.match((await why(line)) ?? '', /leads out of the workspace/, line);
    assert.match((await why('cd out && cat private.txt')) ?? '', /leads out/);
    assert.match((await why('a && b | cat out/private.txt')) ?? '', /leads out/);
  });

  it('is asked about where a link leads to secrets or to a protected file', async () => {
    for (const line of ['cat readme.txt', 'cat ./readme.txt', 'x @readme.txt', 'cat sub/notes.txt', 'cat .env'])
      assert.match((await why(line)) ?? '', /secrets/, line);
    assert.match((await why('cat notes.txt', 'sub')) ?? '', /secrets/);
    assert.match((await why('cd sub && cat notes.txt')) ?? '', /secrets/);
    assert.match((await why('prettier --write tasks.txt')) ?? '', /protected file/);
  });

  it('is nobody asked about otherwise', async () => {
    for (const line of [
      'cat plain.txt',
      'cat link.txt',
      'cat package.json',
      'cat absent.txt',
      'npm test -- -x',
      'git log HEAD~1',
      'echo "a\nb"',
    ])
      assert.equal(await why(line), undefined, line);
  });

  it('is asked about more than can be looked at', async () => {
    assert.match(
      (await why(`cat ${Array.from({ length: 300 }, (_, i) => `f${i}`).join(' ')}`)) ?? '',
      /more files than/,
    );
  });
});
