import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { openParley, type Parley } from '../support/parley.ts';
import { screenshotOfFailure } from '../support/screenshot.ts';
import { fillInput, notification, openFile, pick, runCommand, selectLines, webview } from '../support/ui.ts';
import { until } from '../support/until.ts';

let parley: Parley;
const file = (...names: string[]) => join(parley.folder, ...names);

before(async () => {
  parley = await openParley();
  writeFileSync(file('notes.md'), 'A red fox\n\nThe end.\n');
});
after(() => parley.close());
afterEach((context) => screenshotOfFailure(context, parley.page));

test('a picture is made, saved and linked', async () => {
  const { page } = parley;
  await openFile(page, 'notes.md');
  await selectLines(page, 1, 1);
  await runCommand(page, 'Parley: Generate Image');
  await fillInput(page, 'A red fox');
  await pick(page, '1024x1024');
  await pick(page, 'low');
  const { message } = notification(page, /Saved images\/a-red-fox\.png/);
  await message.waitFor();
  assert.deepEqual([...readFileSync(file('images', 'a-red-fox.png')).subarray(1, 4)], [...Buffer.from('PNG')]);
  await page.locator('.view-lines').getByText('![A red fox](images/a-red-fox.png)').first().waitFor();
  const request = parley.openai.requests().find(({ path }) => path.endsWith('/images/generations'));
  assert.equal(request?.body.quality, 'low');
});

test('a picture is edited from the explorer, into a file beside it', async () => {
  const { page } = parley;
  await page.getByRole('treeitem', { name: 'images' }).click();
  await page.getByRole('treeitem', { name: 'a-red-fox.png' }).click({ button: 'right' });
  const entry = page.locator('.monaco-menu .action-menu-item').filter({ hasText: 'Edit Image' });
  await until('the entry is taken', async () => {
    if (await entry.isVisible()) await entry.click({ timeout: 500 });
    return page.locator('.quick-input-title').getByText('Edit a-red-fox.png').isVisible();
  });
  await fillInput(page, 'Make it blue');
  await pick(page, 'Edit the whole picture');
  await until('the edited picture is there', () => existsSync(file('images', 'a-red-fox-edited.png')));
});

test('a selection is spoken in a panel', async () => {
  const { page } = parley;
  await openFile(page, 'notes.md');
  await selectLines(page, 1, 1);
  await runCommand(page, 'Parley: Speak Selection');
  const panel = webview(page, 'panel');
  await panel.getByText('A red fox', { exact: true }).waitFor();
  await panel.getByRole('button', { name: 'Save As…' }).waitFor();
  await panel.getByRole('slider', { name: 'Position' }).waitFor();
});
