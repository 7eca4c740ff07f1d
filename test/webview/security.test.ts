import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Item } from '../../src/agent/transcript.ts';
import { launchBrowser } from '../support/chromium.ts';
import { until } from '../support/until.ts';
import { ChatPage } from './chatPage.ts';
import { payloads } from './payloads.ts';
import { answer, at, result, snapshot, summary, toolCall, user } from './samples.ts';

declare global {
  interface Window {
    pwned: () => void;
    pwnedCount: number;
  }
}

const arm = (page: Page) =>
  page.evaluate(() => {
    window.pwnedCount = 0;
    window.pwned = () => {
      window.pwnedCount++;
    };
  });

/** Elements and attributes in rendered Markdown that have no business there. */
const forbiddenIn = (page: Page) =>
  page.evaluate(() => {
    const elements = [...document.querySelectorAll('.markdown *')].filter((element) => !element.closest('math'));
    const tags =
      'script style iframe object embed link meta base form input textarea select svg img video audio template';
    const bad = new Set(tags.split(' '));
    return elements.flatMap((element) => [
      ...(bad.has(element.localName) || element.localName.includes('-') ? [element.outerHTML] : []),
      ...[...element.attributes]
        .filter(({ name }) => /^(on|style$|id$|name$|href$|src|ping$|target$|action$)/.test(name))
        .map(({ name }) => `${name} in ${element.outerHTML}`),
      ...(element.localName === 'button' && !element.closest('.codeHeader') ? [element.outerHTML] : []),
    ]);
  });

/** Lets what was started come to pass: images that fail, handlers that run. */
const settle = async ({ page }: ChatPage) => {
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
};

const allDrawn = (page: Page) =>
  page
    .locator('.answer')
    .nth(payloads.length - 1)
    .waitFor();

describe('hostile answers', () => {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  it('are dangerous where nothing stops them, so that this suite can fail', async () => {
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([]), contentSecurityPolicy: false });
    await arm(chat.page);
    await chat.page.evaluate(
      (all) => {
        for (const html of all) document.body.insertAdjacentHTML('beforeend', `<div class="markdown">${html}</div>`);
      },
      payloads.filter((payload) => !/<meta|<base/.test(payload)),
    );
    await settle(chat);
    assert.ok((await chat.page.evaluate(() => window.pwnedCount)) > 3);
    assert.ok(chat.strayRequests.length > 3);
    assert.ok((await forbiddenIn(chat.page)).length > 20);
  });

  for (const contentSecurityPolicy of [true, false]) {
    it(`run nothing and load nothing ${contentSecurityPolicy ? 'in' : 'even without'} the page's policy`, async () => {
      await using chat = await ChatPage.open(browser, { snapshot: snapshot([]), contentSecurityPolicy });
      const { page } = chat;
      await arm(page);
      assert.ok(payloads.length >= 40);
      for (const [index, payload] of payloads.entries()) {
        const id = `a${index}`;
        await page.evaluate(
          ([start, deltas, end]) => {
            const send = (events: unknown) => window.postMessage({ rpc: 'event', name: 'turn', payload: events });
            send([start]);
            for (const delta of deltas) send([delta]);
            requestAnimationFrame(() => send([end]));
          },
          [
            { type: 'item', item: answer('', 'streaming', id) },
            payload.split('').map((delta) => ({ type: 'delta', itemId: id, delta })),
            { type: 'item', item: answer(payload, 'complete', id) },
          ] as const,
        );
      }
      await allDrawn(page);
      await chat.emit(
        'snapshot',
        snapshot([user('x'), ...payloads.map((text, index) => answer(text, 'complete', `b${index}`))]),
      );
      await settle(chat);
      assert.deepEqual(await forbiddenIn(page), []);
      assert.equal(await page.evaluate(() => window.pwnedCount), 0);
      assert.deepEqual(chat.strayRequests, []);
    });
  }

  it('lead nowhere when every link and every word is clicked', async () => {
    const transcript = payloads.map((text, index) => answer(text, 'complete', `a${index}`));
    await using chat = await ChatPage.open(browser, {
      snapshot: snapshot([user('x'), ...transcript]),
      contentSecurityPolicy: false,
    });
    const { page } = chat;
    await arm(page);
    await allDrawn(page);
    const address = page.url();
    await page.evaluate(() => {
      for (const element of document.querySelectorAll<HTMLElement>('.markdown *:not(button)')) {
        for (const type of ['mouseover', 'focus', 'click', 'auxclick'])
          element.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, button: 0 }));
      }
    });
    await settle(chat);
    assert.equal(page.url(), address);
    assert.equal(await page.evaluate(() => window.pwnedCount), 0);
    const calls = await until('the harmless links ask to be opened', async () => {
      const made = await chat.calls();
      return made.length > 0 && made;
    });
    for (const { method, params } of calls) {
      assert.equal(method, 'openLink');
      assert.match(params.href, /^https:\/\/(ok|evil)\.example\//);
    }
  });

  it('are plain text everywhere else: questions, tools, errors, titles, notices', async () => {
    const html = '<img src="https://evil.example/x" onerror=pwned()><b id=x>bold</b>';
    const approval = { kind: 'run', title: html, detail: html, scope: html } as const;
    const transcript: readonly Item[] = [
      user(html),
      toolCall({ title: html, arguments: html, output: html, name: html }),
      toolCall({ id: 't2', status: 'awaitingApproval', title: html, approval }),
      toolCall({ id: 't3', status: 'running', title: html, progress: html }),
      toolCall({ id: 't4', name: 'todo', arguments: JSON.stringify({ items: [{ text: html, state: 'doing' }] }) }),
      {
        type: 'question',
        id: 'q1',
        at,
        status: 'waiting',
        question: { text: html, options: [{ id: '0', label: html, description: html }], field: html },
      },
      {
        type: 'question',
        id: 'q2',
        at,
        status: 'answered',
        question: { text: html, options: [{ id: '0', label: html }] },
        answer: { option: '0', text: html },
      },
      result({ end: 'failed', model: html, incompleteReason: html, error: { kind: 'server', message: html } }),
    ];
    const conversation = { id: 'one', title: html };
    await using chat = await ChatPage.open(browser, {
      contentSecurityPolicy: false,
      snapshot: snapshot(transcript, {
        conversation,
        account: { profile: html, server: html, ready: true, restricted: false, notice: html },
        conversations: [summary(conversation)],
      }),
    });
    const { page } = chat;
    await arm(page);
    for (const summary of await page.locator('summary').all()) await summary.click();
    await page.getByText(html, { exact: true }).nth(5).waitFor();
    await chat.emit('toggleConversations', null);
    await settle(chat);
    assert.equal(await page.locator('b').count(), 0);
    assert.equal(await page.evaluate(() => window.pwnedCount), 0);
    assert.deepEqual(chat.strayRequests, []);
  });

  it('do not stop the chat by their length: questions, plans, what a call prints', async () => {
    const large = '<b>x</b> '.repeat(11_000);
    const transcript: readonly Item[] = [
      user('x'),
      toolCall({ id: 't1', status: 'running', title: large, progress: large }),
      toolCall({ id: 't2', name: 'todo', arguments: JSON.stringify({ items: [{ text: large, state: 'doing' }] }) }),
      {
        type: 'question',
        id: 'q',
        at,
        status: 'waiting',
        question: {
          text: large,
          options: [
            { id: '0', label: large },
            { id: '1', label: 'No' },
          ],
        },
      },
    ];
    await using chat = await ChatPage.open(browser, { snapshot: snapshot(transcript) });
    const { page } = chat;
    assert.equal(await page.locator('.log b, .todo b').count(), 0);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    await page.getByRole('button', { name: 'No', exact: false }).last().click();
    assert.deepEqual((await chat.call('answer')).answer, { option: '1' });
  });
});
