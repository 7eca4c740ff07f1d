import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
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
