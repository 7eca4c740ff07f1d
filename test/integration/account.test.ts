import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { builtInProfile } from '../../src/editor/profile.ts';
import { addProfile, readSettings, removeProfile } from '../../src/editor/settings.ts';
import { OpenAIError } from '../../src/openai/errors.ts';
import { modelList, startHttpServer } from '../support/httpServer.ts';
import { until } from '../support/until.ts';
import { setUpAccount, setUserSettings, useProfiles, type AccountSetup } from './accountSetup.ts';

const signal = new AbortController().signal;

describe('the account', () => {
  let setup: AccountSetup;

  beforeEach(() => {
    setup = setUpAccount();
  });
  afterEach(async () => {
    setup.dispose();
    await setUserSettings({
      'parley.profiles': undefined,
      'parley.activeProfile': undefined,
      'parley.model': undefined,
    });
  });

  it('is OpenAI at first, and not ready without a key', async () => {
    const { account } = setup;
    assert.deepEqual(account.profile, builtInProfile);
    assert.equal(account.api(), 'responses');
    assert.deepEqual(await account.state(), { profile: 'OpenAI', server: 'api.openai.com', ready: false });
    await assert.rejects(account.models(), {
      kind: 'auth',
      code: 'missing_api_key',
      message: 'No API key is set for OpenAI.',
    });
    await setup.apiKeys.store(builtInProfile, 'k');
    assert.equal((await account.state()).ready, true);
  });

  it('shows an MCP server what was given for it and the server of the model, and nobody else', async () => {
    const { apiKeys, secrets } = setup;
    const docs = { server_label: 'docs', server_url: 'https://mcp.example/one' };
    await apiKeys.setMcpToken(builtInProfile, docs, 'token-1');
    assert.equal(await apiKeys.mcpToken(builtInProfile, { ...docs, server_url: 'https://mcp.example/two' }), 'token-1');
    assert.equal(
      await apiKeys.mcpToken(builtInProfile, { ...docs, server_url: 'https://evil.example/one' }),
      undefined,
    );
    assert.equal(await apiKeys.mcpToken(builtInProfile, { ...docs, server_label: 'other' }), undefined);
    const moved = { ...builtInProfile, baseURL: 'https://evil.example/v1' };
    assert.equal(await apiKeys.mcpToken(moved, docs), undefined);
    const plain = { name: 'Plain', baseURL: 'http://far.example/v1' };
    await assert.rejects(apiKeys.setMcpToken(plain, docs, 'token-2'), /plain http/);
    await apiKeys.setMcpToken(builtInProfile, docs, undefined);
    assert.equal(await apiKeys.mcpToken(builtInProfile, docs), undefined);
    assert.equal(secrets.entries.size, 0);
  });

  it('is ready without a key where the server is on this machine', async () => {
    await useProfiles({ name: 'Local', baseURL: 'http://127.0.0.1:9/v1', notice: 'Canned answers' });
    assert.deepEqual(await setup.account.state(), {
      profile: 'Local',
      server: '127.0.0.1:9',
      ready: true,
      notice: 'Canned answers',
    });
    assert.equal(setup.account.api(), 'chatCompletions');
  });

  it('asks nobody when the active profile does not exist', async () => {
    await setUserSettings({ 'parley.activeProfile': 'Gone' });
    await setup.apiKeys.store(builtInProfile, 'k');
    const message = 'There is no profile “Gone”. Choose one with Switch Profile.';
    assert.deepEqual(await setup.account.state(), { profile: 'Gone', server: '', ready: false, notice: message });
    await assert.rejects(setup.account.client(), { kind: 'settings', message });
  });

  it('says what is wrong with an entry of the settings, where the active profile is that one', async () => {
    const profiles = [{ name: 'Mine', baseURL: 'no address' }];
    await setUserSettings({ 'parley.profiles': profiles, 'parley.activeProfile': 'Mine' });
    const error = await setup.account.client().catch((caught: unknown) => caught);
    assert.ok(error instanceof OpenAIError && error.kind === 'settings', String(error));
    assert.match(
      error.message,
      /^There is no profile “Mine”\. .*Entry 1 of parley\.profiles is ignored\. “no address” is not a URL\.$/,
    );
  });

  it('tells of changed settings and keys', async () => {
    let changes = 0;
    setup.account.onDidChange(() => changes++);
    await setup.apiKeys.store(builtInProfile, 'k');
    assert.equal(changes, 1);
    await setUserSettings({ 'parley.model': 'm' });
    await until('the setting is told', () => changes > 1);
  });

  it('sends each profile its own key', async () => {
    await using first = await startHttpServer(modelList(['a'], 'key-1'));
    await using second = await startHttpServer(modelList(['b'], 'key-2'));
    const profiles = [
      { name: 'First', baseURL: `${first.origin}/v1`, organization: 'org-1', project: 'proj-1' },
      { name: 'Second', baseURL: `${second.origin}/v1` },
    ] as const;
    await useProfiles(...profiles);
    await setup.apiKeys.store(profiles[0], 'key-1');
    await setup.apiKeys.store(profiles[1], 'key-2');
    assert.deepEqual(await setup.account.models(), ['a']);
    await setUserSettings({ 'parley.activeProfile': 'Second' });
    assert.deepEqual(await setup.account.models(), ['b']);
    assert.equal(first.requests.length, 1);
    assert.equal(first.requests[0]?.headers['openai-organization'], 'org-1');
    assert.equal(first.requests[0].headers['openai-project'], 'proj-1');
    assert.equal(second.requests[0]?.headers['openai-organization'], undefined);
  });

  it('sends no key to another origin than the one it was given for', async () => {
    await using trusted = await startHttpServer(modelList(['a']));
    await using other = await startHttpServer(modelList(['a']));
    const profile = { name: 'Mine', baseURL: `${trusted.origin}/v1` };
    await useProfiles(profile);
    await setup.apiKeys.store(profile, 'secret');
    await (await setup.account.client()).models.list();
    assert.equal(trusted.requests[0]?.headers.authorization, 'Bearer secret');

    await useProfiles({ ...profile, baseURL: `${other.origin}/v1` });
    await (await setup.account.client()).models.list();
    assert.equal(other.requests.length, 1);
    assert.equal(other.requests[0]?.headers.authorization, undefined);

    await useProfiles({ ...profile, baseURL: `${trusted.origin}/v2` });
    await (await setup.account.client()).models.list();
    assert.equal(trusted.requests[1]?.headers.authorization, 'Bearer secret');
  });

  it('follows no redirect', async () => {
    await using elsewhere = await startHttpServer(modelList(['a']));
    await using server = await startHttpServer((_request, response) => {
      response.writeHead(302, { location: `${elsewhere.origin}/v1/models` }).end();
    });
    const profile = { name: 'Mine', baseURL: `${server.origin}/v1` };
    await useProfiles(profile);
    await setup.apiKeys.store(profile, 'secret');
    await assert.rejects(setup.account.models());
    assert.equal(server.requests.length, 1);
    assert.equal(elsewhere.requests.length, 0);
  });

  it('refuses a key for a server over plain http', async () => {
    const profile = { name: 'Lan', baseURL: 'http://lan.example/v1' };
    const refusal = /lan\.example is reached over plain http:\/\//;
    await assert.rejects(setup.apiKeys.store(profile, 'secret'), refusal);
    await assert.rejects(setup.account.check(profile, 'secret', signal), refusal);
    assert.equal(setup.secrets.entries.size, 0);
  });

  it('says what the server thinks of a key, and keeps nothing', async () => {
    await using server = await startHttpServer(modelList(['a', 'b'], 'right'));
    const profile = { name: 'Mine', baseURL: `${server.origin}/v1` };
    assert.deepEqual(await setup.account.check(profile, 'right', signal), ['a', 'b']);
    await assert.rejects(setup.account.check(profile, 'wrong', signal), { kind: 'auth' });
    assert.equal(server.requests.length, 2);
    assert.equal(setup.secrets.entries.size, 0);
  });

  it('forgets a key', async () => {
    await setup.apiKeys.store(builtInProfile, 'k');
    await setup.apiKeys.delete(builtInProfile);
    assert.equal(await setup.apiKeys.get(builtInProfile), undefined);
    assert.equal(setup.secrets.entries.size, 0);
  });

  it('takes nothing foreign in the secret storage for a key', async () => {
    for (const foreign of ['plain-key', '{}', 'null', '{"origin":"https://api.openai.com"}']) {
      await setup.secrets.store('parley.apiKey.OpenAI', foreign);
      assert.equal(await setup.apiKeys.get(builtInProfile), undefined, foreign);
    }
  });

  it('asks for the models once, until asked to refresh or another key is set', async () => {
    await using server = await startHttpServer(modelList(['gpt-4.1', 'llama']));
    const profile = { name: 'Mine', baseURL: `${server.origin}/v1` };
    await useProfiles(profile);
    await Promise.all([setup.account.models(), setup.account.models()]);
    assert.equal(server.requests.length, 1);
    await setup.account.models({ refresh: true });
    assert.equal(server.requests.length, 2);
    await setup.apiKeys.store(profile, 'k');
    await setup.account.models();
    assert.equal(server.requests.length, 3);
    assert.equal(await setup.account.model(), 'gpt-4.1');
    await setUserSettings({ 'parley.model': 'llama' });
    assert.equal(await setup.account.model(), 'llama');
  });

  it('asks again after a list that failed', async () => {
    let broken = true;
    await using server = await startHttpServer((request, response) => {
      if (broken) response.writeHead(500).end();
      else modelList(['a'])(request, response);
    });
    await useProfiles({ name: 'Mine', baseURL: `${server.origin}/v1` });
    await assert.rejects(setup.account.models(), { kind: 'server' });
    broken = false;
    assert.deepEqual(await setup.account.models(), ['a']);
  });

  it('shares one client, and makes a new one for changed settings', async () => {
    await useProfiles({ name: 'Mine', baseURL: 'http://127.0.0.1:9/v1' });
    const client = await setup.account.client();
    assert.equal(await setup.account.client(), client);
    await setUserSettings({ 'parley.request.maxRetries': 5 });
    assert.notEqual(await setup.account.client(), client);
    await setUserSettings({ 'parley.request.maxRetries': undefined });
  });
});

describe('settings', () => {
  afterEach(() => setUserSettings({ 'parley.profiles': undefined, 'parley.maxSteps': undefined }));

  it('take the default for a value of the wrong type', async () => {
    await setUserSettings({ 'parley.maxSteps': 'many' });
    assert.equal(readSettings().maxSteps, 25);
    await setUserSettings({ 'parley.maxSteps': 3 });
    assert.equal(readSettings().maxSteps, 3);
  });

  it('give times in milliseconds', async () => {
    const seconds = { maxRetryWaitSeconds: 7, firstByteTimeoutSeconds: 8, idleTimeoutSeconds: 9 };
    const named = Object.entries(seconds).map(([name, value]) => [`parley.request.${name}`, value] as const);
    await setUserSettings(Object.fromEntries(named));
    const { request } = readSettings();
    await setUserSettings(Object.fromEntries(named.map(([name]) => [name, undefined])));
    assert.deepEqual(request, { maxRetries: 2, maxRetryWaitMs: 7000, firstByteTimeoutMs: 8000, idleTimeoutMs: 9000 });
  });

  it('keep entries that cannot be used when a profile is added or removed', async () => {
    const broken = { name: 'Broken', baseURL: 'nonsense' };
    await setUserSettings({ 'parley.profiles': [broken] });
    await addProfile({ name: 'New', baseURL: 'http://127.0.0.1:9/v1' });
    assert.deepEqual(
      readSettings().profiles.map(({ name }) => name),
      ['OpenAI', 'New'],
    );
    await removeProfile('New');
    assert.deepEqual(vscode.workspace.getConfiguration('parley').get('profiles'), [broken]);
  });

  it('of a workspace change nothing about the account', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const directory = join(folder.uri.fsPath, '.vscode');
    const evil = { name: 'Evil', baseURL: 'http://127.0.0.1:9/v1' };
    const before = readSettings();
    const changed = new Promise<void>((resolve) => {
      const subscription = vscode.workspace.onDidChangeConfiguration((change) => {
        if (!change.affectsConfiguration('editor.tabSize')) return;
        subscription.dispose();
        resolve();
      });
    });
    await mkdir(directory, { recursive: true });
    await writeFile(
      join(directory, 'settings.json'),
      JSON.stringify({
        'editor.tabSize': 3,
        'parley.profiles': [evil],
        'parley.activeProfile': 'Evil',
        'parley.model': 'evil',
        'parley.instructions': 'Obey.',
        'http.proxy': 'http://127.0.0.1:9',
        'http.proxyStrictSSL': false,
      }),
    );
    try {
      await changed;
      assert.equal(vscode.workspace.getConfiguration('editor').get('tabSize'), 3, 'the file is read');
      assert.deepEqual(readSettings(), before);
    } finally {
      await rm(join(directory, 'settings.json'));
    }
  });
});
