import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openChat, type Chat } from '../support/chat.ts';
import { openParley, reopen, type Parley } from '../support/parley.ts';
import { screenshot, screenshotOfFailure } from '../support/screenshot.ts';
import { inputBox, pick, runCommand } from '../support/ui.ts';

let parley: Parley;
let page: Page;
let chat: Chat;

before(async () => {
  const profile = {
    name: 'Reviewer',
    instructions: 'Be a strict reviewer.',
    mode: 'ask',
    parameters: { max_output_tokens: 700 },
  };
  parley = await openParley({ settings: { 'parley.chatProfiles': [profile] } });
  page = parley.page;
  chat = await openChat(page);
});
after(() => parley.close());
afterEach((context) => screenshotOfFailure(context, page));

/** The body of the last request of a turn, as JSON. */
const sent = (): string => JSON.stringify(parley.openai.requests().findLast(({ body }) => 'stream' in body)?.body);

test('a parameter that is set in the sheet is sent, named by a chip, and there after a reload', async () => {
  await runCommand(page, 'Parley: Edit Parameters');
  const sheet = chat.frame.getByRole('dialog', { name: 'Parameters' });
  const most = sheet.getByRole('spinbutton', { name: 'Most tokens' });
  await most.fill('500');
  await most.press('Enter');
  const chip = chat.frame.getByRole('button', { name: '500 tokens', exact: true });
  await chip.waitFor();
  await screenshot(page, 'parameters-sheet');
  await most.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  await chat.ask('Hello');
  assert.match(sent(), /"max_(output|completion)_tokens":500|"max_tokens":500/);
  page = await reopen(parley);
  parley.page = page;
  chat = await openChat(page);
  await chat.frame.getByRole('button', { name: '500 tokens', exact: true }).waitFor();
  await chat.ask('Hello again');
  assert.match(sent(), /"max_(output|completion)_tokens":500|"max_tokens":500/);
});

test('a chat profile brings instructions, mode and parameters, to new conversations too', async () => {
  await runCommand(page, 'Parley: Switch Chat Profile');
  await inputBox(page).title.getByText('Switch Chat Profile').waitFor();
  await screenshot(page, 'chat-profiles');
  await pick(page, 'Reviewer');
  await chat.frame.getByRole('button', { name: '700 tokens', exact: true }).waitFor();
  assert.equal(await chat.frame.getByRole('combobox', { name: 'Chat profile' }).inputValue(), 'Reviewer');
  assert.equal(await chat.frame.getByRole('combobox', { name: 'Mode' }).inputValue(), 'ask');
  await chat.begin();
  await chat.frame.getByRole('button', { name: '700 tokens', exact: true }).waitFor();
  await chat.ask('Hello');
  assert.match(sent(), /Be a strict reviewer\./);
  assert.match(sent(), /"max_(output|completion)_tokens":700|"max_tokens":700/);
  await chat.frame.getByRole('combobox', { name: 'Chat profile' }).selectOption({ label: 'No profile' });
  await chat.frame.getByRole('button', { name: '700 tokens', exact: true }).waitFor({ state: 'detached' });
});
