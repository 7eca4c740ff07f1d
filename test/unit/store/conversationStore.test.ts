import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { AssistantItem } from '../../../src/agent/transcript.ts';
import { openConversationStore } from '../../../src/store/conversationStore.ts';

const item = (id: string, text: string, at = 1): AssistantItem => ({
  type: 'assistant',
  id,
  at,
  text,
  status: 'complete',
});

const plain = { workspace: '', pinned: false, archived: false };

describe('conversationStore', () => {
  let folder: string;
  let file: string;
  let count = 0;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-store-'));
  });
  beforeEach(() => {
    file = join(folder, String(count++), 'nested', 'conversations.db');
  });
  after(() => rm(folder, { recursive: true }));

  it('gives back what was put, also after a reopening', async () => {
    const store = await openConversationStore(file);
    store.create({ id: 'a', title: 'First', at: 10 });
    store.transcript('a').put(0, item('1', 'Grüße 👋'));
    store.transcript('a').put(1, item('2', 'second'));
    store.transcript('a').put(1, item('2', 'second, longer'));
    store.close();
    const again = await openConversationStore(file);
    assert.deepEqual(again.load('a'), {
      id: 'a',
      title: 'First',
      transcript: [item('1', 'Grüße 👋'), item('2', 'second, longer')],
    });
    assert.equal(again.load('b'), undefined);
    assert.equal(again.setAside, undefined);
    again.close();
  });

  it('lists the last changed first, and renames and deletes', async () => {
    const store = await openConversationStore(file);
    store.create({ id: 'a', title: 'A', at: 10 });
    store.create({ id: 'b', title: 'B', at: 20 });
    store.transcript('a').put(0, item('1', 'x', 30));
    store.transcript('a').put(1, item('2', 'y', 31));
    store.rename('b', 'B2');
    assert.deepEqual(store.list(), [
      { id: 'a', title: 'A', updatedAt: 31, ...plain },
      { id: 'b', title: 'B2', updatedAt: 20, ...plain },
    ]);
    store.delete('a');
    assert.deepEqual(
      store.list().map(({ id }) => id),
      ['b'],
    );
    assert.deepEqual(store.expired(), []);
    const inAnHour = Date.now() + 3_600_000;
    assert.deepEqual(store.expired(inAnHour), ['a']);
    assert.equal(store.restore('a'), false, 'what belongs to it may be gone');
    assert.deepEqual(store.expired(inAnHour), ['a'], 'until it is removed');
    store.purge('b');
    store.purge('a');
    assert.deepEqual(store.expired(inAnHour), []);
    assert.equal(store.restore('a'), false);
    assert.equal(store.list().length, 1, 'one that is not deleted stays');
    store.close();
    const raw = new DatabaseSync(file);
    assert.equal(raw.prepare('SELECT count(*) AS n FROM items').get()?.n, 0);
    raw.close();
  });

  it('lists pinned ones first, and keeps what is archived apart, also after a reopening', async () => {
    const store = await openConversationStore(file);
    ['a', 'b', 'c'].forEach((id, index) => store.create({ id, title: id, at: index }));
    store.pin('a', true);
    store.archive('b', true);
    store.close();
    const again = await openConversationStore(file);
    const listed = () => again.list().map(({ id, pinned, archived }) => [id, pinned, archived]);
    assert.deepEqual(listed(), [
      ['a', true, false],
      ['c', false, false],
      ['b', false, true],
    ]);
    again.pin('a', false);
    again.archive('b', false);
    assert.deepEqual(listed(), [
      ['c', false, false],
      ['b', false, false],
      ['a', false, false],
    ]);
    again.close();
  });

  it('refuses an item of a conversation that does not exist, and works on', async () => {
    const store = await openConversationStore(file);
    assert.throws(() => store.transcript('none').put(0, item('1', '')), /FOREIGN KEY/);
    store.create({ id: 'a', title: '', at: 1 });
    store.transcript('a').put(0, item('1', ''));
    store.close();
  });

  it('is used by two windows at once', async () => {
    const [one, two] = await Promise.all([openConversationStore(file), openConversationStore(file)]);
    one.create({ id: 'a', title: 'A', at: 1 });
    two.create({ id: 'b', title: 'B', at: 2 });
    for (let at = 0; at < 50; at++) {
      one.transcript('a').put(at, item(String(at), 'one'));
      two.transcript('b').put(at, item(String(at), 'two'));
    }
    assert.equal(two.load('a')?.transcript.length, 50);
    assert.equal(one.load('b')?.transcript.length, 50);
    one.close();
    two.close();
  });

  it('sets a damaged file aside, says where, and begins a new one', async () => {
    const first = await openConversationStore(file);
    first.close();
    await writeFile(file, 'This is not a database, and long enough to be sure of it. '.repeat(100));
    const store = await openConversationStore(file);
    assert.ok(store.setAside);
    assert.match(await readFile(store.setAside, 'utf8'), /^This is not a database/);
    store.create({ id: 'a', title: 'A', at: 1 });
    assert.equal(store.list().length, 1);
    store.close();
  });

  it('notices damage inside a file whose beginning is sound', async () => {
    const first = await openConversationStore(file);
    first.create({ id: 'a', title: 'A', at: 1 });
    for (let at = 0; at < 100; at++) first.transcript('a').put(at, item(String(at), 'x'.repeat(1000)));
    first.close();
    const bytes = await readFile(file);
    bytes.fill(0xa5, 40_000, 60_000);
    await writeFile(file, bytes);
    const store = await openConversationStore(file);
    assert.ok(store.setAside);
    assert.deepEqual(store.list(), []);
    store.close();
  });

  it('copies the beginning of a conversation with its settings, to be found by itself', async () => {
    const store = await openConversationStore(file);
    store.create({ id: 'a', title: 'A', at: 1 });
    store.setSettings('a', '{"model":"gpt-4.1"}');
    store.transcript('a').put(0, item('1', 'A walrus'));
    store.transcript('a').put(1, item('2', 'and a narwhal'));
    store.copy(store.transcript('a'), 1, { id: 'b', title: 'B', at: 2 });
    assert.deepEqual(store.load('b')?.transcript, [item('1', 'A walrus')]);
    assert.equal(store.settings('b'), '{"model":"gpt-4.1"}');
    store.delete('a');
    assert.deepEqual(
      store.search('walrus').map(({ conversationId, itemId }) => [conversationId, itemId]),
      [['b', '1']],
    );
    assert.deepEqual(store.search('narwhal'), []);
    store.close();
  });

  it('leaves a file of a newer version alone', async () => {
    (await openConversationStore(file)).close();
    const raw = new DatabaseSync(file);
    raw.exec('PRAGMA user_version = 99');
    raw.close();
    await assert.rejects(openConversationStore(file), /newer version/);
    const still = new DatabaseSync(file);
    assert.equal(still.prepare('PRAGMA user_version').get()?.user_version, 99);
    still.close();
  });

  it('has everything that was put when the process is killed in the middle of writing', async () => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'writeForever.ts'), file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let acknowledged = -1;
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged = Number(line);
      if (acknowledged >= 300) child.kill('SIGKILL');
    }
    if (child.signalCode === null) await once(child, 'exit');
    assert.equal(child.signalCode, 'SIGKILL');
    const store = await openConversationStore(file);
    const transcript = store.load('a')?.transcript ?? [];
    assert.equal(store.setAside, undefined);
    assert.ok(transcript.length > acknowledged, `${transcript.length} items, ${acknowledged} acknowledged`);
    for (const [at, stored] of transcript.entries()) assert.equal(stored.id, String(at));
    store.close();
  });
});
