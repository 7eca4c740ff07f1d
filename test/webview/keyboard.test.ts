import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/chromium.ts';
import { ChatPage } from './chatPage.ts';
import type { Theme } from './themes.ts';
import { answer, result, snapshot, toolCall, user } from './samples.ts';

/** Presses Tab until the focus is on the control of this name. */
async function tabTo(page: Page, name: string): Promise<void> {
  const seen: string[] = [];
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      return element?.getAttribute('aria-label') ?? element?.getAttribute('label') ?? element?.textContent.trim() ?? '';
    });
    if (focused === name) return;
    seen.push(focused);
  }
  assert.fail(`Tab never came to “${name}”, only to: ${seen.join(' | ')}`);
}

const approval = { kind: 'run', title: 'Run npm test', detail: 'npm test', scope: 'npm test' } as const;
const waiting = toolCall({ status: 'awaitingApproval', title: 'Run npm test', approval });
const said = answer('```ts\nlet a = 1;\n```\n\nSee [docs](https://example.org).');

describe('keyboard and screen reader', () => {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  it('reach everything without a mouse', async () => {
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([user('x'), said, waiting]) });
    const { page } = chat;
    await tabTo(page, 'Copy');
    await page.keyboard.press('Enter');
    await tabTo(page, 'docs');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Deny');
    await page.keyboard.press('Enter');
    assert.deepEqual(
      (await chat.calls()).map(({ method }) => method),
      ['copy', 'openLink', 'decide'],
    );
    await chat.emit('turn', [
      { type: 'item', item: { ...waiting, status: 'denied' } },
      { type: 'item', item: result() },
    ]);
    await tabTo(page, 'Message');
    await page.keyboard.type('Next');
    await page.keyboard.press('Enter');
    assert.equal((await chat.call('send')).text, 'Next');
    await page.keyboard.press('Escape');
    await chat.call('stop');
    await chat.emit('toggleConversations', null);
    await page.getByPlaceholder('Search all conversations').and(page.locator(':focus')).waitFor();
    await tabTo(page, 'More for Sorting a list');
    await page.keyboard.press('Enter');
    const menu = page.getByRole('menu', { name: 'More for Sorting a list' });
    await menu.getByRole('menuitem', { name: 'Open in Editor Tab' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('ArrowDown');
    await menu.getByRole('menuitem', { name: 'Rename' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'New title' }).waitFor();
    // All of the old title is selected.
    await page.keyboard.type('Sorted');
    await page.keyboard.press('Enter');
    assert.deepEqual(await chat.call('renameConversation'), { id: 'one', title: 'Sorted' });
  });

  it('find a name on every control and the right landmarks', async () => {
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([user('x'), said, waiting]) });
    const { page } = chat;
    const nameless = await page.evaluate(() =>
      [...document.querySelectorAll('button, vscode-button, textarea, select, input')].flatMap((control) =>
        (control.getAttribute('aria-label') ?? control.getAttribute('label') ?? control.textContent).trim() === ''
          ? [control.outerHTML]
          : [],
      ),
    );
    assert.deepEqual(nameless, []);
    for (const role of ['banner', 'main', 'log', 'form'] as const)
      assert.equal(await page.getByRole(role).count(), 1, role);
    assert.equal(await page.getByRole('log').getAttribute('aria-live'), 'off');
    assert.equal(await page.getByRole('status').innerText(), 'Approval needed: Run npm test');
  });

  for (const theme of ['dark', 'highContrast', 'highContrastLight'] satisfies Theme[]) {
    it(`see where the focus is in ${theme}`, async () => {
      await using chat = await ChatPage.open(browser, { theme, snapshot: snapshot([user('x'), said, result()]) });
      const { page } = chat;
      for (const name of ['Conversations', 'Copy', 'docs', 'Attach files']) {
        await tabTo(page, name);
        const outline = await page.evaluate(() => {
          const style = getComputedStyle(document.activeElement ?? document.body);
          return `${style.outlineStyle} ${style.outlineWidth}`;
        });
        assert.equal(outline, 'solid 1px', name);
      }
      assert.deepEqual(chat.problems, []);
    });
  }

  it('are spared movement when they ask for it', async () => {
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([user('x')]) });
    const { page } = chat;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const moving = await page.evaluate(
      () => document.getAnimations().filter(({ playState }) => playState === 'running').length,
    );
    assert.equal(moving, 0);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    const usual = await page.evaluate(
      () => document.getAnimations().filter(({ playState }) => playState === 'running').length,
    );
    assert.ok(usual > 0);
  });
});
