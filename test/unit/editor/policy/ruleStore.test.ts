import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RuleStore } from '../../../../src/editor/policy/ruleStore.ts';
import { createMemory } from '../../../support/approvals.ts';

const npmTest = { words: ['npm', 'test'] };
const edits = { tool: 'edit_file', scope: 'write' };
const subjects = (store: RuleStore, conversation: string) =>
  store.rulesIn(conversation).map((rule) => ('words' in rule ? rule.words.join(' ') : rule.tool));

describe('the rules a user gave', () => {
  it('outlive the window, but for those of a conversation', async () => {
    const memory = createMemory();
    const before = new RuleStore(memory, () => ['file:///a']);
    await before.add(npmTest, true, 'conversation', 'c');
    await before.add(edits, true, 'workspace', 'c');
    await before.add({ words: ['ls'] }, false, 'always', 'c');
    assert.deepEqual(subjects(before, 'c'), ['npm test', 'edit_file', 'ls']);
    assert.deepEqual(subjects(before, 'other'), ['edit_file', 'ls']);
    const after = new RuleStore(memory, () => ['file:///a']);
    assert.deepEqual(subjects(after, 'c'), ['edit_file', 'ls']);
    assert.equal(after.rulesIn('c').at(-1)?.allow, false);
  });

  it('of a workspace belong to its folders, in any order', async () => {
    const memory = createMemory();
    let folders = ['file:///a', 'file:///b'];
    const store = new RuleStore(memory, () => folders);
    await store.add(npmTest, true, 'workspace', 'c');
    folders = ['file:///b', 'file:///a'];
    assert.equal(store.rulesIn('c').length, 1);
    folders = ['file:///a'];
    assert.equal(store.rulesIn('c').length, 0);
    folders = [];
    await store.add(npmTest, true, 'workspace', 'c');
    assert.equal(store.rulesIn('c').length, 1);
    assert.equal(store.rulesIn('other').length, 0, 'without a folder they are for the conversation');
  });

  it('replace earlier ones about the same', async () => {
    const store = new RuleStore(createMemory(), () => []);
    for (const allow of [true, false, true]) await store.add(npmTest, allow, 'always', 'c');
    await store.add({ words: ['npm test'] }, false, 'always', 'c');
    assert.deepEqual(
      store.rulesIn('c').map(({ allow }) => allow),
      [true, false],
    );
  });

  it('are listed by where they hold, and revoked one by one or together', async () => {
    const store = new RuleStore(createMemory(), () => ['file:///a']);
    await store.add(npmTest, true, 'always', 'c');
    await store.add(npmTest, true, 'workspace', 'c');
    await store.add(npmTest, true, 'conversation', 'c');
    assert.deepEqual(
      store.list().map(({ place }) => place),
      [
        { scope: 'conversation', conversationId: 'c' },
        { scope: 'workspace', folders: ['file:///a'] },
        { scope: 'always' },
      ],
    );
    const [first, ...others] = store.list();
    assert.ok(first && Math.abs(first.rule.givenAt - Date.now()) < 60_000);
    await store.remove([first.rule.id]);
    assert.deepEqual(store.list(), others);
    await store.remove(others.map(({ rule }) => rule.id));
    assert.deepEqual(store.list(), []);
    assert.deepEqual(store.rulesIn('c'), []);
  });

  it('of another window hold at once', async () => {
    const memory = createMemory();
    const [mine, other] = [new RuleStore(memory, () => []), new RuleStore(memory, () => [])];
    await other.add(npmTest, true, 'always', 'x');
    assert.equal(mine.rulesIn('c').length, 1);
  });
});
