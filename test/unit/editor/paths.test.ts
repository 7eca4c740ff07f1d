import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { confine, type Root } from '../../../src/editor/paths.ts';
import { isSecret, mayNameSecret, whyProtected } from '../../../src/editor/sensitiveFiles.ts';

let base: string;
let app: Root;
let api: Root;

before(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'parley-paths-')));
  for (const folder of ['app/src', 'app/.vscode', 'api/src', 'outside', 'app-evil'])
    mkdirSync(join(base, folder), { recursive: true });
  for (const file of [
    'app/src/a.ts',
    'app/.vscode/settings.json',
    'api/src/b.ts',
    'outside/secret.txt',
    'app-evil/x.ts',
  ])
    writeFileSync(join(base, file), '');
  symlinkSync(join(base, 'outside'), join(base, 'app/out'));
  symlinkSync(join(base, 'outside/secret.txt'), join(base, 'app/innocent.txt'));
  symlinkSync(join(base, 'outside/not-there-yet.txt'), join(base, 'app/dangling.txt'));
  symlinkSync(join(base, 'app/.vscode/settings.json'), join(base, 'app/notes.json'));
  symlinkSync(join(base, 'api/src'), join(base, 'app/shared'));
  symlinkSync(join(base, 'app'), join(base, 'linked-app'));
  symlinkSync('loop', join(base, 'app/loop'));
  app = { name: 'app', path: join(base, 'app') };
  api = { name: 'api', path: join(base, 'api') };
});
after(() => rmSync(base, { recursive: true, force: true }));

describe('confine', () => {
  it('finds files and files to be, by relative and by absolute path', async () => {
    for (const written of ['src/a.ts', './src/../src/a.ts', join(base, 'app/src/a.ts')]) {
      const { relative, exists } = await confine(written, [app]);
      assert.deepEqual({ relative, exists }, { relative: 'src/a.ts', exists: true });
    }
    const { relative, exists } = await confine('new/folder/b.ts', [app]);
    assert.deepEqual({ relative, exists }, { relative: 'new/folder/b.ts', exists: false });
    assert.equal((await confine('.', [app])).relative, '');
  });

  it('lets nothing out', async () => {
    const attacks = [
      '../outside/secret.txt',
      'src/../../outside/secret.txt',
      '..',
      join(base, 'outside/secret.txt'),
      join(base, 'app-evil/x.ts'),
      '../app-evil/x.ts',
      `${join(base, 'app')}/../outside/secret.txt`,
      '/etc/passwd',
      '//server/share/x',
      '\\\\server\\share\\x',
      'out/secret.txt',
      'out/new.txt',
      'innocent.txt',
      'dangling.txt',
    ];
    for (const attack of attacks) await assert.rejects(confine(attack, [app]), /outside the workspace/, attack);
  });

  it('takes no URIs', async () => {
    for (const attack of ['file:///etc/passwd', 'vscode-userdata:/User/settings.json', 'untitled:x', 'FILE:///x'])
      await assert.rejects(confine(attack, [app]), /not a URI/, attack);
  });

  it('takes no control characters, and survives links in a circle and files used as folders', async () => {
    await assert.rejects(confine('src/a.ts\0.png', [app]), /control characters/);
    await assert.rejects(confine('src/\na.ts', [app]), /control characters/);
    await assert.rejects(confine('loop/x', [app]), /cannot be resolved/);
    await assert.rejects(confine('src/a.ts/x', [app]), /cannot be resolved/);
  });

  it('knows what only looks like an escape', async () => {
    assert.equal((await confine('%2e%2e/outside/secret.txt', [app])).exists, false);
    assert.equal((await confine('~/secret.txt', [app])).relative, '~/secret.txt');
    assert.equal((await confine('..a/b', [app])).relative, '..a/b');
    // What is used afterwards is this answer, so that `..` never goes through the link.
    assert.equal((await confine('out/../outside/new.txt', [app])).relative, 'outside/new.txt');
  });

  it('follows a workspace folder that is a link itself', async () => {
    const linked = { name: 'app', path: join(base, 'linked-app') };
    assert.equal((await confine('src/a.ts', [linked])).relative, 'src/a.ts');
    assert.equal((await confine(join(base, 'linked-app/src/a.ts'), [linked])).relative, 'src/a.ts');
    await assert.rejects(confine('innocent.txt', [linked]), /outside/);
  });

  it('finds the folder by its name, by the one that has the file, or asks for the name', async () => {
    const roots = [app, api];
    assert.equal((await confine('api/src/b.ts', roots)).root, api);
    assert.equal((await confine('src/b.ts', roots)).root, api);
    assert.equal((await confine('app/new.ts', roots)).root, app);
    await assert.rejects(confine('new.ts', roots), /name of a workspace folder: app, api/);
    await assert.rejects(confine('src', roots), /name of a workspace folder/);
    await assert.rejects(confine('api/../../outside/secret.txt', roots), /outside/);
  });

  it('attributes a link between folders to where it leads', async () => {
    const { root, relative } = await confine('app/shared/b.ts', [app, api]);
    assert.deepEqual({ root: root.name, relative }, { root: 'api', relative: 'src/b.ts' });
    await assert.rejects(confine('shared/b.ts', [app]), /outside/);
  });

  it('says when there is no folder', () => assert.rejects(confine('a', []), /No folder is open/));
});

const named = (relative: string) => ({ relative, requested: relative });

describe('whyProtected', () => {
  it('covers what configures the editor, instructs tools or lets code run', () => {
    const files = [
      '.vscode/settings.json',
      'packages/a/.vscode/tasks.json',
      '.VSCode/Settings.json',
      '.git/hooks/pre-commit',
      '.git/config',
      '.husky/pre-push',
      'project.code-workspace',
      '.github/copilot-instructions.md',
      '.github/workflows/ci.yml',
      'AGENTS.md',
      'docs/CLAUDE.md',
      '.cursor/rules/x.mdc',
      '.mcp.json',
      '.envrc',
      'package.json',
    ];
    for (const file of files) assert.ok(whyProtected(named(file)), file);
  });

  it('leaves ordinary files alone', () => {
    for (const file of ['src/a.ts', 'git/x.ts', 'agents.ts', 'vscode/settings.json', 'package.json.ts', '.gitignore'])
      assert.equal(whyProtected(named(file)), undefined, file);
  });

  it('goes on in the other folders where one is gone', async () => {
    const gone = { name: 'gone', path: join(base, 'gone') };
    assert.equal((await confine('app/src/a.ts', [app, gone])).exists, true);
    assert.equal((await confine(join(base, 'app/src/a.ts'), [gone, app])).relative, 'src/a.ts');
    const { root, exists } = await confine('gone/a.ts', [app, gone]);
    assert.deepEqual([root.name, exists], ['gone', false]);
  });

  it('sees through a link to a protected file', async () => {
    assert.ok(whyProtected(await confine('notes.json', [app])));
  });
});

describe('isSecret', () => {
  it('knows the usual places of keys and passwords', () => {
    const files = [
      '.env',
      'a/.env.production',
      '.ENV',
      'prod.env',
      'server.pem',
      'tls.key',
      'id_rsa',
      '.ssh/config',
      '.npmrc',
      '.netrc',
      '.aws/credentials',
      'config/credentials.json',
      'secrets.yaml',
      '.envrc',
      '.env~',
      '.env-local',
      '.git/config',
      'sub/.git/modules/x/config',
      '.config/gh/hosts.yml',
      '.m2/settings.xml',
      'x.auto.tfvars.json',
    ];
    for (const file of files) assert.ok(isSecret(named(file)), file);
  });

  it('leaves examples, public keys and code alone', () => {
    for (const file of [
      '.env.example',
      'id_rsa.pub',
      'src/config',
      '.git/HEAD',
      'src/.environment',
      'src/key.ts',
      'environment.ts',
      'secrets.test.ts',
      'keyboard.md',
    ])
      assert.equal(isSecret(named(file)), false, file);
  });
});

describe('mayNameSecret', () => {
  it('knows globs that reach hidden and ignored files', () => {
    for (const glob of ['*', '.e*', 'src/**', '*.{ts,env}', '.en?', '.en[v]', '*.pem', '?env', '*?'.repeat(200)])
      assert.ok(mayNameSecret(glob), glob);
  });

  it('leaves globs of code, and what is no glob or leaves out, alone', () => {
    for (const glob of ['*.ts', 'src/**/*.{ts,tsx}', 'test?.ts', '.env', '!**/*', 'a+b(c|d', '*.key.ts'])
      assert.equal(mayNameSecret(glob), false, glob);
  });
});
