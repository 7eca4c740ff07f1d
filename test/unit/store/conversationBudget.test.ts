import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, beforeEach, describe, it } from 'node:test';
import { ConversationBudget, type BudgetLimits } from '../../../src/store/conversationBudget.ts';
import { openConversationStore, type ConversationStore } from '../../../src/store/conversationStore.ts';

describe('the budget', () => {
  let folder: string;
  let store: ConversationStore;
  let now: Date;
  let limits: BudgetLimits;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-budget-'));
  });
  beforeEach(async () => {
    store = await openConversationStore(':memory:');
    now = new Date(2026, 0, 31, 23, 59);
    limits = { conversationUsd: 0, dayUsd: 0 };
  });
  after(() => rm(folder, { recursive: true }));

  const budgetOf = (conversationId: string) =>
    new ConversationBudget({ conversationId, ledger: store.ledger, limits: () => limits, now: () => now });

  it('counts also without a limit, so that one set later holds', () => {
    const budget = budgetOf('a');
    budget.spend(0.75);
    budget.spend(0.5);
    assert.deepEqual([budget.limited, budget.exceeded()], [false, undefined]);
    limits = { conversationUsd: 1, dayUsd: 0 };
    assert.equal(budget.limited, true);
    assert.equal(
      budget.exceeded(),
      'This conversation has cost $1.25. Its budget is $1.00 (setting parley.budget.conversationUsd).',
    );
    assert.equal(budgetOf('b').exceeded(), undefined, 'another conversation');
  });

  it('lets who goes on spend as much again', () => {
    limits = { conversationUsd: 1, dayUsd: 0 };
    const budget = budgetOf('a');
    budget.spend(1);
    assert.ok(budget.exceeded());
    budget.extend();
    assert.equal(budget.exceeded(), undefined);
    budget.spend(0.99);
    assert.equal(budget.exceeded(), undefined);
    budget.spend(0.01);
    assert.match(budget.exceeded() ?? '', /\$2\.00/);
  });

  it('asks about each limit by itself', () => {
    limits = { conversationUsd: 1, dayUsd: 2 };
    const budget = budgetOf('a');
    budget.spend(3);
    assert.match(budget.exceeded() ?? '', /This conversation/);
    budget.extend();
    assert.match(budget.exceeded() ?? '', /Today/);
    budget.extend();
    assert.equal(budget.exceeded(), undefined);
  });

  it('is of all conversations of a day, deleted ones too, and begins anew with the next', () => {
    limits = { conversationUsd: 0, dayUsd: 0.004 };
    store.create({ id: 'a', title: 'A', at: 1 });
    budgetOf('a').spend(0.0045);
    store.delete('a');
    const budget = budgetOf('b');
    assert.equal(
      budget.exceeded(),
      "Today's conversations have cost $0.0045. The day's budget is $0.0040 (setting parley.budget.dayUsd).",
    );
    budget.extend();
    assert.equal(budget.exceeded(), undefined);
    now = new Date(2026, 1, 1, 0, 1);
    budget.spend(0.005);
    assert.match(budget.exceeded() ?? '', /\$0\.0050/, 'what was allowed yesterday does not count today');
  });

  it('is kept in the file, which an earlier version may have written', async () => {
    const file = join(folder, 'conversations.db');
    const old = new DatabaseSync(file);
    old.exec(`CREATE TABLE conversations (id TEXT PRIMARY KEY, title TEXT NOT NULL, created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL) STRICT;
              CREATE TABLE items (conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
                position INTEGER NOT NULL, json TEXT NOT NULL, PRIMARY KEY (conversation_id, position)) STRICT;
              INSERT INTO conversations VALUES ('a', 'Old', 1, 1);
              PRAGMA user_version = 1`);
    old.close();
    for (const sum of [0.5, 1]) {
      const opened = await openConversationStore(file);
      assert.equal(opened.list()[0]?.title, 'Old');
      opened.ledger.add('a', 0.5, now);
      assert.deepEqual([opened.ledger.conversationUsd('a'), opened.ledger.dayUsd(now)], [sum, sum]);
      opened.close();
    }
  });
});
