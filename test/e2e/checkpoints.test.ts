import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openChat, type Chat } from '../support/chat.ts';
import { openParley, reopen, type Parley } from '../support/parley.ts';
import { screenshot, screenshotOfFailure } from '../support/screenshot.ts';
import { inputBox, notification, pick, runCommand } from '../support/ui.ts';
import { until } from '../support/until.ts';

// One story, told in order: each test goes on where the one before it ended.

let parley: Parley;
let page: Page;
let chat: Chat;

const place = (name: string): string => join(parley.folder, 'src', name);
const read = (name: string): string => (existsSync(place(name)) ? readFileSync(place(name), 'utf8') : 'no file');
const names = ['money.ts', 'report.ts', 'taxes.ts'] as const;
const files = () => names.map(read);
const messages = () => chat.log.getByRole('article', { name: 'You' });
const note = () => chat.frame.getByRole('note', { name: 'Restored' });
const row = (text: string) => inputBox(page).widget.locator('.monaco-list-row').filter({ hasText: text });
const diff = () => page.getByRole('tab', { name: /report\.ts \(Now ↔ Restored\)/ });
const asks = () => inputBox(page).title.getByText('src/report.ts has changed since Parley wrote it').waitFor();

let atFirst: string[];
let afterTurns: string[];
const mine = '// Mine.\n';

/** Sends the message and approves the one call that it leads to. */
async function change(message: string): Promise<void> {
  await chat.turn(async () => {
    await chat.send(message);
    await chat.log.getByRole('button', { name: 'Approve once' }).click();
  }, 120_000);
}

/** Presses "Restore to here" at the message, and waits for the choice. */
async function restoreTo(message: string): Promise<void> {
  const article = messages().filter({ hasText: message });
  await until('the choice is there', async () => {
    if (await row('Conversation').first().isVisible()) return true;
    await article.hover({ timeout: 5000 });
    await article.getByRole('button', { name: 'Restore to here' }).click({ timeout: 5000 });
    await row('Conversation').first().waitFor({ timeout: 10_000 });
    return true;
  });
}

before(async () => {
  parley = await openParley();
  page = parley.page;
  chat = await openChat(page);
  atFirst = files();
});
after(() => parley.close());
afterEach((context) => screenshotOfFailure(context, page));

test('what restoring would do is shown first; a file that the user changed since is asked about and kept', async () => {
  await change('Write the currency in letters');
  await change('Make a file for taxes');
  assert.match(read('money.ts'), /EUR/);
  assert.match(read('report.ts'), / articles, /);
  assert.match(read('taxes.ts'), /0\.19/);
  writeFileSync(place('report.ts'), mine + read('report.ts'));
  afterTurns = files();
  await restoreTo('Write the currency');
  assert.match(await row('src/money.ts').innerText(), /\+1 −1/);
  assert.match(await row('src/report.ts').innerText(), /\+1 −2, changed since by somebody else: asks first/);
  assert.match(await row('src/taxes.ts').innerText(), /is deleted/);
  await screenshot(page, 'checkpoints-choice');
  await pick(page, 'Files and conversation');
  await asks();
  await pick(page, 'Show Diff');
  await diff().waitFor();
  await asks();
  await page.locator('.monaco-diff-editor .editor.original .view-lines').getByText('Mine.').waitFor();
  await screenshot(page, 'checkpoints-asks');
  await pick(page, 'Keep Mine');
  await note().waitFor();
  assert.match(await note().innerText(), /^2 files restored, 4 messages removed\./);
  assert.deepEqual(files(), [atFirst[0], afterTurns[1], 'no file']);
  assert.equal(await messages().count(), 0);
  assert.equal(await chat.message.inputValue(), 'Write the currency in letters', 'to be sent anew');
  await screenshot(page, 'checkpoints-restored');
});

test('Undo Restore brings all of it back, after a reload too', async () => {
  page = await reopen(parley);
  parley.page = page;
  chat = await openChat(page);
  await note().getByRole('button', { name: 'Undo Restore' }).click();
  await until('the messages are back', async () => (await messages().count()) === 2);
  assert.deepEqual(files(), afterTurns);
  await note().waitFor({ state: 'detached' });
  assert.equal(await chat.message.inputValue(), 'Write the currency in letters', 'what was to be sent anew stays');
  await chat.message.fill('');
});

test('files alone go back from the list of checkpoints, and forward again', async () => {
  await runCommand(page, 'Parley: Restore Checkpoint');
  await until('the checkpoints are listed', () => row('Before an answer in').first().isVisible());
  await screenshot(page, 'checkpoints-list');
  await row('src/money.ts, src/report.ts').last().click();
  await pick(page, 'Files');
  await asks();
  await pick(page, 'Restore');
  const { toast, button } = notification(page, '3 files restored.');
  await toast.waitFor();
  assert.deepEqual(files(), atFirst);
  assert.equal(await messages().count(), 2, 'the conversation stays');
  await button('Undo Restore').click();
  await until('the files are as they were', () => JSON.stringify(files()) === JSON.stringify(afterTurns));
});

test('the conversation alone goes back', async () => {
  await restoreTo('Make a file');
  await pick(page, 'Conversation');
  await until('one message is left', async () => (await messages().count()) === 1);
  assert.deepEqual(files(), afterTurns);
  assert.match(await note().innerText(), /^2 messages removed\./);
  assert.equal(await chat.message.inputValue(), 'Make a file for taxes');
});
