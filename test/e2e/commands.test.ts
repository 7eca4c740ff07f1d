import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { Chat } from '../support/chat.ts';
import { openParley, type Parley } from '../support/parley.ts';
import { screenshotOfFailure } from '../support/screenshot.ts';
import { contextMenu, fillInput, notification, openFile, runCommand, selectLines } from '../support/ui.ts';
import { until } from '../support/until.ts';
import { reached } from '../support/window.ts';

let parley: Parley;
const text = (name: string) => readFileSync(join(parley.folder, 'src', name), 'utf8');

before(async () => {
  parley = await openParley();
});
after(() => parley.close());
afterEach((context) => screenshotOfFailure(context, parley.page));

async function selectTotal(): Promise<void> {
  await openFile(parley.page, 'orders.ts');
  await selectLines(parley.page, 15, 36);
}

test('the context menu explains a selection in the chat', async () => {
  const { page } = parley;
  await selectTotal();
  const chat = new Chat(page);
  const answer = await chat.turn(() => contextMenu(page, 'Parley', 'Explain Selection'));
  assert.match(answer, /orderTotal/);
  await chat.log.getByRole('article', { name: 'You' }).getByText('src/orders.ts:15–36').waitFor();
});

test('a key puts the selection into the composer, which has the focus', async () => {
  const { page } = parley;
  await selectTotal();
  await page.keyboard.press('Control+Alt+Shift+A');
  const chat = new Chat(page);
  await chat.frame.locator('.composer').getByText('src/orders.ts:15–36').waitFor();
  await until('the composer has the focus', () => chat.message.evaluate((field) => field.matches(':focus')));
  await page.keyboard.type('hello');
  await chat.turn(() => page.keyboard.press('Enter'));
  assert.equal(await chat.message.inputValue(), '');
});

test('documentation ends as a diff, accepted in its title bar', async () => {
  const { page } = parley;
  const before = text('money.ts');
  await openFile(page, 'money.ts');
  await selectLines(page, 4, 6);
  await contextMenu(page, 'Parley', 'Add Documentation');
  await page.locator('.monaco-diff-editor .editor.modified .view-lines').waitFor();
  assert.equal(text('money.ts'), before);
  await page
    .locator('.editor-actions')
    .getByRole('button', { name: /^Accept Proposed Edit/ })
    .first()
    .click();
  await page.locator('.monaco-diff-editor').waitFor({ state: 'detached' });
  assert.notEqual(text('money.ts'), before);
  assert.ok(text('money.ts').includes('export function formatCents'));
});

test('a refactoring that changes nothing says so', async () => {
  const { page } = parley;
  await openFile(page, 'money.ts');
  await selectLines(page, 1, 2);
  await runCommand(page, 'Parley: Refactor Selection');
  await fillInput(page, 'Make it shorter');
  await notification(page, 'found nothing to change').toast.waitFor();
});

test('an instruction is offered again', async () => {
  const { page } = parley;
  await runCommand(page, 'Parley: Refactor Selection');
  await page.locator('.quick-input-widget').getByText('Make it shorter').waitFor();
  await page.keyboard.press('Escape');
});

test('a chat in an editor tab comes back with its conversation after a reload', async () => {
  const { page } = parley;
  await runCommand(page, 'Parley: Open Chat in Editor Tab');
  const panel = new Chat(page, 'panel');
  await panel.log.getByText('src/orders.ts:15–36').first().waitFor();
  await page.evaluate(() => document.body.classList.add('before-reload'));
  await runCommand(page, 'Developer: Reload Window');
  await page.locator('body:not(.before-reload)').waitFor();
  await reached(page, 'code/didLoadExtensions');
  const again = new Chat(page, 'panel');
  await again.log.getByText('src/orders.ts:15–36').first().waitFor();
});

test('without a key a command says what is missing and offers it', async () => {
  await parley.close();
  parley = await openParley({ settings: { 'parley.activeProfile': 'OpenAI' } });
  const { page } = parley;
  await openFile(page, 'money.ts');
  await runCommand(page, 'Parley: Add Documentation');
  const message = notification(page, 'No API key is set for OpenAI');
  await message.toast.waitFor();
  await message.button('Set API Key').click();
  await page.locator('.quick-input-widget input[type="password"]').waitFor();
});
