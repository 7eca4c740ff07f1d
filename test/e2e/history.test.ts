import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { Chat, openChat } from '../support/chat.ts';
import { openParley, type Parley } from '../support/parley.ts';
import { screenshot, screenshotOfFailure } from '../support/screenshot.ts';
import { answerFileDialog, fillInput, inputBox, runCommand } from '../support/ui.ts';
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

test('answers again with another model, and keeps both answers', async () => {
  await runCommand(page, 'View: Close All Editors');
  await chat.begin();
  await chat.ask('Hello, two models');
  await take(chat.log.locator('.result'), 'More actions', 'Answer Again with Another Model…');
  await inputBox(page).title.getByText('Answer again with').waitFor();
  await fillInput(page, 'gpt-4.1-mini');
  const model = chat.log.locator('.resultFacts');
  await model.getByText('gpt-4.1-mini').waitFor();
  assert.equal(parley.openai.requests().findLast(({ body }) => 'model' in body)?.body.model, 'gpt-4.1-mini');
  await chat.log.getByRole('button', { name: 'Previous version' }).click();
  await model.getByText('gpt-5.4').waitFor();
  await chat.log.getByRole('button', { name: 'Next version' }).click();
  await model.getByText('gpt-4.1-mini').waitFor();
});

test('forks a conversation at a message, and leaves it as it was', async () => {
  await chat.begin();
  await chat.ask('Hello, for a fork');
  await chat.ask('Hello, not in the fork');
  await take(chat.log.locator('.result').first(), 'More actions', 'Fork from Here');
  await chat.log.getByText('Hello, not in the fork').waitFor({ state: 'detached' });
  await chat.ask('Hello, only in the fork');
  await runCommand(page, 'Parley: Show Conversations');
  await row(/^Hello, for a fork(?! \(fork)/).click();
  await chat.log.getByText('Hello, not in the fork').waitFor();
  assert.equal(await chat.log.getByText('Hello, only in the fork').count(), 0);
});

test('renames, pins and archives, and shows where each is', async () => {
  await runCommand(page, 'Parley: Show Conversations');
  await row(/^Hello, for a fork \(fork\)/).press('F2');
  const title = list().getByRole('textbox', { name: 'New title' });
  await title.fill('The renamed one');
  await title.press('Enter');
  await take(list(), 'More for The renamed one', 'Pin');
  const renamed = { name: /^The renamed one/ };
  await list().getByRole('region', { name: 'Pinned' }).getByRole('button', renamed).waitFor();
  await take(list(), 'More for The renamed one', 'Archive');
  await list().getByRole('region', { name: 'Pinned' }).waitFor({ state: 'detached' });
  await list().getByRole('button', { name: 'Archived (1)' }).click();
  await list().getByRole('region', { name: 'Archived' }).getByRole('button', renamed).waitFor();
  await screenshot(page, 'history-archived');
  await take(list(), 'More for The renamed one', 'Take out of the Archive');
  await take(list(), 'More for The renamed one', 'Unpin');
  await list().getByRole('region', { name: 'Today' }).getByRole('button', renamed).waitFor();
});

test('is copied as Markdown, and exported as a file', async () => {
  await take(list(), 'More for The renamed one', 'Copy as Markdown');
  await page.getByText('Copied the conversation as Markdown').first().waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /^# The renamed one\n/);
  assert.match(copied, /Hello, only in the fork/);
  await take(list(), 'More for The renamed one', 'Export…');
  assert.equal(await exportTo('renamed.md'), copied);
});

test('is exported as JSON with all versions, and imported with where it came from', async () => {
  await take(list(), 'More for Hello, two models', 'Export…');
  const file = join(parley.folder, 'elsewhere.json');
  const whole = JSON.parse(await exportTo('two.json')) as Record<string, unknown>;
  writeFileSync(file, JSON.stringify({ ...whole, title: 'From elsewhere', workspace: 'elsewhere' }));
  await take(list(), 'More for all conversations', 'Import…');
  await answerFileDialog(page, 'Import Conversation', file);
  await chat.log.getByRole('group', { name: 'Version 2 of 2' }).waitFor();
  await runCommand(page, 'Parley: Show Conversations');
  await row(/^From elsewhere/).waitFor();
  await list().getByTitle('Begun in the workspace elsewhere').waitFor();
  await screenshot(page, 'history-imported');
  await list().getByRole('button', { name: 'This workspace' }).click();
  await row(/^From elsewhere/).waitFor({ state: 'detached' });
  await row(/^The renamed one/).waitFor();
});

const list = (): Locator => chat.frame.getByRole('navigation', { name: 'Conversations' });

/** A conversation in the list. */
function row(name: RegExp): Locator {
  return list().getByRole('button', { name });
}

/** Opens a menu of the chat and takes an entry of it. */
async function take(within: Locator, menu: string, entry: string): Promise<void> {
  await within.getByRole('button', { name: menu, exact: true }).click();
  await within.getByRole('menuitem', { name: entry, exact: true }).click();
}

/** Answers the dialog for a file to export to; gives what was written. */
async function exportTo(name: string): Promise<string> {
  const file = join(parley.folder, name);
  await answerFileDialog(page, 'Export Conversation', file);
  return until('the file is written', () => existsSync(file) && readFileSync(file, 'utf8'));
}
