import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { completeAzure, deployedModels, isAzureAddress, parseDeployments } from '../../../src/editor/azureProfile.ts';
import { environmentProfile, unusedName } from '../../../src/editor/environment.ts';
import {
  apiOf,
  builtInProfile,
  isLoopback,
  mayCarryKey,
  needsKey,
  parseBaseURL,
  parseProfiles,
} from '../../../src/editor/profile.ts';

describe('parley.profiles', () => {
  it('comes after the built-in profile', () => {
    const local = { name: 'Local', baseURL: 'http://127.0.0.1:11434/v1' };
    assert.deepEqual(parseProfiles([local]), { profiles: [builtInProfile, local], problems: [] });
    assert.deepEqual(parseProfiles('nonsense').profiles, [builtInProfile]);
  });

  it('keeps what is good of it and says what is not', () => {
    const { profiles, problems } = parseProfiles([
      { name: 'A', baseURL: 'ftp://a.example' },
      {
        name: 'B',
        baseURL: 'https://b.example/v1/',
        organization: 'org-1',
        project: '',
        api: 'responses',
        notice: 'Hi',
      },
      { name: 'OpenAI', baseURL: 'https://evil.example' },
      { baseURL: 'https://c.example' },
      { name: 'D' },
      { name: 'E', baseURL: 'https://e.example', api: 'soap' },
      { name: 'F', baseURL: 7 },
      null,
    ]);
    assert.deepEqual(profiles, [
      builtInProfile,
      { name: 'B', baseURL: 'https://b.example/v1', organization: 'org-1', api: 'responses', notice: 'Hi' },
    ]);
    assert.deepEqual(problems, [
      'Entry 1 of parley.profiles is ignored. The base URL must begin with https:// or http://.',
      'Entry 3 of parley.profiles is ignored. The name “OpenAI” is taken.',
      'Entry 4 of parley.profiles is ignored. It has no name.',
      'Entry 5 of parley.profiles is ignored. It has no baseURL.',
      'Entry 6 of parley.profiles is ignored. Its api is neither responses nor chatCompletions.',
      'Entry 7 of parley.profiles is ignored. Its baseURL is not a text.',
      'Entry 8 of parley.profiles is ignored. It is not an object.',
    ]);
  });
});

describe('a profile of Azure OpenAI', () => {
  const v1 = 'https://r.openai.azure.com/openai/v1';

  it('has its options, and speaks Responses where Azure does', () => {
    const azure = { apiVersion: '2025-04-01-preview', deployments: { 'gpt-4o': 'mine' }, authentication: 'token' };
    const { profiles, problems } = parseProfiles([
      { name: 'A', baseURL: v1, azure: {} },
      { name: 'B', baseURL: 'https://r.openai.azure.com/openai/', azure },
      { name: 'C', baseURL: 'https://r.openai.azure.com/openai?api-version=1', azure: { apiVersion: '' } },
      { name: 'D', baseURL: v1, azure: {}, api: 'chatCompletions' },
      { name: 'E', baseURL: v1 },
    ]);
    assert.deepEqual(problems, []);
    assert.deepEqual(profiles.slice(1, 3), [
      { name: 'A', baseURL: v1, azure: {} },
      { name: 'B', baseURL: 'https://r.openai.azure.com/openai', azure },
    ]);
    assert.deepEqual(profiles.slice(1).map(apiOf), [
      'responses',
      'chatCompletions',
      'chatCompletions',
      'chatCompletions',
      'chatCompletions',
    ]);
  });

  it('says what is wrong with them', () => {
    const azures = [
      7,
      {},
      { apiVersion: 1 },
      { deployments: ['a'] },
      { deployments: { a: '' } },
      { authentication: 'x' },
    ];
    const baseURLs = [v1, 'https://r.openai.azure.com/openai', v1, v1, v1, v1];
    const entries = azures.map((azure, index) => ({ name: `P${index}`, baseURL: baseURLs[index], azure }));
    assert.deepEqual(
      parseProfiles(entries).problems.map((problem) => problem.replace(/^.*ignored\. /, '')),
      [
        'Its azure is not an object.',
        'It has no azure.apiVersion, which a baseURL that does not end in /v1 needs.',
        'Its azure.apiVersion is not a text.',
        'Its azure.deployments is not an object of model and deployment names.',
        'Its azure.deployments is not an object of model and deployment names.',
        'Its azure.authentication is neither apiKey nor token.',
      ],
    );
  });

  it('is recognised by its address, and by no other that looks like it', () => {
    const hosts = [
      'r.openai.azure.com',
      'r.cognitiveservices.azure.com',
      'r.services.ai.azure.com',
      'r.openai.azure.us',
    ];
    assert.ok(hosts.every((host) => isAzureAddress(`https://${host}`)));
    const others = ['openai.azure.com.example', 'azure.com', 'r.openai.azure.com.example', 'evilopenai.azure.com'];
    assert.deepEqual(
      others.filter((host) => isAzureAddress(`https://${host}`)),
      [],
    );
  });

  it('is made of an address copied from the portal', () => {
    const origin = 'https://r.openai.azure.com';
    for (const path of ['', '/', '/openai', '/openai/v1', '/openai/v1/responses', '/api/projects/p']) {
      assert.deepEqual(completeAzure(origin + path), { baseURL: v1, azure: {} });
    }
    const target = `${origin}/openai/deployments/my%20gpt/chat/completions?api-version=2025-01-01-preview`;
    assert.deepEqual(completeAzure(target), {
      baseURL: `${origin}/openai`,
      azure: { apiVersion: '2025-01-01-preview' },
      deployment: 'my gpt',
    });
    assert.deepEqual(completeAzure(`${v1}?api-version=preview`), { baseURL: v1, azure: { apiVersion: 'preview' } });
  });

  it('has the models of its deployments', () => {
    const deployments = parseDeployments(' gpt-4o, o3 = my-o3 ,, =x, y= ');
    assert.deepEqual(deployments, { 'gpt-4o': 'gpt-4o', o3: 'my-o3' });
    assert.deepEqual(deployedModels({ deployments }), ['gpt-4o', 'o3']);
    assert.equal(deployedModels({ deployments: {} }), undefined);
    assert.equal(deployedModels(undefined), undefined);
  });
});

describe('a base URL', () => {
  it('loses the slash at its end and keeps its query', () => {
    assert.equal(parseBaseURL(' https://a.example/v1// '), 'https://a.example/v1');
    assert.equal(parseBaseURL('https://a.example/'), 'https://a.example');
    assert.equal(parseBaseURL('https://a.example/openai/?api-version=1'), 'https://a.example/openai?api-version=1');
  });

  it('holds no credentials', () => {
    assert.throws(() => parseBaseURL('https://user:secret@a.example'), /must not hold a user name or password/);
    assert.throws(() => parseBaseURL('a.example'), /is not a URL/);
  });

  it('carries a key over https or to this machine only', () => {
    const may = (baseURL: string) => mayCarryKey({ name: '', baseURL });
    assert.deepEqual(
      ['https://a.example', 'http://localhost:1', 'http://127.0.0.1', 'http://[::1]:8080/v1', 'http://x.localhost'].map(
        may,
      ),
      [true, true, true, true, true],
    );
    assert.deepEqual(
      ['http://a.example', 'http://192.168.0.2', 'http://127.0.0.1.example', 'http://localhost.example'].map(may),
      [false, false, false, false],
    );
    assert.equal(isLoopback('https://127.9.9.9'), true);
  });

  it('decides the API and whether a key is needed by its origin', () => {
    assert.equal(apiOf(builtInProfile), 'responses');
    assert.equal(needsKey({ name: 'Mine', baseURL: 'https://api.openai.com/v1' }), true);
    const other = { name: 'Other', baseURL: 'https://api.openai.com.example/v1' };
    assert.equal(apiOf(other), 'chatCompletions');
    assert.equal(apiOf({ ...other, api: 'responses' }), 'responses');
    assert.equal(needsKey(other), false);
  });
});

describe('the environment', () => {
  const key = { OPENAI_API_KEY: 'k' };

  it('offers nothing without a key', () => {
    assert.equal(environmentProfile({ OPENAI_BASE_URL: 'https://a.example' }, [builtInProfile]), undefined);
    assert.equal(environmentProfile({ OPENAI_API_KEY: ' ' }, [builtInProfile]), undefined);
  });

  it('offers the profile that fits, else a new one', () => {
    assert.equal(environmentProfile(key, [builtInProfile]), builtInProfile);
    assert.deepEqual(environmentProfile({ ...key, OPENAI_PROJECT_ID: 'p', OPENAI_ORG_ID: 'o' }, [builtInProfile]), {
      name: 'api.openai.com (environment)',
      baseURL: 'https://api.openai.com/v1',
      organization: 'o',
      project: 'p',
    });
    const local = { name: 'Local', baseURL: 'http://127.0.0.1:8080/v1' };
    assert.equal(environmentProfile({ ...key, OPENAI_BASE_URL: `${local.baseURL}/` }, [builtInProfile, local]), local);
    assert.throws(() => environmentProfile({ ...key, OPENAI_BASE_URL: 'nonsense' }, []), /is not a URL/);
  });

  it('gives new profiles names of their own', () => {
    assert.equal(unusedName('Ollama', [builtInProfile]), 'Ollama');
    const taken = ['Ollama', 'Ollama 2'].map((name) => ({ name, baseURL: 'http://127.0.0.1' }));
    assert.equal(unusedName('Ollama', taken), 'Ollama 3');
  });
});
