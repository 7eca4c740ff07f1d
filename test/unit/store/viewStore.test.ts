import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { openConversationStore } from '../../../src/store/conversationStore.ts';

describe('what chat views hold', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-views-'));
  after(() => rmSync(folder, { recursive: true }));

  it('is there for whoever opens the file while it is still open', async () => {
    const file = join(folder, 'conversations.db');
    const store = await openConversationStore(file);
    store.views.put('one', 'text', '"half a thought"');
    store.views.put('one', 'place', 'null');
    store.views.put('two', 'text', '"another"');
    const other = await openConversationStore(file);
    assert.deepEqual([...other.views.load('one')].toSorted(), [
      ['place', 'null'],
      ['text', '"half a thought"'],
    ]);
    store.views.put('one', 'text', '""');
    assert.equal(other.views.load('one').get('text'), '""');
    assert.equal(other.views.load('none').size, 0);
    store.close();
    other.close();
  });

  it('goes with the view, and after a year without use', async () => {
    const { views } = await openConversationStore(':memory:');
    const day = 24 * 60 * 60 * 1000;
    for (const id of ['closed', 'used', 'unused']) views.put(id, 'text', '"draft"', 0);
    views.forget('closed');
    views.load('used', 10 * day);
    views.purge(366 * day);
    const left = ['closed', 'used', 'unused'].filter((id) => views.load(id).size > 0);
    assert.deepEqual(left, ['used']);
  });
});
