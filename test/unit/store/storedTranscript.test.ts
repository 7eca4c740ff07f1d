import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, beforeEach, afterEach, describe, it } from 'node:test';
import type { AssistantItem, Transcript } from '../../../src/agent/transcript.ts';
import { openConversationStore, type ConversationStore } from '../../../src/store/conversationStore.ts';

const item = (id: string, text: string): AssistantItem => ({
  type: 'assistant',
  ...{ id, at: 1, text, status: 'complete' },
});
const ids = (transcript: Transcript | undefined) => transcript?.map(({ id }) => id).join('');

describe('StoredTranscript', () => {
  let folder: string;
  let file: string;
  let store: ConversationStore;
  let count = 0;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-stored-'));
  });
  beforeEach(async () => {
    file = join(folder, `${count++}.db`);
    store = await openConversationStore(file);
    store.create({ id: 'c', title: 'Pottery', at: 1 });
  });
  afterEach(() => store.close());
  after(() => rm(folder, { recursive: true }));

  const filled = (letters: string) => {
    const stored = store.transcript('c');
    Array.from(letters).forEach((id, at) => stored.put(at, item(id, `text of ${id}`)));
    return stored;
  };
  const found = (query: string) => store.search(query).map(({ itemId }) => itemId ?? 'title');

  it('keeps each way a conversation went, and takes up any of them again', () => {
    const stored = filled('abcd');
    stored.fork(2);
    assert.deepEqual(stored.forks(), [{ position: 2, branches: [0, 1], chosen: 1 }], 'gone back, with nothing new yet');
    ['x', 'y'].forEach((id, at) => stored.put(2 + at, item(id, id)));
    assert.equal(ids(stored.load()), 'abxy');
    assert.equal(ids(store.transcript('c').load()), 'abxy', 'as the next window sees it');
    assert.deepEqual(stored.forks(), [{ position: 2, branches: [0, 1], chosen: 1 }]);
    stored.choose(2, 0);
    assert.equal(ids(stored.load()), 'abcd');
    assert.equal(stored.reveal('y'), true);
    assert.equal(ids(stored.load()), 'abxy');
    assert.equal(stored.reveal('none'), false);
  });

  it('reads text that was put to the end of an item, in whatever order it is asked', () => {
    const stored = filled('ab');
    stored.append(1, ', more');
    stored.append(0, ', too');
    stored.append(1, ' and more');
    const texts = () => stored.load().map((each) => ('text' in each ? each.text : ''));
    assert.deepEqual(texts(), ['text of a, too', 'text of b, more and more']);
    stored.put(1, item('b', 'whole'));
    assert.deepEqual(texts(), ['text of a, too', 'whole']);
    assert.throws(() => stored.append(7, 'x'), /no item 7/);
  });

  it('keeps both ways where two windows go on from the same place', async () => {
    const one = filled('ab');
    const other = await openConversationStore(file);
    const two = other.transcript('c');
    assert.equal(ids(two.load()), 'ab');
    one.put(2, item('c', 'of one'));
    assert.equal(two.isBehind(), true);
    two.put(2, item('x', 'of two'));
    one.put(3, item('d', 'of one'));
    two.put(3, item('y', 'of two'));
    assert.equal(ids(one.load()), 'abcd');
    assert.equal(ids(two.load()), 'abxy');
    assert.equal(two.forks()[0]?.branches.length, 2);
    assert.equal(store.hasChanged(), true);
    assert.equal(store.hasChanged(), false);
    other.close();
  });

  it('knows of a turn in another window as long as that is there', async () => {
    const stored = filled('a');
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
    await once(child, 'spawn');
    const raw = new DatabaseSync(file);
    raw.prepare('UPDATE conversations SET running_by = ?').run(child.pid ?? 0);
    raw.close();
    assert.equal(stored.runsElsewhere(), true);
    assert.equal(stored.claim(), false);
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.equal(stored.runsElsewhere(), false);
    assert.equal(stored.claim(), true);
    stored.release();
  });

  it('finds words and parts of them in any script, operators and quotes as they are', () => {
    const stored = store.transcript('c');
    const texts = ['Der Töpfer brennt Gefäße', '陶器を焼く', 'say "AND" NOT x* (y) 100%', 'an ox'];
    texts.forEach((words, at) => stored.put(at, item(String(at), words)));
    assert.deepEqual(found('brennt töpfer'), ['0']);
    assert.deepEqual(found('topfer'), ['0'], 'without the accent');
    assert.deepEqual(found('renn'), ['0']);
    assert.deepEqual(found('陶器'), ['1']);
    assert.deepEqual(found('を焼く'), ['1']);
    assert.deepEqual(found('"AND"'), ['2']);
    assert.deepEqual(found('NOT x*'), ['2']);
    assert.deepEqual(found('100%'), ['2']);
    assert.deepEqual(found('ox'), ['3']);
    assert.deepEqual(found('%'), ['2']);
    assert.deepEqual(found('pott'), ['title']);
    assert.deepEqual(found('  '), []);
    assert.deepEqual(found('brennt ox'), []);
    assert.deepEqual(found('bren\0töpfer'), ['0']);
    assert.deepEqual(found('brennt '.repeat(5000)), ['0'], 'a whole text that was pasted');
  });

  it('finds what a text became, and nothing of what is deleted', () => {
    const stored = store.transcript('c');
    stored.put(0, item('0', 'first wording'));
    stored.put(0, item('0', 'second wording'));
    assert.deepEqual([found('first'), found('second')], [[], ['0']]);
    store.delete('c');
    assert.deepEqual(found('second'), []);
    assert.equal(store.restore('c'), true);
    assert.deepEqual(found('second'), ['0']);
    store.delete('c');
    store.purge('c');
    assert.equal(store.restore('c'), false);
    assert.deepEqual(found('second'), []);
  });

  it('takes over the files of earlier versions without loss', async () => {
    for (const version of [1, 2]) {
      const old = join(folder, `${count++}.db`);
      const raw = new DatabaseSync(old);
      raw.exec(`
      CREATE TABLE conversations (id TEXT PRIMARY KEY, title TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL) STRICT;
      CREATE INDEX conversations_by_update ON conversations (updated_at DESC);
      CREATE TABLE items (conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        position INTEGER NOT NULL, json TEXT NOT NULL, PRIMARY KEY (conversation_id, position)) STRICT;
      INSERT INTO conversations VALUES ('k', 'Kept', 1, 2);
      PRAGMA user_version = ${version};`);
      if (version === 2)
        raw.exec(`
        CREATE TABLE spending (day TEXT NOT NULL, conversation_id TEXT NOT NULL, cost_usd REAL NOT NULL,
          PRIMARY KEY (day, conversation_id)) STRICT;
        CREATE INDEX spending_by_conversation ON spending (conversation_id);
        INSERT INTO spending VALUES ('2026-01-02', 'k', 0.25);`);
      const put = raw.prepare("INSERT INTO items VALUES ('k', ?, ?)");
      [item('a', 'clay pot'), item('b', 'glaze')].forEach((each, at) => put.run(at, JSON.stringify(each)));
      raw.close();
      const taken = await openConversationStore(old);
      assert.equal(taken.setAside, undefined);
      assert.deepEqual(taken.load('k'), {
        ...{ id: 'k', title: 'Kept' },
        transcript: [item('a', 'clay pot'), item('b', 'glaze')],
      });
      assert.deepEqual(
        taken.search('clay').map(({ itemId }) => itemId),
        ['a'],
      );
      assert.equal(taken.ledger.conversationUsd('k'), version === 2 ? 0.25 : 0);
      const stored = taken.transcript('k');
      stored.fork(1);
      stored.put(1, item('c', 'a vase'));
      assert.equal(ids(stored.load()), 'ac', 'it can branch');
      taken.close();
    }
  });
});
