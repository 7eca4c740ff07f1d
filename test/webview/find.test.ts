import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { lastEntries } from '../../src/agent/entries.ts';
import { findInTranscript } from '../../src/agent/findInTranscript.ts';
import type { FindQuery } from '../../src/agent/findPattern.ts';
import type { Transcript } from '../../src/agent/transcript.ts';
import { launchBrowser } from '../support/chromium.ts';
import { until } from '../support/until.ts';
import { ChatPage } from './chatPage.ts';
import { answer, result, snapshot, summary, toolCall, user } from './samples.ts';
import type { Theme } from './themes.ts';

const short: Transcript = [
  user('Where is the needle?', 'u1'),
  toolCall({ title: 'Read needle.ts', output: 'needle needle' }),
  answer(
    'A **nee**dle in `needle()`.\n\n```ts\nconst needle = 1;\n```\n\n| needle |\n|---|\n| hay |',
    'complete',
    'a1',
  ),
  result(),
];

const long: Transcript = Array.from({ length: 200 }, (_, index) => [
  user(`Question ${index}`, `u${index}`),
  answer(`${'Some hay. '.repeat(60)}\n\nThe needle ${index}, another needle.`, 'complete', `a${index}`),
  result({ id: `r${index}` }),
]).flat();

describe('find in chat', () => {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  const open = async (transcript: Transcript, theme: Theme = 'dark') => {
    const chat = await ChatPage.open(browser, { snapshot: snapshot(lastEntries(transcript)), transcript, theme });
    const { page } = chat;
    const bar = page.getByRole('search', { name: 'Find in chat' });
    const field = bar.getByRole('textbox', { name: 'Find' });
    const count = bar.getByRole('status');
    /** Writes what the extension answers for with the real search. */
    const find = async (text: string, more: Partial<FindQuery> = {}) => {
      const query = { text, matchCase: false, wholeWord: false, regex: false, ...more };
      await chat.answer('find', { result: await findInTranscript(transcript, query) });
      await field.fill(text);
    };
    const shows = (text: string) => count.and(page.getByText(text, { exact: true })).waitFor();
    return { chat, page, bar, field, find, shows, [Symbol.asyncDispose]: () => chat[Symbol.asyncDispose]() };
  };

  it('opens with Ctrl+F wherever the focus is, and VS Code does not hear of it', async () => {
    await using view = await open(short);
    const { chat, page, bar, field } = view;
    await page.evaluate(() => addEventListener('keydown', ({ key }) => document.body.classList.add(`heard-${key}`)));
    const message = page.getByRole('textbox', { name: 'Message' });
    await message.focus();
    await page.keyboard.press('Control+f');
    await field.and(page.locator(':focus')).waitFor();
    assert.equal(await page.locator('body.heard-f').count(), 0);
    await page.keyboard.press('Escape');
    await bar.waitFor({ state: 'detached' });
    await message.and(page.locator(':focus')).waitFor();
    assert.equal((await chat.calls()).filter(({ method }) => method === 'stop').length, 0);
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('Control+f');
    await field.and(page.locator(':focus')).waitFor();
  });

  it('marks every place that is shown, and counts the same', async () => {
    await using view = await open(short);
    const { chat, page, find, shows } = view;
    await chat.emit('find', null);
    await find('needle');
    await shows('1 of 6');
    assert.deepEqual(await marked(page, 'parley-found'), ['needle', 'needle', 'needle', 'needle', 'needle', 'needle']);
    assert.equal(await markedIn(page), 'userText');
    await page.keyboard.press('Enter');
    await shows('2 of 6');
    assert.equal(await markedIn(page), 'toolTitle');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.press('Shift+Enter');
    await shows('6 of 6');
    await page.keyboard.press('F3');
    await shows('1 of 6');
    await page.getByRole('textbox', { name: 'Message' }).focus();
    await page.keyboard.press('Shift+F3');
    await shows('6 of 6');
    assert.deepEqual(chat.problems, []);
  });

  it('takes case, whole words and expressions into account, and says what is wrong with one', async () => {
    await using view = await open(short);
    const { chat, page, bar, field, find, shows } = view;
    await chat.emit('find', null);
    await find('need');
    await shows('1 of 6');
    await chat.answer('find', { result: { items: [] } });
    await bar.getByRole('button', { name: 'Match Whole Word' }).click();
    await shows('No results');
    assert.deepEqual(await marked(page, 'parley-found'), []);
    await field.press('Alt+c');
    await field.press('Alt+r');
    const asked = await until('all three are asked for', async () => {
      const last = (await chat.calls()).findLast(({ method }) => method === 'find')?.params as FindQuery;
      return last.regex && last;
    });
    assert.deepEqual(asked, { text: 'need', matchCase: true, wholeWord: true, regex: true });
    await find('(', { regex: true });
    await shows('This is not a regular expression.');
  });

  it('goes to places that are far away, and to the nearest first', async () => {
    await using view = await open(long);
    const { chat, page, find, shows } = view;
    await page.getByText('Question 199', { exact: true }).waitFor();
    await chat.emit('find', null);
    await find('needle 7');
    await shows('11 of 11');
    await inView(page, 'The needle 79, another needle.');
    await page.keyboard.press('Enter');
    await shows('1 of 11');
    await inView(page, 'The needle 7, another needle.');
    await page.keyboard.press('Enter');
    await inView(page, 'The needle 70, another needle.');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.press('Shift+Enter');
    await shows('11 of 11');
    await inView(page, 'The needle 79, another needle.');
    assert.ok((await page.locator('.entry').count()) < 150);
  });

  it('looks again when the conversation goes on, and stays where it is', async () => {
    await using view = await open(short);
    const { chat, page, find, shows } = view;
    await chat.emit('find', null);
    await find('needle');
    await shows('1 of 6');
    await page.keyboard.press('Enter');
    await shows('2 of 6');
    const more = [user('And this needle?', 'u9'), answer('No needle.', 'complete', 'a9'), result({ id: 'r9' })];
    const items = await findInTranscript([...short, ...more], { text: 'needle', ...plain });
    await chat.answer('find', { result: items });
    await chat.emit(
      'turn',
      more.map((item) => ({ type: 'item', item })),
    );
    await shows('2 of 8');
    await until('the new ones are marked', async () => (await marked(page, 'parley-found')).length === 8);
  });

  it('takes up what is selected, and closes with the conversation', async () => {
    await using view = await open(short);
    const { chat, page, bar, field } = view;
    await page.locator('.userText').dblclick({ position: { x: 20, y: 8 } });
    const selected = await page.evaluate(() => getSelection()?.toString().trim());
    assert.ok(selected);
    await page.keyboard.press('Control+f');
    await until('it is in the field', async () => (await field.inputValue()) === selected);
    await chat.emit('snapshot', snapshot(short, { conversation: { id: 'two', title: 'Two' } }));
    await bar.waitFor({ state: 'detached' });
    assert.equal(await page.evaluate(() => CSS.highlights.size), 0);
  });

  it('is the search of the list where that is shown', async () => {
    await using view = await open(short);
    const { chat, page, bar } = view;
    await chat.emit('conversations', [summary()]);
    await chat.emit('toggleConversations', null);
    await page.keyboard.press('Control+f');
    await page.getByRole('searchbox').and(page.locator(':focus')).waitFor();
    assert.equal(await bar.count(), 0);
  });
});

const plain = { matchCase: false, wholeWord: false, regex: false };

const marked = (page: Page, name: string): Promise<string[]> =>
  page.evaluate((key) => [...(CSS.highlights.get(key) ?? [])].map((range) => (range as Range).toString()), name);

/** The class of what the current place is in. */
const markedIn = (page: Page) =>
  page.evaluate(() => {
    const [range] = CSS.highlights.get('parley-found-now') ?? [];
    return range?.startContainer.parentElement?.className;
  });

const inView = (page: Page, text: string) =>
  until(`“${text}” is in view`, () =>
    page.getByText(text).evaluate((element) => {
      const [box, view] = [element.getBoundingClientRect(), document.querySelector('.log')?.getBoundingClientRect()];
      return view !== undefined && box.top > view.top + 40 && box.bottom < view.bottom;
    }),
  );
