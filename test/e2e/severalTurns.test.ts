import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { Chat, openChat } from '../support/chat.ts';
import { openParley, type Parley } from '../support/parley.ts';
import { screenshot, screenshotOfFailure } from '../support/screenshot.ts';
import { notification, runCommand } from '../support/ui.ts';

let parley: Parley;
let page: Page;
let chat: Chat;

before(async () => {
  parley = await openParley();
  page = parley.page;
  chat = await openChat(page);
});
after(() => parley.close());
afterEach((context) => screenshotOfFailure(context, page));

/** Says how many conversations want to be looked at. */
const badge = () => page.locator('.activitybar .badge-content:visible');

/** Sends a message whose answer ends with `goOn` of the server. */
async function ask(message: string): Promise<void> {
  await chat.begin();
  await chat.send(message);
}

test('a turn runs in the side bar and another in a tab, and each ends by itself', async () => {
  await chat.send('Count slowly');
  await chat.log.getByText(/number 2\b/).waitFor();
  await runCommand(page, 'Parley: Open Chat in Editor Tab');
  const tab = new Chat(page, 'panel');
  await tab.log.getByText(/number 4\b/).waitFor();
  await tab.begin();
  await tab.send('In a tab, when you are told');
  await tab.log.getByText('You have told me.').waitFor();
  assert.deepEqual([await chat.stop.count(), await tab.stop.count()], [1, 1], 'both run');
  await screenshot(page, 'several-turns');
  parley.openai.goOn();
  await tab.log.locator('.result').waitFor();
  await tab.stop.waitFor({ state: 'detached' });
  assert.equal(await chat.stop.count(), 1, 'the other one runs');
  await chat.stop.click();
  await chat.log.getByText('Stopped.').waitFor();
  await runCommand(page, 'View: Close All Editors');
});

test('an answer that ends out of sight is told, and counted on the icon; one that is seen is not', async () => {
  await ask('In sight, when you are told');
  parley.openai.goOn();
  await chat.log.locator('.result').waitFor();
  await ask('Out of sight, when you are told');
  await chat.log.getByText('You have told me.').waitFor();
  await chat.begin();
  parley.openai.goOn();
  const told = notification(page, 'Parley has answered: Out of sight');
  await told.message.waitFor();
  await badge().getByText('1', { exact: true }).waitFor();
  const messages = await page.locator('.notifications-toasts .notification-list-item-message').allInnerTexts();
  assert.deepEqual(messages, ['Parley has answered: Out of sight, when you are told'], 'and nothing else is told');
  await screenshot(page, 'several-told');
  await told.button('Open Chat').click();
  await chat.log.getByRole('article', { name: 'You' }).getByText('Out of sight').waitFor();
  await badge().waitFor({ state: 'detached' });
});

test('an approval that waits out of sight is told, counted and led to', async () => {
  await ask('Ask the weather server, when you are told');
  await runCommand(page, 'View: Show Explorer');
  await chat.message.waitFor({ state: 'hidden' });
  parley.openai.goOn();
  const told = notification(page, 'Parley needs your approval: Run forecast on the MCP server weather');
  await told.message.waitFor();
  await badge().getByText('1', { exact: true }).waitFor();
  await screenshot(page, 'several-approval');
  await told.button('Open Chat').click();
  await chat.log.getByRole('button', { name: 'Approve once' }).click();
  await chat.log.getByText('It will rain in Bern.').waitFor();
  await badge().waitFor({ state: 'detached' });
});

test('a message steers the turn that runs: it goes with its next request', async () => {
  await ask('Ask the weather server');
  const approve = chat.log.getByRole('button', { name: 'Approve once' });
  await approve.waitFor();
  await chat.message.fill('In one word, please');
  await chat.message.press('Control+Enter');
  const waiting = chat.frame.getByRole('list', { name: 'Messages that wait' });
  await waiting.getByText('goes with the next request').waitFor();
  await chat.message.fill('Hello');
  await chat.message.press('Enter');
  await waiting.getByRole('button', { name: 'Send now' }).waitFor();
  await screenshot(page, 'several-steered');
  await approve.click();
  await chat.log.getByText('Rain.', { exact: true }).waitFor();
  await chat.log.getByText('Hello! What shall we look at?').waitFor();
  assert.equal(await chat.log.locator('.result').count(), 2, 'what was queued is a turn of its own');
  const steered = parley.openai.requests().find(({ body }) => JSON.stringify(body).includes('In one word'));
  const input = (steered?.body.input ?? []) as Record<string, unknown>[];
  assert.deepEqual(
    input.slice(-2).map(({ type, role }) => type ?? role),
    ['mcp_approval_response', 'user'],
  );
});

test('the notice of a conversation in a tab leads to that tab, and leaves the side bar as it is', async () => {
  await ask('Hello');
  await chat.log.locator('.result').waitFor();
  await runCommand(page, 'Parley: Open Chat in Editor Tab');
  const tab = new Chat(page, 'panel');
  await tab.log.locator('.result').waitFor();
  await tab.begin();
  await tab.send('In a hidden tab, when you are told');
  await tab.log.getByText('You have told me.').waitFor();
  await runCommand(page, 'File: New Untitled Text File');
  await tab.message.waitFor({ state: 'hidden' });
  parley.openai.goOn();
  const told = notification(page, 'Parley has answered: In a hidden tab');
  await told.message.waitFor();
  await told.button('Open Chat').click();
  await tab.log.getByRole('article', { name: 'You' }).getByText('In a hidden tab').waitFor();
  await chat.log.getByRole('article', { name: 'You' }).getByText('Hello', { exact: true }).waitFor();
  await runCommand(page, 'View: Close All Editors');
});
