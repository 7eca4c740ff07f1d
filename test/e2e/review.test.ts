import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openChat, type Chat } from '../support/chat.ts';
import { openParley, type Parley } from '../support/parley.ts';
import { screenshot, screenshotOfFailure } from '../support/screenshot.ts';
import { inputBox, pick, runCommand } from '../support/ui.ts';
import { until } from '../support/until.ts';

// One story, told in order: each test goes on where the one before it ended.

let parley: Parley;
let page: Page;
let chat: Chat;

const text = (name: string): string => readFileSync(join(parley.folder, 'src', name), 'utf8');
const card = () => chat.tool(/Change 2 files/).last();
const lens = (label: string) =>
  page.locator('.codelens-decoration a').filter({ hasText: new RegExp(`^\\W*${label}$`) });

before(async () => {
  parley = await openParley();
  page = parley.page;
  chat = await openChat(page);
});
after(() => parley.close());
afterEach((context) => screenshotOfFailure(context, page));

test('the card names the files with their lines, and all are shown in one tab', async () => {
  await chat.send('Raise the discount');
  await card().getByRole('list', { name: 'Changed files' }).getByText('+3').waitFor();
  await page.getByRole('tab', { name: /Change 2 files/ }).waitFor();
  await page.locator('.multiDiffEditor .editor.modified').first().waitFor();
  await page.locator('.editor-actions').getByRole('button', { name: 'Accept Proposed Edit' }).first().waitFor();
  await screenshot(page, 'review-files');
});

test('each file opens as a diff, and alone in an editor', async () => {
  await card().getByRole('button', { name: 'src/orders.ts' }).click();
  await page.locator('.monaco-diff-editor .editor.modified .view-lines').getByText('1000').first().waitFor();
  await screenshot(page, 'review-diff');
  await runCommand(page, 'Parley: Show Proposed Edit Inline');
  await lens('Accept').first().waitFor();
});

for (const [theme, className] of [
  ['Light Modern', 'vs'],
  ['Dark High Contrast', 'hc-black'],
  ['Dark Modern', 'vs-dark'],
] as const) {
  test(`changes are marked in ${theme}`, async () => {
    await runCommand(page, 'Preferences: Color Theme');
    await inputBox(page).input.fill(theme);
    await pick(page, theme);
    await page.locator(`.monaco-workbench.${className}`).waitFor();
    await inputBox(page).widget.waitFor({ state: 'hidden' });
    await lens('Reject').first().waitFor();
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    await screenshot(page, `review-inline-${theme.replaceAll(' ', '-').toLowerCase()}`);
  });
}

test('a change is accepted by its lens and one by keys; the model is told what was taken', async () => {
  await lens('Reject').first().click();
  await until(
    'one change is gone',
    async () => (await page.locator('.view-lines').getByText('In cents').count()) === 0,
  );
  await lens('Accept').first().click();
  await until('the first is written', () => text('orders.ts').includes('* 0.85'));
  assert.ok(text('orders.ts').includes('total - 500'), 'the other is not');
  await until('one change is left', async () => (await lens('Accept').count()) === 1);
  await page.keyboard.press('Control+Alt+Shift+U');
  await until('no change is left in the file', async () => (await lens('Accept').count()) === 0);
  await card().getByRole('button', { name: 'Approve once' }).click();
  await chat.log.locator('.result').waitFor();
  assert.match(text('report.ts'), /const items = /);
  assert.doesNotMatch(text('orders.ts'), /In cents|1000/);
  assert.match(JSON.stringify(parley.openai.requests().at(-1)?.body), /accepted 1 of 3 changes/);
});
