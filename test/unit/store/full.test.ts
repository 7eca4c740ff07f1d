import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, beforeEach, describe, it } from 'node:test';
import { Session } from '../../../src/agent/session.ts';
import { ConversationStore, openConversationStore } from '../../../src/store/conversationStore.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { noQuestions } from '../../support/toolContext.ts';
import { done, emptyQueue, noApprovals, scriptedModel, text } from '../agent/script.ts';

describe('a disk that takes no more', () => {
  let folder: string;
  let file: string;
  let count = 0;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-full-'));
  });
  beforeEach(() => {
    file = join(folder, `${count++}.db`);
  });
  after(() => rm(folder, { recursive: true }));

  const open = (store: ConversationStore, words: readonly string[]) => {
    const stored = store.transcript('c');
    const { stream } = scriptedModel([...words.map(text), done()], [text('Again.'), done()]);
    return new Session({
      ...{ id: 'c', transcript: stored.load(), store: stored, queue: emptyQueue() },
      ...{ approvals: noApprovals, questions: noQuestions },
      settings: () => Promise.resolve({ model: 'gpt-4.1', instructions: '', stream, tools: () => [], stepLimit: 5 }),
    });
  };
  const pages = (database: DatabaseSync, more: number) => {
    const used = Number(database.prepare('PRAGMA page_count').get()?.page_count);
    database.exec(`PRAGMA max_page_count = ${used + more}`);
  };

  it('full in mid-turn: says so, keeps what arrived, and stores it when there is room', async () => {
    const { database } = await openDatabase(file);
    const store = new ConversationStore({ database });
    store.create({ id: 'c', title: 'T', at: 1 });
    const session = open(store, ['Short. ', 'x'.repeat(200_000)]);
    pages(database, 4);
    await session.send('Hello');
    const result = session.transcript.at(-1);
    assert.ok(result?.type === 'result');
    assert.equal(result.end, 'failed');
    assert.match(result.error?.message ?? '', /disk is full.*Free some space/);
    const answer = session.transcript[1];
    assert.ok(answer?.type === 'assistant' && answer.text.length > 200_000, 'it is still on the screen');
    assert.equal(session.saveUnsaved(), false);

    pages(database, 10_000);
    assert.equal(session.saveUnsaved(), true);
    assert.deepEqual(store.load('c')?.transcript, session.transcript);
    await session.send('And now?');
    store.close();
    const again = await openConversationStore(file);
    assert.deepEqual(again.load('c')?.transcript, session.transcript);
    again.close();
  });

  it('full before a message: refuses it in words, and sends nothing', async () => {
    const { database } = await openDatabase(file);
    const store = new ConversationStore({ database });
    store.create({ id: 'c', title: 'T', at: 1 });
    const session = open(store, ['Never.']);
    pages(database, 2);
    await assert.rejects(session.send('y'.repeat(100_000)), /disk is full/);
    assert.deepEqual(session.transcript, []);
    store.close();
  });

  it('read-only: refuses in words, and still shows what is there', async () => {
    const store = await openConversationStore(file);
    store.create({ id: 'c', title: 'T', at: 1 });
    await open(store, ['Hi.']).send('Hello');
    store.views.put('v', 'draft', '"To be sent"');
    const before = store.load('c')?.transcript ?? [];
    store.close();
    const database = new DatabaseSync(file);
    const readOnly = new ConversationStore({ database });
    database.exec('PRAGMA query_only = ON');
    const session = open(readOnly, ['Never.']);
    assert.deepEqual(session.transcript, before);
    await assert.rejects(session.send('More'), /read-only.*global storage/);
    assert.deepEqual(readOnly.load('c')?.transcript, before);
    assert.deepEqual([...readOnly.views.load('v').values()], ['"To be sent"']);
    const changes: (() => unknown)[] = [
      () => readOnly.create({ id: 'd', title: 'T', at: 1 }),
      () => readOnly.rename('c', 'U'),
      () => readOnly.pin('c', true),
      () => readOnly.archive('c', true),
      () => readOnly.delete('c'),
      () => readOnly.restore('c'),
      () => readOnly.setSettings('c', '{}'),
      () => readOnly.queue('c').change(() => []),
      () => readOnly.ledger.add('c', 1),
      () => readOnly.views.put('v', 'draft', '""'),
    ];
    for (const change of changes) assert.throws(change, /read-only.*global storage/);
    readOnly.close();
  });

  it('says what to do where the file cannot be opened at all', async () => {
    await assert.rejects(openConversationStore('/proc/conversations.db'), /cannot be opened.*global storage/);
  });
});
