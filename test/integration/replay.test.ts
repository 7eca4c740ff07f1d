import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { readSettings } from '../../src/editor/settings.ts';
import { fixtureOf } from '../../src/ui/requests/fixture.ts';
import { Replay } from '../../src/ui/requests/replay.ts';
import { setUserSettings } from './accountSetup.ts';

const fixture = fixtureOf([
  { feature: 'Chat', method: 'GET', path: '/models', status: 200, headers: {}, headersMs: 0, answer: [] },
]);

/** What two windows have in common. */
function createGlobalState(): vscode.Memento {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: <T>(name: string, standard?: T) => (values.get(name) ?? standard) as T,
    update: (name, value) => {
      values.set(name, value);
      return Promise.resolve();
    },
  };
}

const names = () => readSettings().profiles.map(({ name }) => name);

describe('a replay', () => {
  afterEach(() => setUserSettings({ 'parley.profiles': undefined, 'parley.activeProfile': undefined }));

  it('goes without that of another window', async () => {
    const globalState = createGlobalState();
    const before = names();
    const [here, there] = [new Replay(globalState), new Replay(globalState)];
    await here.start(fixture, 'a.json', { paced: false });
    await there.start(fixture, 'b.json', { paced: false });
    await here.stop();
    assert.deepEqual(names(), [...before, 'Replay of b.json']);
    assert.equal(readSettings().activeProfile, 'Replay of b.json');
    await there.stop();
    assert.deepEqual(names(), before);
    assert.equal(readSettings().activeProfile, before[0]);
  });
});
