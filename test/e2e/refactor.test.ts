import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { openParley, type Parley } from '../support/parley.ts';
import { screenshotOfFailure } from '../support/screenshot.ts';
import { editor, fillInput, openFile, runCommand, selectLines } from '../support/ui.ts';
import { until } from '../support/until.ts';

let parley: Parley;
const text = () => readFileSync(join(parley.folder, 'src', 'orders.ts'), 'utf8');

before(async () => {
  parley = await openParley();
});
after(() => parley.close());
afterEach((context) => screenshotOfFailure(context, parley.page));

async function proposeRefactoring(): Promise<void> {
  const { page } = parley;
  await openFile(page, 'orders.ts');
  await selectLines(page, 15, 36);
  await runCommand(page, 'Parley: Refactor Selection');
  await fillInput(page, '');
  await page.locator('.monaco-diff-editor .editor.modified .view-lines').getByText('bulkQuantity').first().waitFor();
}

test('rejecting the diff leaves the file', async () => {
  const before = text();
  await proposeRefactoring();
  await runCommand(parley.page, 'Parley: Reject Proposed Edit');
  await parley.page.locator('.monaco-diff-editor').waitFor({ state: 'detached' });
  assert.equal(text(), before);
});

test('accepting it is one undo step', async () => {
  const { page } = parley;
  const before = text();
  await proposeRefactoring();
  await runCommand(page, 'Parley: Accept Proposed Edit');
  await page.locator('.monaco-diff-editor').waitFor({ state: 'detached' });
  assert.match(text(), /const bulkQuantity = 10;/);
  assert.match(text(), /^import type \{ Cents \}/);
  await openFile(page, 'orders.ts');
  await editor(page).click();
  await page.keyboard.press('Control+Z');
  await page.keyboard.press('Control+S');
  await until('the file is as it was', () => text() === before);
});
