import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openConversationStore } from '../../../src/store/conversationStore.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe('RecentSpending', () => {
  it('knows what the last hour has cost, feature by feature', async () => {
    const { recent } = await openConversationStore(':memory:');
    recent.add('a', 0.25, 0);
    recent.add('a', undefined, MINUTE_MS);
    recent.add('a', 0.5, 2 * MINUTE_MS);
    recent.add('b', 4, 2 * MINUTE_MS);
    assert.deepEqual(recent.lastHour('a', 3 * MINUTE_MS), { costUsd: 0.75, requests: 3, unpriced: 1 });
    assert.deepEqual(recent.lastHour('a', HOUR_MS), { costUsd: 0.5, requests: 2, unpriced: 1 });
    assert.deepEqual(recent.lastHour('a', 2 * HOUR_MS), { costUsd: 0, requests: 0, unpriced: 0 });
  });

  it('says when the spending is below a limit again', async () => {
    const { recent } = await openConversationStore(':memory:');
    recent.add('a', 0.25, 0);
    recent.add('a', 0.5, MINUTE_MS);
    assert.equal(recent.belowAt('a', 0.75, 2 * MINUTE_MS), HOUR_MS);
    assert.equal(recent.belowAt('a', 0.5, 2 * MINUTE_MS), HOUR_MS + MINUTE_MS);
    assert.equal(recent.belowAt('a', 1, 2 * MINUTE_MS), 2 * MINUTE_MS, 'it is');
  });

  it('is one for all windows, and outlives them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-recent-'));
    const open = () => openConversationStore(join(folder, 'conversations.db'));
    const [one, other] = [await open(), await open()];
    one.recent.add('a', 0.25, MINUTE_MS);
    assert.equal(other.recent.lastHour('a', MINUTE_MS).costUsd, 0.25);
    one.close();
    other.close();
    const later = await open();
    assert.equal(later.recent.lastHour('a', MINUTE_MS).costUsd, 0.25);
    later.close();
    await rm(folder, { recursive: true });
  });
});
