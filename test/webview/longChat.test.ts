import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/chromium.ts';
import { until } from '../support/until.ts';
import { lastEntries } from '../../src/agent/entries.ts';
import type { Transcript } from '../../src/agent/transcript.ts';
import { ChatPage, type ChatPageOptions } from './chatPage.ts';
import { longMarkdown } from './longMarkdown.ts';
import { answer, result, snapshot, toolCall, user } from './samples.ts';

const text = longMarkdown(80_000);

describe('long chats', () => {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  it('streams 20,000 tokens to the same end as at once, with the end in view', async () => {
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([user('Go'), answer('', 'streaming')]) });
    const { page } = chat;
    await page.evaluate(async (source) => {
      for (let start = 0; start < source.length; start += 400) {
        const piece = source.slice(start, start + 400);
        const deltas = piece.match(/[^]{1,4}/g) ?? [];
        const payload = deltas.map((delta) => ({ type: 'delta', itemId: 'a1', delta }));
        window.postMessage({ rpc: 'event', name: 'turn', payload });
        await new Promise(requestAnimationFrame);
      }
    }, text);
    const log = page.locator('.log');
    const distance = () => log.evaluate((view) => view.scrollHeight - view.scrollTop - view.clientHeight);
    await until('the end is in view', async () => (await distance()) < 2);
    await chat.emit('turn', [
      { type: 'item', item: answer(text) },
      { type: 'item', item: result() },
    ]);
    const plain = () => page.locator('.answer .markdown').evaluate((element) => element.textContent);
    const streamed = await plain();
    await chat.emit('snapshot', snapshot([], { conversation: { id: 'two', title: 'Two' } }));
    await chat.emit('snapshot', snapshot([user('Go'), answer(text), result()]));
    await until('all of it is drawn', async () => (await plain()) === streamed);
    assert.ok(streamed.length > 60_000);
    assert.deepEqual(chat.problems, []);
  });

  it('stays where the reader scrolled to, and jumps back on request', async () => {
    const start = [user('Go'), answer(text.slice(0, 6000), 'streaming')];
    await using chat = await ChatPage.open(browser, { snapshot: snapshot(start) });
    const { page } = chat;
    const log = page.locator('.log');
    await until('the end is in view', () => log.evaluate((view) => view.scrollTop > 1000));
    await log.evaluate((view) => view.scrollBy(0, -700));
    const jump = page.getByRole('button', { name: 'Jump to latest' });
    await jump.waitFor();
    const before = await log.evaluate((view) => view.scrollTop);
    await chat.emit('turn', [{ type: 'delta', itemId: 'a1', delta: text.slice(6000, 12_000) }]);
    assert.equal(await log.evaluate((view) => view.scrollTop), before);
    await jump.click();
    await until('the end is in view', () =>
      log.evaluate((view) => view.scrollHeight - view.scrollTop - view.clientHeight < 2),
    );
    assert.equal(await jump.count(), 0);
  });

  it('goes back to where the reader was when the view was hidden, from a page that does not hold it', async () => {
    const transcript = conversation(200);
    const place = { conversationId: 'one', itemId: 'a60', offsetPx: -37 };
    await using chat = await openLong(transcript, { view: { text: 'A draft', place } });
    const { page } = chat;
    const offset = () =>
      page.evaluate(() => {
        const [log, entry] = [document.querySelector('.log'), document.querySelector('[data-item="a60"]')];
        return log && entry && Math.round(entry.getBoundingClientRect().top - log.getBoundingClientRect().top);
      });
    await until('the place is in view', async () => (await offset()) === -37);
    await quiet(chat);
    assert.equal(await offset(), -37, 'what is drawn around it does not move it');
    await page.locator('.log').evaluate((log) => log.scrollBy(0, -300));
    const saved = await until('the new place is saved', async () => {
      const { place: kept } = await chat.view();
      return kept?.itemId !== 'a60' && kept;
    });
    assert.match(saved.itemId, /^[aur]5\d$/);
    assert.equal(await page.getByRole('textbox', { name: 'Message' }).inputValue(), 'A draft');
    await page.getByRole('button', { name: 'Jump to latest' }).click();
    await until('the end is in view', () => endDistance(chat).then((distance) => distance < 2));
  });

  it('opens a chat of 1,000 messages at its end, and draws and holds only what is near', async () => {
    const transcript = conversation(500);
    await using chat = await openLong(transcript);
    await chat.page.getByText('Question 499', { exact: true }).waitFor();
    await quiet(chat);
    assert.ok((await endDistance(chat)) < 2);
    const entries = await chat.page.locator('.entry').count();
    assert.ok(entries < 100, `${entries} entries are drawn`);
    const asked = (await chat.page.evaluate(() => window.fakeHost.calls)).filter(({ method }) => method === 'items');
    assert.ok(asked.length < 10, `${asked.length} groups were asked for`);
  });

  it('shows every message in order while it is scrolled from the end to the top and back', async () => {
    const transcript = conversation(70);
    await using chat = await openLong(transcript);
    const { page } = chat;
    const seen: string[] = [];
    const shownTexts = () => page.locator('.userText').allTextContents();
    const log = page.locator('.log');
    for (let top = Infinity; top > 0; top = await log.evaluate((view) => view.scrollTop)) {
      await quiet(chat);
      const texts = await shownTexts();
      const numbers = texts.map((text) => Number(text.split(' ')[1]));
      assert.deepEqual(
        numbers,
        numbers.toSorted((a, b) => a - b),
      );
      seen.push(...texts);
      await log.evaluate((view) => view.scrollBy(0, -view.clientHeight * 2));
      await chat.drawn();
    }
    await quiet(chat);
    seen.push(...(await shownTexts()));
    assert.equal(new Set(seen).size, 70);
    await log.evaluate((view) => view.scrollTo(0, view.scrollHeight));
    await until('the last message is drawn', async () => (await shownTexts()).includes('Question 69'));
    assert.ok((await page.locator('.entry').count()) < 150);
  });

  it('keeps what the reader sees in its place while messages above it come', async () => {
    await using chat = await openLong(conversation(200));
    const { page } = chat;
    const log = page.locator('.log');
    await quiet(chat);
    await log.evaluate((view) => view.scrollBy(0, -4000));
    await page.getByRole('button', { name: 'Jump to latest' }).waitFor();
    const moved = await page.evaluate(async () => {
      const view = document.querySelector('.log');
      const top = view?.getBoundingClientRect().top ?? 0;
      const first = [...document.querySelectorAll('.entry')].find((entry) => entry.getBoundingClientRect().top > top);
      const before = first?.getBoundingClientRect().top ?? NaN;
      for (let frames = 0; frames < 60; frames++) await new Promise(requestAnimationFrame);
      return Math.abs((first?.getBoundingClientRect().top ?? NaN) - before);
    });
    assert.ok(moved <= 2, `it moved by ${moved} px`);
  });

  it('brings a message into view that is not there yet', async () => {
    await using chat = await openLong(conversation(300));
    await quiet(chat);
    await chat.emit('reveal', { itemId: 'u20' });
    const message = chat.page.getByText('Question 20', { exact: true });
    await message.waitFor();
    await until('it is in view', () =>
      message.evaluate((element) => {
        const top = element.getBoundingClientRect().top;
        return top > 0 && top < 300;
      }),
    );
  });

  it('says why messages cannot be read, and asks again when the reader comes back to them', async () => {
    await using chat = await openLong(conversation(400));
    const { page } = chat;
    await chat.answer('items', { failure: 'The disk cannot be read.' });
    const log = page.locator('.log');
    await log.evaluate((view) => (view.scrollTop = 0));
    await page.getByRole('alert').getByText('The disk cannot be read.').waitFor();
    await chat.forgetAnswer('items');
    await log.evaluate((view) => (view.scrollTop = view.scrollHeight));
    await until('the first message is drawn', async () => {
      await log.evaluate((view) => (view.scrollTop = view.scrollTop > 0 ? 0 : view.scrollHeight));
      return (await page.locator('[data-item="u0"]').count()) > 0;
    });
    assert.deepEqual(chat.problems, []);
  });

  it('keeps what the reader has unfolded, though its place is drawn anew', async () => {
    const call = toolCall({ title: 'Edit src/a.ts', output: 'Done so far' });
    const transcript = [user('Edit it', 'u'), call, answer('Edited', 'complete', 'a'), ...conversation(60)];
    await using chat = await openLong(transcript);
    const { page } = chat;
    await quiet(chat);
    await page.locator('.log').evaluate((view) => view.scrollTo(0, 0));
    await page.locator('summary', { hasText: 'Edit src/a.ts' }).click();
    await page.getByText('Done so far').waitFor();
    await chat.emit('snapshot', snapshot(lastEntries(transcript)));
    await page.locator('.log').evaluate((view) => view.scrollTo(0, 0));
    await page.getByText('Done so far').waitFor();
    await chat.emit('snapshot', snapshot([], { conversation: { id: 'two', title: 'Two' } }));
    await chat.emit('snapshot', snapshot([user('Edit it', 'u'), call, result()]));
    await page.getByText('Done so far').waitFor();
    await page.locator('summary', { hasText: 'Edit src/a.ts' }).click();
    await chat.emit('snapshot', snapshot([], { conversation: { id: 'two', title: 'Two' } }));
    await chat.emit('snapshot', snapshot([user('Edit it', 'u'), call, result()]));
    await page.locator('summary', { hasText: 'Edit src/a.ts' }).waitFor();
    assert.equal(await page.getByText('Done so far').count(), 0);
  });

  it('goes on with an answer far below the reader, and replaces an old message', async () => {
    const transcript = conversation(100);
    await using chat = await openLong([...transcript, user('Go', 'u100'), answer('', 'streaming', 'a100')]);
    const { page } = chat;
    await quiet(chat);
    await page.locator('.log').evaluate((view) => view.scrollTo(0, 0));
    await page.getByText('Question 0', { exact: true }).waitFor();
    await quiet(chat);
    const top = await page.locator('.log').evaluate((view) => view.scrollTop);
    await chat.emit('turn', [{ type: 'delta', itemId: 'a100', delta: `${text.slice(0, 5000)}\n\nThe last words` }]);
    assert.equal(await page.locator('.log').evaluate((view) => view.scrollTop), top);
    await page.getByRole('button', { name: 'Jump to latest' }).click();
    await page.getByText('The last words').waitFor();
    await chat.emit('turn', [
      { type: 'truncated', fromItemId: 'u3' },
      { type: 'item', item: user('Another way', 'u3b') },
      { type: 'item', item: answer('So be it.', 'complete', 'a3b') },
      { type: 'item', item: result({ id: 'r3b' }) },
    ]);
    await page.getByText('So be it.').waitFor();
    await page.getByText('Question 2', { exact: true }).waitFor();
    assert.equal(await page.locator('.userText').count(), 4);
    await chat.emit('turn', [{ type: 'truncated', fromItemId: 'u1' }]);
    assert.deepEqual(await page.locator('.userText').allTextContents(), ['Question 0']);
    assert.deepEqual(chat.problems, []);
  });

  /** Opens a conversation as the extension does: its end comes, the rest is asked for. */
  const openLong = (transcript: Transcript, more: Partial<ChatPageOptions> = {}) =>
    ChatPage.open(browser, { snapshot: snapshot(lastEntries(transcript)), transcript, ...more });
});

const conversation = (turns: number): Transcript =>
  Array.from({ length: turns }, (_, index) => [
    user(`Question ${index}`, `u${index}`),
    answer(text.slice(index * 100, index * 100 + 1500), 'complete', `a${index}`),
    result({ id: `r${index}` }),
  ]).flat();

const endDistance = (chat: ChatPage) =>
  chat.page.locator('.log').evaluate((view) => view.scrollHeight - view.scrollTop - view.clientHeight);

/** Waits until nothing more is drawn. */
async function quiet(chat: ChatPage): Promise<void> {
  const count = () =>
    chat.page.locator('.log').evaluate((view) => `${view.scrollHeight} ${view.querySelectorAll('*').length}`);
  let before = '';
  await until('nothing more is drawn', async () => {
    await chat.drawn();
    const now = await count();
    const same = now === before;
    before = now;
    return same;
  });
}
