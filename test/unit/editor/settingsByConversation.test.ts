import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noSettings } from '../../../src/agent/conversationSettings.ts';
import { SettingsByConversation } from '../../../src/editor/settingsByConversation.ts';

/** What two windows have in common. */
function createStore(stored: readonly string[]) {
  const kept = new Map(stored.map((id) => [id, '{}']));
  return {
    kept,
    settings: (id: string) => Promise.resolve(kept.get(id) ?? '{}'),
    setSettings: (id: string, json: string) => {
      if (kept.has(id)) kept.set(id, json);
      return Promise.resolve(kept.has(id));
    },
  };
}

const warm = { ...noSettings, parameters: { temperature: 1 } };
const seeded = { ...noSettings, parameters: { seed: 7 } };

test('what another window changed holds with the next message, and is not written over', async () => {
  const store = createStore(['one']);
  const [here, there] = [new SettingsByConversation(store), new SettingsByConversation(store)];
  assert.deepEqual(await here.keep('one'), noSettings);
  await there.set('one', warm);
  assert.deepEqual(await here.keep('one'), warm);
  assert.equal(store.kept.get('one'), JSON.stringify(warm));
});

test('what another window changed is told', async () => {
  const store = createStore(['one']);
  const [here, there] = [new SettingsByConversation(store), new SettingsByConversation(store)];
  await here.set('one', seeded);
  const told: string[] = [];
  here.onDidChange((id) => told.push(id));
  await here.refresh();
  assert.deepEqual(told, []);
  await there.set('one', warm);
  await here.refresh();
  assert.deepEqual(told, ['one']);
  assert.deepEqual(await here.get('one'), warm);
});

test('what was changed before the first message is kept with it', async () => {
  const store = createStore([]);
  const settings = new SettingsByConversation(store);
  settings.begin('one', warm);
  await settings.refresh();
  await settings.set('one', seeded);
  store.kept.set('one', '{}');
  await settings.refresh();
  assert.deepEqual(await settings.keep('one'), seeded);
  assert.equal(store.kept.get('one'), JSON.stringify(seeded));
});
