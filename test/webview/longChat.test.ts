import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/chromium.ts';
import { until } from '../support/until.ts';
import { ChatPage } from './chatPage.ts';
import { longMarkdown } from './longMarkdown.ts';
import { answer, result, snapshot, user } from './samples.ts';

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
    assert.equal(streamed, await plain());
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

  it('goes back to where the reader was when the view was hidden', async () => {
    const transcript = [user('Go'), answer(text.slice(0, 20_000)), result()];
    await using first = await ChatPage.open(browser, { snapshot: snapshot(transcript) });
    const log = first.page.locator('.log');
    await until('the end is in view', () => log.evaluate((view) => view.scrollTop > 1000));
    await log.evaluate((view) => view.scrollTo(0, 1500));
    const state = await until('the place is saved', async () => {
      const saved = (await first.state()) as { scroll?: { top: number } } | undefined;
      return saved?.scroll?.top === 1500 && saved;
    });
    await using second = await ChatPage.open(browser, { snapshot: snapshot(transcript), state });
    await second.page.getByRole('button', { name: 'Jump to latest' }).waitFor();
    assert.equal(await second.page.locator('.log').evaluate((view) => view.scrollTop), 1500);
  });

  it('opens a chat of 300 answers, and draws only what is in view', async () => {
    const transcript = Array.from({ length: 300 }, (_, index) => [
      user(`Question ${index}`, `u${index}`),
      answer(text.slice(index * 200, index * 200 + 1500), 'complete', `a${index}`),
      result({ id: `r${index}` }),
    ]).flat();
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([]) });
    const openMs = await chat.page.evaluate(async (payload) => {
      const start = performance.now();
      window.postMessage({ rpc: 'event', name: 'snapshot', payload });
      const frame = () => new Promise(requestAnimationFrame);
      while (!document.querySelector('.result')) await frame();
      await frame();
      return performance.now() - start;
    }, snapshot(transcript));
    const { page } = chat;
    const skipped = await page
      .locator('.item')
      .evaluateAll(
        (items) =>
          items.filter((item) => !(item.firstElementChild ?? item).checkVisibility({ contentVisibilityAuto: true }))
            .length,
      );
    assert.ok(skipped > 800, `${skipped} of 900 items are not drawn`);
    assert.ok(openMs < 5000, `opened in ${openMs.toFixed(0)} ms`);
    console.log(`300 answers of 1,500 characters opened in ${openMs.toFixed(0)} ms`);
  });
});
