import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { openChat, type Chat } from '../support/chat.ts';
import { openParley, reopen, type Parley } from '../support/parley.ts';
import { screenshot, screenshotOfFailure } from '../support/screenshot.ts';
import { inputBox, pick, runCommand } from '../support/ui.ts';
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

/** The names of the tools in the last request of a turn. */
function offered(): string[] {
  const { tools = [] } = (parley.openai.requests().findLast(({ body }) => 'tools' in body)?.body ?? {}) as {
    tools?: { name: string }[];
  };
  return tools.map(({ name }) => name);
}

async function openPicker(): Promise<void> {
  await chat.frame.getByRole('button', { name: 'Choose tools' }).click();
  await inputBox(page).title.getByText('Choose Tools').waitFor();
}

const row = (name: string): Locator => inputBox(page).widget.locator('.monaco-list-row').filter({ hasText: name });

const isChecked = async (name: string): Promise<boolean> => {
  await inputBox(page).input.fill(name);
  return row(name).first().getByRole('checkbox').isChecked();
};

async function closePicker(key: 'Enter' | 'Escape'): Promise<void> {
  await page.keyboard.press(key);
  await inputBox(page).widget.waitFor({ state: 'hidden' });
}

test('a tool that is not checked is not offered, also after a reload', async () => {
  await chat.ask('Hello');
  assert.ok(offered().includes('read_file') && offered().includes('search_text'));
  await openPicker();
  await inputBox(page).input.fill('search_text');
  await pick(page, 'search_text');
  await closePicker('Enter');
  await chat.ask('Hello');
  assert.ok(offered().includes('read_file') && !offered().includes('search_text'));
  page = await reopen(parley);
  parley.page = page;
  chat = await openChat(page);
  await chat.begin();
  await chat.ask('Hello');
  assert.ok(offered().includes('read_file') && !offered().includes('search_text'));
});

test('a picker that is left changes nothing, and by keyboard alone the tool comes back', async () => {
  await openPicker();
  assert.equal(await isChecked('search_text'), false);
  assert.equal(await isChecked('read_file'), true);
  await pick(page, 'read_file');
  await closePicker('Escape');
  await chat.frame.getByRole('button', { name: 'Choose tools' }).focus();
  await page.keyboard.press('Enter');
  await inputBox(page).title.getByText('Choose Tools').waitFor();
  await page.keyboard.type('search_text');
  await until('one row is left', async () => (await row('search_text').count()) === 1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await closePicker('Enter');
  await chat.ask('Hello');
  assert.ok(offered().includes('read_file') && offered().includes('search_text'));
});

for (const theme of ['Dark Modern', 'Light Modern', 'Dark High Contrast']) {
  test(`lists the tools in ${theme}`, async () => {
    await runCommand(page, 'Preferences: Color Theme');
    await inputBox(page).input.fill(theme);
    await pick(page, theme);
    await inputBox(page).widget.waitFor({ state: 'hidden' });
    await openPicker();
    await row('read_file').first().waitFor();
    await screenshot(page, `choose-tools-${theme.toLowerCase().replaceAll(' ', '-')}`);
    await closePicker('Escape');
  });
}
