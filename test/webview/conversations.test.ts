import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import type { ConversationSummary, SearchHitState } from '../../src/protocol/chat.ts';
import { sectionsOf } from '../../src/webview/conversationSections.ts';
import { launchBrowser } from '../support/chromium.ts';
import { until } from '../support/until.ts';
import { ChatPage } from './chatPage.ts';
import { result, snapshot, summary, user } from './samples.ts';
import type { Theme } from './themes.ts';

const dayMs = 24 * 60 * 60 * 1000;

const some = (): readonly ConversationSummary[] => {
  const now = Date.now();
  return [
    summary({ updatedAt: now }),
    summary({ id: 'two', title: 'A long story', updatedAt: now - 1, running: true, workspace: 'other' }),
    summary({ id: 'three', title: 'Kept', updatedAt: now - 90 * dayMs, pinned: true, workspace: 'here' }),
    summary({ id: 'four', title: 'Old', updatedAt: now - 80 * dayMs, workspace: 'here' }),
    summary({ id: 'five', title: 'Put away', updatedAt: now - 5, archived: true }),
  ];
};

const hits: readonly SearchHitState[] = [
  { conversationId: 'two', title: 'A long story', snippet: pieces('A *long* story') },
  { conversationId: 'two', title: 'A long story', itemId: 'x', snippet: pieces('how *long* is it') },
  { conversationId: 'four', title: 'Old', itemId: 'y', snippet: pieces('<b>so *long*</b>') },
];

/** What stands between stars was found. */
function pieces(marked: string): { text: string; found: boolean }[] {
  return marked.split('*').map((text, at) => ({ text, found: at % 2 === 1 }));
}

describe('sections of the list', () => {
  it('are the pinned ones, then by day, without the archived', () => {
    const now = new Date(2026, 5, 15, 12).getTime();
    const of = (id: string, daysAgo: number, more: Partial<ConversationSummary> = {}) =>
      summary({ id, updatedAt: now - daysAgo * dayMs, ...more });
    const list = [of('a', 40), of('b', 0.2), of('c', 1), of('d', 3), of('e', 90, { pinned: true }), of('f', 0)];
    const archived = of('g', 0, { archived: true, pinned: true });
    assert.deepEqual(
      sectionsOf([...list, archived], now).map(({ name, conversations }) => [name, conversations.map(({ id }) => id)]),
      [
        ['Pinned', ['e']],
        ['Today', ['f', 'b']],
        ['Yesterday', ['c']],
        ['Last 7 days', ['d']],
        ['Earlier', ['a']],
      ],
    );
  });
});

describe('list of conversations', () => {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  async function openList(theme: Theme = 'dark', conversations = some()): Promise<ChatPage> {
    const shown = snapshot([user('x'), result()], { conversations, workspace: 'here' });
    const chat = await ChatPage.open(browser, { snapshot: shown, theme });
    await chat.page.getByRole('button', { name: 'Conversations' }).click();
    return chat;
  }

  for (const theme of ['dark', 'light', 'highContrast'] satisfies Theme[]) {
    it(`shows sections, a search and a menu in ${theme}`, async () => {
      await using chat = await openList(theme);
      const { page } = chat;
      const names = await page.getByRole('navigation').getByRole('heading').allInnerTexts();
      assert.deepEqual(names, ['Pinned', 'Today', 'Earlier']);
      await page.getByRole('button', { name: 'More for Kept' }).click();
      await page.getByRole('menu', { name: 'More for Kept' }).waitFor();
      await chat.screenshot(`conversations-${theme}`);
      await page.keyboard.press('Escape');
      assert.equal(await page.getByRole('menu').count(), 0);
      await chat.answer('search', { result: hits });
      await page.getByRole('searchbox').fill('long');
      await page.getByText('3 places in 2 conversations').waitFor();
      await chat.screenshot(`search-${theme}`);
      assert.deepEqual(chat.problems, []);
    });
  }

  it('opens, renames, pins and archives', async () => {
    await using chat = await openList();
    const { page } = chat;
    const take = async (of: string, entry: string) => {
      await page.getByRole('button', { name: `More for ${of}` }).click();
      await page.getByRole('menuitem', { name: entry, exact: true }).click();
    };
    await take('A long story', 'Rename');
    const title = page.getByRole('textbox', { name: 'New title' });
    await title.fill('Short');
    await title.press('Enter');
    assert.deepEqual(await chat.call('renameConversation'), { id: 'two', title: 'Short' });
    await take('Old', 'Open in Editor Tab');
    assert.deepEqual(await chat.call('openInTab'), { id: 'four' });
    await take('all conversations', 'Import…');
    await chat.call('importConversation');
    await take('Kept', 'Unpin');
    assert.deepEqual(await chat.call('pinConversation'), { id: 'three', pinned: false });
    await take('Old', 'Archive');
    assert.deepEqual(await chat.call('archiveConversation'), { id: 'four', archived: true });
    assert.equal(await page.getByRole('button', { name: /^Put away/ }).count(), 0);
    await page.getByRole('button', { name: 'Archived (1)' }).click();
    await page.getByRole('button', { name: /^Put away/ }).click();
    assert.deepEqual(await chat.call('openConversation'), { id: 'five' });
  });

  it('deletes at once, and gives back for as long as the view stays', async () => {
    await using chat = await openList();
    const { page } = chat;
    const all = some();
    await page.getByRole('button', { name: /^Sorting a list/ }).focus();
    await page.keyboard.press('Delete');
    assert.deepEqual(await chat.call('deleteConversation'), { id: 'one' });
    // It is the one shown: another takes its place.
    const others = all.filter(({ id }) => id !== 'one');
    await chat.emit('conversations', others);
    const next = snapshot([], { conversation: { id: 'new', title: 'New chat' }, conversations: others });
    await chat.emit('snapshot', next);
    await page.getByText('Deleted “Sorting a list”.').waitFor();
    const undo = page.getByRole('button', { name: 'Undo the deletion of Sorting a list' });
    await undo.and(page.locator(':focus')).waitFor();
    await chat.screenshot('conversations-undo');
    await chat.emit('toggleConversations', null);
    await chat.emit('toggleConversations', null);
    await undo.press('Enter');
    assert.deepEqual(await chat.call('restoreConversation'), { id: 'one' });
    await chat.emit('conversations', all);
    await page
      .getByRole('button', { name: /^Sorting a list/ })
      .and(page.locator(':focus'))
      .waitFor();
    assert.equal(await undo.count(), 0);
  });

  it('keeps the focus on the conversation that is renamed, pinned or archived', async () => {
    await using chat = await openList();
    const { page } = chat;
    const focused = (name: RegExp) => page.getByRole('button', { name }).and(page.locator(':focus')).waitFor();
    await page.getByRole('button', { name: /^A long story/ }).focus();
    await page.keyboard.press('F2');
    await page.getByRole('textbox', { name: 'New title' }).press('Enter');
    await focused(/^A long story/);
    await page.keyboard.press('F2');
    await page.getByRole('textbox', { name: 'New title' }).press('Escape');
    await focused(/^A long story/);
    const pinned = some().map((each) => ({ ...each, pinned: each.pinned || each.id === 'two' }));
    await chat.emit('conversations', pinned);
    await focused(/^A long story/);
    await chat.emit(
      'conversations',
      pinned.map((each) => ({ ...each, archived: each.archived || each.id === 'two' })),
    );
    await page.getByRole('searchbox').and(page.locator(':focus')).waitFor();
  });

  it('searches as one types, marks what was found, and opens at the place', async () => {
    await using chat = await openList();
    const { page } = chat;
    await chat.answer('search', { result: hits });
    const field = page.getByRole('searchbox', { name: 'Search all conversations' });
    await field.pressSequentially('  long');
    const found = page.getByRole('region', { name: 'A long story' });
    await found.waitFor();
    assert.deepEqual(await chat.call('search'), { query: 'long' });
    assert.equal((await chat.calls()).length, 1, 'not a call a letter');
    assert.deepEqual(await page.locator('mark').allInnerTexts(), ['long', 'long', 'long']);
    assert.equal(await page.locator('.hits b').count(), 0);
    await field.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    assert.deepEqual(await chat.call('openConversation'), { id: 'two', itemId: 'x' });
    await page.getByRole('button', { name: 'This workspace' }).click();
    await until('only the one of this workspace is left', async () => (await page.locator('mark').count()) === 1);
    await chat.answer('search', { result: [] });
    await field.fill('nowhere');
    await page.getByText('Nothing found for “nowhere”.').waitFor();
    await field.press('Escape');
    assert.equal(await field.inputValue(), '');
    await page.getByRole('button', { name: /^Old/ }).waitFor();
    assert.equal(await page.getByRole('button', { name: /^Sorting a list/ }).count(), 0, 'still this workspace only');
    await field.press('Escape');
    await page.getByRole('log').waitFor();
  });

  it('says why a search failed, and is brought up by the command with the focus in its field', async () => {
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([user('x'), result()]) });
    const { page } = chat;
    await chat.answer('search', { failure: 'The disk is full.' });
    await chat.emit('searchConversations', null);
    const field = page.getByRole('searchbox');
    await field.and(page.locator(':focus')).waitFor();
    await page.getByRole('textbox', { name: 'Message' }).focus();
    await chat.emit('searchConversations', null);
    await field.and(page.locator(':focus')).waitFor();
    await page.keyboard.type('x');
    await page.getByRole('alert').getByText('The disk is full.').waitFor();
  });

  it('draws thousands a page at a time', async () => {
    const many = Array.from({ length: 3000 }, (_, at) => summary({ id: `c${at}`, title: `Chat ${at}` }));
    await using chat = await openList('dark', many);
    const { page } = chat;
    await until('200 are shown', async () => (await page.locator('.row').count()) === 200);
    await page.getByRole('button', { name: 'Show more' }).click();
    await until('400 are shown', async () => (await page.locator('.row').count()) === 400);
  });
});
