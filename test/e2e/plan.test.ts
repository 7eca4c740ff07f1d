import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openChat, type Chat } from '../support/chat.ts';
import { openParley, type Parley } from '../support/parley.ts';
import { screenshot, screenshotOfFailure } from '../support/screenshot.ts';
import { until } from '../support/until.ts';

// One story, told in order: each test goes on where the one before it ended.

let parley: Parley;
let page: Page;
let chat: Chat;

const mode = () => chat.frame.getByRole('combobox', { name: 'Mode' });
const toolsSent = (): readonly string[] => {
  const { tools } = parley.openai.requests().at(-1)?.body ?? {};
  return (tools as { name: string }[] | undefined)?.map(({ name }) => name) ?? [];
};

before(async () => {
  parley = await openParley();
  page = parley.page;
  chat = await openChat(page);
});
after(() => parley.close());
afterEach((context) => screenshotOfFailure(context, page));

test('Plan mode reads and ends in a plan that opens beside the chat', async () => {
  await mode().selectOption('plan');
  await until('the mode is Plan', async () => (await mode().inputValue()) === 'plan');
  await chat.send('Plan the coupons');
  await chat.log.getByText('Start the plan “Coupons”?').waitFor();
  assert.ok(toolsSent().includes('present_plan') && !toolsSent().includes('edit_file'));
  await page.getByRole('tab', { name: /^coupons-/ }).waitFor();
  await page.locator('.monaco-editor .view-lines').getByText('never below zero').waitFor();
  await screenshot(page, 'plan');
});

test('the plan is carried out in Agent mode as it was edited', async () => {
  const editor = page.locator('.monaco-editor').filter({ hasText: 'Coupons' }).first();
  await editor.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('And say so in the README.');
  await chat.turn(() => chat.frame.getByRole('button', { name: /Start in Agent Mode/ }).click());
  await chat.log.getByRole('article', { name: 'Answer' }).getByText('And say so in the README.').waitFor();
  assert.equal(await mode().inputValue(), 'agent');
  assert.ok(toolsSent().includes('edit_file') && !toolsSent().includes('present_plan'));
  assert.equal(await page.getByRole('tab', { name: /^coupons-/ }).count(), 0);
});
