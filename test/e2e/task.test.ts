import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openChat, type Chat } from '../support/chat.ts';
import { openParley, type Parley } from '../support/parley.ts';
import { screenshot, screenshotOfFailure } from '../support/screenshot.ts';
import { holdFile, taskFiles } from '../support/taskScene.ts';
import { runCommand, widenSideBar } from '../support/ui.ts';
import { until } from '../support/until.ts';

// One turn, told in order: each test goes on where the one before it ended.

const patient = { timeout: 90_000 };
const patientUntil = { timeoutMs: 90_000 };

let parley: Parley;
let page: Page;
let chat: Chat;

const text = (name: string): string => readFileSync(join(parley.folder, 'src', name), 'utf8');
const button = (card: RegExp, name: string) => chat.tool(card).last().getByRole('button', { name });
const lens = (label: string) =>
  page.locator('.codelens-decoration a').filter({ hasText: new RegExp(`^\\W*${label}$`) });
const tab = (name: RegExp) => page.getByRole('tab', { name });

before(async () => {
  parley = await openParley({ files: taskFiles });
  page = parley.page;
  chat = await openChat(page);
  await widenSideBar(page, 90);
});
after(() => parley.close());
afterEach((context) => screenshotOfFailure(context, page));

test('the tests run with their output in view, and fail', async () => {
  await chat.send('Rename orderTotal to totalOf and make the test pass');
  await button(/Run npm test/, 'Approve for longer').click(patient);
  await chat
    .tool(/Run npm test/)
    .last()
    .getByRole('menuitem', { name: 'For this conversation' })
    .click();
  await chat
    .tool(/Run npm test/)
    .last()
    .getByLabel('Output so far')
    .getByText('nothing costs nothing')
    .waitFor(patient);
  const steps = chat.frame.getByRole('list', { name: 'Steps of the plan' });
  await steps.locator('[aria-current=step]').getByText('Run the tests').waitFor();
  await screenshot(page, 'task-running');
  rmSync(join(parley.folder, holdFile));
});

test('the symbol is renamed in every file', async () => {
  await button(/Rename orderTotal to totalOf/, 'Approve once').click(patient);
  await until('all files have the new name', () =>
    ['orders.ts', 'report.ts', 'orders.test.ts'].every((name) => /\btotalOf\(/.test(text(name))),
  );
  for (const name of ['orders.ts', 'report.ts', 'orders.test.ts']) assert.doesNotMatch(text(name), /orderTotal/);
});

test('the fix is shown in all files, as a diff and inline', async () => {
  await button(/Change 2 files/, 'Approve once').waitFor(patient);
  await runCommand(page, 'View: Toggle Panel Visibility');
  await page.locator('.multiDiffEditor .editor.modified').first().waitFor(patient);
  await page.locator('.multiDiffEditor').getByText('1000').first().waitFor(patient);
  await screenshot(page, 'task-files');
  await button(/Change 2 files/, 'src/orders.ts').click();
  await page.locator('.monaco-diff-editor .editor.modified .view-lines').getByText('1000').first().waitFor(patient);
  await screenshot(page, 'task-diff');
  await runCommand(page, 'Parley: Show Proposed Edit Inline');
  await until('each change has its lens', async () => (await lens('Accept').count()) === 3, patientUntil);
  await screenshot(page, 'task-inline');
});

test('one change is accepted, one rejected, one corrected', async () => {
  await lens('Reject').nth(1).click();
  await until('the second is gone', async () => (await lens('Accept').count()) === 2, patientUntil);
  await lens('Accept').first().click();
  await until('the first is written', () => text('orders.ts').includes('>= 10'), patientUntil);
  await until('the third is left', async () => (await lens('Accept').count()) === 1, patientUntil);
  const line = page.locator('.editor-group-container.active .view-line').filter({ hasText: 'Check this.' });
  await until('the third is corrected', async () => {
    if ((await line.count()) === 0) return true;
    await line.click({ timeout: 5000 });
    await page.keyboard.press('End');
    await page.keyboard.press('Shift+Home');
    await page.keyboard.insertText('// A coupon never pays out.');
    return (await line.count()) === 0;
  });
  assert.doesNotMatch(text('orders.ts'), /never pays out/, 'nothing of it is written yet');
  await screenshot(page, 'task-corrected');
  await button(/Change 2 files/, 'Approve once').click();
});

test('the tests run again without a question and pass; nothing is left open', async () => {
  await chat.log.locator('.result').waitFor(patient);
  assert.match(
    text('orders.ts'),
    /quantity >= 10[^]*total - 500;[^]*\/\/ A coupon never pays out\.\n {2}if \(total < 0\)/,
  );
  assert.match(text('report.ts'), /const items = /);
  const sent = JSON.stringify(parley.openai.requests().at(-1)?.body);
  assert.match(sent, /accepted 2 of 3 changes[^]*A coupon never pays out/, 'the model knows what was made of its edit');
  assert.match(sent, /# fail 1|fail 1/);
  assert.match(sent, /Exit code 0[^]*fail 0/);
  await chat.frame.getByText('4 of 4 done', { exact: true }).waitFor();
  const card = chat.tool(/Change 2 files/).last();
  await card.getByRole('list', { name: 'Changed files' }).getByText('+2').waitFor();
  await until('the reviews are closed', async () => (await tab(/Change 2 files/).count()) === 0);
  assert.equal(await page.locator('.tab.dirty').count(), 0);
  assert.equal(await lens('Accept').count(), 0);
  await screenshot(page, 'task-done');
});
