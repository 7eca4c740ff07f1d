import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { Chat, openChat } from '../support/chat.ts';
import { openParley, type Parley } from '../support/parley.ts';
import { screenshot, screenshotOfFailure } from '../support/screenshot.ts';
import { fillInput, inputBox, runCommand } from '../support/ui.ts';
import { until } from '../support/until.ts';

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

test('keeps what was answered before a message was edited, and goes back to it', async () => {
  await chat.ask('Hello');
  await chat.log.getByRole('article', { name: 'You' }).hover();
  await chat.log.getByRole('button', { name: 'Edit and send again' }).click();
  await chat.message.fill('Hello again');
  await chat.message.press('Enter');
  const versions = chat.log.getByRole('group', { name: 'Version 2 of 2' });
  await versions.waitFor();
  await chat.log.getByText('Hello again').waitFor();
  await until('the turn has ended', async () => (await chat.log.locator('.result').count()) === 1);
  await screenshot(page, 'history-versions');
  await versions.getByRole('button', { name: 'Previous version' }).click();
  await chat.log.getByRole('group', { name: 'Version 1 of 2' }).waitFor();
  assert.equal(await chat.log.getByText('Hello again').count(), 0);
});

test('sends what was queued when the answer is complete', async () => {
  await chat.begin();
  await chat.send('Count slowly');
  await chat.log.getByText(/number 1\b/).waitFor();
  await chat.message.fill('Hello');
  await chat.message.press('Enter');
  const waiting = chat.frame.getByRole('list', { name: 'Messages that wait' });
  await waiting.getByText('Hello').waitFor();
  await screenshot(page, 'history-queue');
  await chat.stop.click();
  await chat.log.getByText('Stopped.').waitFor();
  await waiting.getByRole('button', { name: 'Send', exact: true }).click();
  await chat.log.getByText('Hello! What shall we look at?').waitFor();
  assert.equal(await waiting.count(), 0);
});

test('finds a text in all conversations and opens the branch it is on', async () => {
  await chat.begin();
  await runCommand(page, 'Parley: Search Conversations');
  const field = chat.frame.getByRole('searchbox', { name: 'Search all conversations' });
  await field.fill('again');
  const hit = chat.frame.locator('.hit').filter({ hasText: 'Hello again' });
  await hit.waitFor();
  await screenshot(page, 'history-search');
  await hit.click();
  await chat.log.getByRole('group', { name: 'Version 2 of 2' }).waitFor();
});

test('deletes a conversation and takes that back', async () => {
  await runCommand(page, 'Parley: Show Conversations');
  const list = chat.frame.getByRole('navigation', { name: 'Conversations' });
  const row = list.getByRole('button', { name: /^Count slowly/ });
  await row.focus();
  await row.press('Delete');
  await list.getByText('Deleted “Count slowly”.').waitFor();
  assert.equal(await row.count(), 0);
  await screenshot(page, 'history-undo');
  await list.getByRole('button', { name: 'Undo the deletion of Count slowly' }).click();
  await row.waitFor();
  await row.click();
  await chat.log.getByText('Stopped.').waitFor();
});

test('answers the same prompt with another model in a tab beside', async () => {
  await chat.begin();
  await chat.ask('Hello');
  await runCommand(page, 'Parley: Compare with Another Model');
  await inputBox(page).input.waitFor({ state: 'visible' });
  await fillInput(page, 'gpt-4.1-mini');
  const other = new Chat(page, 'panel');
  await other.log.getByText('Hello! What shall we look at?').waitFor();
  await other.log.locator('.resultFacts').getByText('gpt-4.1-mini').waitFor();
  await chat.log.getByText('Hello! What shall we look at?').waitFor();
  assert.equal(parley.openai.requests().findLast(({ body }) => 'model' in body)?.body.model, 'gpt-4.1-mini');
  assert.equal(await other.log.getByRole('group', { name: /^Version/ }).count(), 0, 'it has one answer');
  // What was answered before is no news when it is shown again.
  assert.equal(await page.locator('.notifications-toasts .notification-list-item').count(), 0);
  await screenshot(page, 'history-compare');
});

test('goes on from the answer of either model, with the other one beside it', async () => {
  const other = new Chat(page, 'panel');
  const tabs = page.locator('.tab').filter({ hasText: 'gpt-4.1-mini' });
  const keep = (of: Chat) =>
    of.frame.getByRole('note', { name: 'Comparison' }).getByRole('button', { name: 'Keep This Answer' });
  await chat.frame.getByText('Compared with gpt-4.1-mini.').waitFor();
  await keep(other).click();
  await chat.log.getByRole('group', { name: 'Version 2 of 2' }).waitFor();
  await chat.log.locator('.resultFacts').getByText('gpt-4.1-mini').waitFor();
  await tabs.waitFor({ state: 'detached' });
  await keep(chat).waitFor({ state: 'detached' });
  await screenshot(page, 'history-kept');

  await chat.log.getByRole('button', { name: 'Previous version' }).click();
  await runCommand(page, 'Parley: Open Chat');
  await runCommand(page, 'Parley: Compare with Another Model');
  await inputBox(page).input.waitFor({ state: 'visible' });
  await fillInput(page, 'gpt-4.1-mini');
  await other.log.locator('.resultFacts').getByText('gpt-4.1-mini').waitFor();
  await keep(chat).click();
  await tabs.waitFor({ state: 'detached' });
  await chat.log.getByRole('group', { name: 'Version 1 of 3' }).waitFor();
  assert.equal(await chat.log.locator('.resultFacts').getByText('gpt-4.1-mini').count(), 0);
  await runCommand(page, 'Parley: Show Conversations');
  const list = chat.frame.getByRole('navigation', { name: 'Conversations' });
  await list
    .getByRole('button', { name: /^Hello/ })
    .first()
    .waitFor();
  assert.equal(await list.getByRole('button', { name: /gpt-4\.1-mini/ }).count(), 0, 'the comparisons are gone');
});
