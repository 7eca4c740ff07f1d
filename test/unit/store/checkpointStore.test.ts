import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { hashOf, openCheckpointStore, type CheckpointStore } from '../../../src/store/checkpointStore.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const a = 'file:///work/a.ts';
const b = 'file:///work/b.ts';

describe('checkpointStore', () => {
  let folder: string;
  let file: string;
  let count = 0;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-checkpoints-'));
  });
  beforeEach(() => {
    file = join(folder, String(count++), 'nested', 'checkpoints.db');
  });
  after(() => rm(folder, { recursive: true }));

  const turn = (store: CheckpointStore, message: string, at = 1): number => store.openTurn('c', message, at);

  it('gives contents back byte for byte, also after a reopening, under their SHA-256', async () => {
    const store = await openCheckpointStore(file);
    const binary = Uint8Array.from({ length: 1024 }, (_, i) => i % 256);
    const id = turn(store, 'm');
    store.keep(id, a, { disk: binary, unsaved: bytes('\uFEFFx\r\n') });
    store.keep(id, b, {});
    store.keep(id, 'file:///work/empty', { disk: bytes('') });
    store.close();
    const again = await openCheckpointStore(file);
    const [first, second, empty] = again.filesSince('c', id);
    assert.equal(first?.disk, hashOf(binary));
    assert.deepEqual(Buffer.from(again.content(hashOf(binary)) ?? []), Buffer.from(binary));
    assert.deepEqual(Buffer.from(again.content(first.unsaved ?? '') ?? []), Buffer.from('\uFEFFx\r\n'));
    assert.deepEqual([second?.uri, second?.disk, second?.unsaved, second?.lost], [b, undefined, undefined, undefined]);
    assert.equal(empty?.disk, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    assert.equal(again.content(empty.disk)?.byteLength, 0);
    assert.equal((await stat(dirname(file))).mode & 0o77, 0, 'nobody else reads the folder');
    again.close();
  });

  it('keeps the first content of a turn, and begins a new checkpoint for a message that is answered again', async () => {
    const store = await openCheckpointStore(file);
    const id = turn(store, 'm');
    store.keep(id, a, { disk: bytes('first') });
    store.keep(id, a, { disk: bytes('second') });
    assert.equal(turn(store, 'm', 2), id);
    assert.equal(store.filesSince('c', id)[0]?.disk, hashOf(bytes('first')));
    const restore = store.add({ conversationId: 'c', messageId: 'm', kind: 'restore', at: 3, note: '{}' });
    assert.deepEqual(store.latest('c'), {
      id: restore,
      conversationId: 'c',
      messageId: 'm',
      kind: 'restore',
      at: 3,
      note: '{}',
    });
    const retried = turn(store, 'm', 4);
    assert.ok(retried > restore);
    assert.equal(store.firstSince('c', 2)?.id, restore);
    assert.equal(store.firstSince('c', 5), undefined);
    assert.equal(store.firstSince('other', 0), undefined);
    store.close();
  });

  it('lists checkpoints in which something changed, latest first', async () => {
    const store = await openCheckpointStore(file);
    const first = turn(store, 'm1', 10);
    store.keep(first, a, { disk: bytes('x') });
    store.keep(first, b, {});
    store.setAfter(first, a, 'other');
    store.setAfter(first, b, 'made');
    const unchanged = turn(store, 'm2', 20);
    store.keep(unchanged, a, { disk: bytes('x') });
    const removed = turn(store, 'm3', 30);
    store.keep(removed, a, { disk: bytes('x') });
    store.setAfter(removed, a, undefined);
    assert.deepEqual(
      store.list().map(({ messageId, uris }) => [messageId, uris]),
      [
        ['m3', [a]],
        ['m1', [a, b]],
      ],
    );
    assert.deepEqual([store.changedIn(first), store.changedIn(unchanged)], [2, 0]);
    store.close();
  });

  it('drops the oldest contents above the cap, says so of their files, and keeps equal contents once', async () => {
    const store = await openCheckpointStore(file, 100);
    const text = (letter: string) => bytes(letter.repeat(40));
    const first = turn(store, 'm1');
    store.keep(first, a, { disk: text('a') });
    store.keep(first, b, {});
    const second = turn(store, 'm2');
    store.keep(second, a, { disk: text('a') });
    store.keep(second, b, { disk: text('b') });
    assert.deepEqual(
      store.filesSince('c', 0).map(({ lost }) => lost),
      [undefined, undefined, undefined, undefined],
    );
    const third = turn(store, 'm3');
    store.keep(third, a, { disk: text('c') });
    assert.deepEqual(
      store.filesSince('c', 0).map(({ checkpointId, uri, lost }) => [checkpointId, uri, lost]),
      [
        [first, a, 'old'],
        [first, b, undefined],
        [second, a, 'old'],
        [second, b, 'old'],
        [third, a, undefined],
      ],
    );
    assert.equal(store.content(hashOf(text('a'))), undefined);
    assert.ok(store.content(hashOf(text('c'))));
    store.keep(third, b, { disk: bytes('d'.repeat(200)) });
    assert.ok(store.content(hashOf(bytes('d'.repeat(200)))), 'what is being written is never dropped');
    store.close();
  });

  it('forgets a conversation with what only it held', async () => {
    const store = await openCheckpointStore(file);
    const own = turn(store, 'm');
    store.keep(own, a, { disk: bytes('shared') });
    store.keep(own, b, { disk: bytes('own') });
    const other = store.openTurn('other', 'm', 1);
    store.keep(other, a, { disk: bytes('shared') });
    store.forget('c');
    assert.deepEqual(store.filesSince('c', 0), []);
    assert.equal(store.content(hashOf(bytes('own'))), undefined);
    assert.ok(store.content(hashOf(bytes('shared'))));
    store.close();
  });
});
