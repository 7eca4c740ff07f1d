import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { OpenQuestions } from '../../src/agent/question.ts';
import type { Item } from '../../src/agent/transcript.ts';
import { openConversationStore, type ConversationStore } from '../../src/store/conversationStore.ts';
import { openImage, removeImages } from '../../src/ui/answerMedia.ts';
import { importConversation } from '../../src/ui/conversationFiles.ts';
import { Conversations } from '../../src/ui/conversations.ts';
import { toConversationFile } from '../../src/store/conversationFile.ts';
import { createApprovals } from '../support/approvals.ts';

const dotPng = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const user = (id: string, text: string): Item => ({ type: 'user', id, at: 1, text, attachments: [] });
const answer = (id: string, text: string): Item => ({ type: 'assistant', id, at: 2, text, status: 'complete' });
const ended = (id: string): Item => ({ type: 'result', id, at: 3, end: 'complete', model: 'm', durationMs: 1 });

describe('history', () => {
  let folder: string;
  /** What another window has open. */
  let other: ConversationStore;
  let conversations: Conversations;
  let purged: string[];

  const file = (): string => join(folder, 'conversations.db');

  const openConversations = (): Conversations =>
    new Conversations({
      approvals: createApprovals(),
      questions: new OpenQuestions(),
      openStore: () => openConversationStore(file()),
      onError: (what, error) => assert.fail(`${what} ${String(error)}`),
      onPurge: (id) => {
        purged.push(id);
        return Promise.resolve();
      },
      turnSettings: () => Promise.reject(new Error('No turn is run here.')),
      budgetLimits: () => ({ conversationUsd: 0, dayUsd: 0 }),
      workspace: () => 'sample',
    });

  /** A question with two answers: the second is shown. */
  function put(id: string): void {
    other.create({ id, title: 'Two ways', at: 1, workspace: 'elsewhere' });
    const stored = other.transcript(id);
    [user('u1', 'Which?'), answer('a1', 'The left way'), ended('e1')].forEach((item, at) => stored.put(at, item));
    stored.fork(1);
    [answer('a2', 'The right way'), ended('e2')].forEach((item, at) => stored.put(at + 1, item));
  }

  const idsOf = (of: { session: { transcript: readonly { id: string }[] } } | undefined) =>
    of?.session.transcript.map(({ id }) => id);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-history-'));
    other = await openConversationStore(file());
    purged = [];
    conversations = openConversations();
  });
  afterEach(async () => {
    await conversations.close();
    other.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('finds a text on any branch, and opens the branch it is on', async () => {
    put('one');
    assert.deepEqual(idsOf(await conversations.open('one')), ['u1', 'a2', 'e2']);
    const [hit, ...more] = await conversations.search('left way');
    assert.deepEqual(more, []);
    assert.equal(hit?.itemId, 'a1');
    const told: string[] = [];
    const listening = conversations.onDidBranch((id) => told.push(id));
    assert.deepEqual(idsOf(await conversations.openAt('one', 'a1')), ['u1', 'a1', 'e1']);
    listening.dispose();
    assert.deepEqual([...new Set(told)], ['one']);
    assert.equal(await conversations.openAt('one', 'nowhere'), undefined);
  });

  it('takes up what another window writes', async () => {
    put('one');
    const opened = await conversations.open('one');
    let changes = 0;
    const listening = conversations.onDidChange(() => changes++);
    await conversations.refresh();
    const before = changes;
    const stored = other.transcript('one');
    [user('u2', 'Sure?'), answer('a3', 'Yes'), ended('e3')].forEach((item, at) => stored.put(at + 3, item));
    other.create({ id: 'two', title: 'Another', at: 2 });
    await conversations.refresh();
    listening.dispose();
    assert.deepEqual(idsOf(opened), ['u1', 'a2', 'e2', 'u2', 'a3', 'e3']);
    assert.ok(changes > before);
    assert.deepEqual((await conversations.list()).map(({ id }) => id).toSorted(), ['one', 'two']);
  });

  it('has the title that another window gave, and leaves what it deleted', async () => {
    put('one');
    other.create({ id: 'two', title: 'Another', at: 2, workspace: 'sample' });
    const one = await conversations.open('one');
    await conversations.open('two');
    await conversations.refresh();
    const deleted: string[] = [];
    const listening = conversations.onDidDelete((id) => deleted.push(id));
    other.rename('one', 'Renamed there');
    other.delete('two');
    assert.equal(await conversations.refresh(), true);
    assert.equal(await conversations.refresh(), false);
    listening.dispose();
    assert.equal(one?.title, 'Renamed there');
    assert.deepEqual(deleted, ['two']);
    assert.equal(await conversations.open('two'), undefined);
  });

  it('forks with all up to the end of the turn, and leaves the first as it is', async () => {
    put('one');
    await conversations.open('one');
    const fork = await conversations.fork('one', 'u1');
    assert.equal(fork.title, 'Two ways (fork)');
    assert.deepEqual(idsOf(fork), ['u1', 'a2', 'e2']);
    fork.stored.put(3, user('u2', 'Only here'));
    assert.deepEqual(idsOf(await conversations.open('one')), ['u1', 'a2', 'e2']);
    assert.equal(other.transcript('one').load().length, 3);
    assert.equal((await conversations.list()).find(({ id }) => id === fork.id)?.workspace, 'sample');
  });

  it('puts what another model answered beside, and goes on with it or not', async () => {
    put('one');
    await conversations.open('one');
    const beside = [answer('b1', 'Straight on'), ended('f1')];
    let ends = 0;
    const listening = conversations.onDidEnd(() => ends++);
    conversations.putBeside('one', 1, beside, { isShown: false });
    assert.deepEqual(idsOf(await conversations.open('one')), ['u1', 'a2', 'e2']);
    assert.equal(other.transcript('one').forks()[0]?.branches.length, 3);
    conversations.putBeside('one', 1, [answer('c1', 'Back'), ended('g1')], { isShown: true });
    listening.dispose();
    assert.deepEqual(idsOf(await conversations.open('one')), ['u1', 'c1', 'g1']);
    assert.deepEqual(
      other
        .transcript('one')
        .load()
        .map(({ id }) => id),
      ['u1', 'c1', 'g1'],
    );
    assert.equal(ends, 0, 'nothing ended now');
  });

  it('knows what a conversation was begun to be compared with, in another window too; a fork of it is none', async () => {
    put('one');
    await conversations.open('one');
    const comparison = await conversations.beginComparison('one', 'u1', 'gpt-x');
    const comparedWith = { conversationId: 'one', messageId: 'u1', model: 'gpt-x' };
    assert.deepEqual(other.list().find(({ id }) => id === comparison.id)?.comparedWith, comparedWith);
    [user('u2', 'Which?'), answer('a9', 'Up'), ended('e9')].forEach((item, at) => comparison.stored.put(at, item));
    comparison.session.takeUp(comparison.stored.load());
    const fork = await conversations.fork(comparison.id, 'u2');
    assert.equal(other.list().find(({ id }) => id === fork.id)?.comparedWith, undefined);
  });

  it('imports what was exported, and refuses another file with a sentence', async () => {
    put('one');
    const whole = await conversations.whole('one');
    assert.ok(whole);
    const uri = vscode.Uri.file(join(folder, 'one.json'));
    await vscode.workspace.fs.writeFile(uri, Buffer.from(toConversationFile(whole, (text) => text)));
    const copy = await importConversation(conversations, uri);
    assert.notEqual(copy.id, 'one');
    assert.deepEqual(await conversations.whole(copy.id), whole);
    await vscode.workspace.fs.writeFile(uri, Buffer.from('{"messages":[]}'));
    await assert.rejects(importConversation(conversations, uri), /no conversation of Parley/);
    assert.equal((await conversations.list()).length, 2);
  });

  it('brings a conversation back that another window has deleted, where somebody goes on with it', async () => {
    put('one');
    await conversations.open('one');
    other.delete('one');
    await conversations.send('one', 'And now?', []);
    assert.equal((await conversations.list()).length, 1);
    other.delete('one', 0);
    await assert.rejects(conversations.send('one', 'And then?', []), /deleted for good/);
  });

  it('removes the images of a conversation that were opened, and only those', async () => {
    const { data, mediaType } = { data: dotPng, mediaType: 'image/png' };
    const made: Item = {
      ...{ type: 'serverCall', id: 's1', at: 2, providerId: 'ig_1', model: 'm', status: 'succeeded', input: '' },
      call: { kind: 'imageGeneration', prompt: 'A fox', image: { data, mediaType } },
    };
    const storage = vscode.Uri.file(folder);
    for (const id of ['one', 'two']) {
      other.create({ id, title: id, at: 1 });
      other.transcript(id).put(0, made);
      const conversation = await conversations.open(id);
      assert.ok(conversation);
      await openImage(conversation, 's1', 0, storage);
    }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const images = async () => (await readdir(join(folder, 'images'))).toSorted();
    assert.deepEqual(await images(), ['one', 'two']);
    await removeImages(storage, 'one');
    await removeImages(storage, 'one');
    assert.deepEqual(await images(), ['two']);
  });

  it('keeps what belongs to a deleted conversation until an hour is over, then removes all of it', async () => {
    put('one');
    put('two');
    await conversations.list();
    await conversations.delete('one');
    await conversations.restore('one');
    assert.deepEqual(idsOf(await conversations.open('one')), ['u1', 'a2', 'e2']);
    await conversations.delete('one');
    await conversations.close();
    const anHourMs = 3_600_000;
    other.delete('two', Date.now() - 2 * anHourMs);
    conversations = openConversations();
    assert.deepEqual(await conversations.list(), []);
    await conversations.restore('one');
    await assert.rejects(conversations.restore('two'), /deleted for good/);
    assert.deepEqual(purged, ['two']);
  });
});
