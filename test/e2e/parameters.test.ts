import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openChat, type Chat } from '../support/chat.ts';
import { openParley, reopen, type Parley } from '../support/parley.ts';
import { screenshot, screenshotOfFailure } from '../support/screenshot.ts';
import { fillInput, inputBox, pick, runCommand } from '../support/ui.ts';

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

test('what an MCP server is shown is asked for, kept secret, sent with the next message, and taken away again', async () => {
  const token = 'tok-4f1c9a27b3';
  await chat.begin();
  await runCommand(page, 'Parley: Edit Parameters');
  const sheet = chat.frame.getByRole('dialog', { name: 'Parameters' });
  await sheet.getByRole('textbox', { name: 'Name of the MCP server' }).fill('weather');
  await sheet.getByRole('textbox', { name: 'Address of the MCP server' }).fill('https://mcp.example/sse');
  await sheet.getByRole('button', { name: 'Add the MCP server' }).click();
  await sheet.getByRole('button', { name: 'Set the authorization of weather' }).click();
  const { input, message, title } = inputBox(page);
  await title.getByText('Authorization for the MCP Server weather').waitFor();
  await message.getByText(/shows it to mcp\.example/).waitFor();
  assert.equal(await input.getAttribute('type'), 'password');
  await screenshot(page, 'parameters-mcp-token');
  await fillInput(page, token);
  const change = sheet.getByRole('button', { name: 'Change the authorization of weather' });
  await change.waitFor();
  assert.ok(!(await sheet.innerHTML()).includes(token));
  await chat.message.focus();
  await chat.ask('Hello');
  const mcp = { server_label: 'weather', server_url: 'https://mcp.example/sse', require_approval: 'always' };
  assert.ok(sent().includes(JSON.stringify({ type: 'mcp', ...mcp, authorization: token })), sent());

  await runCommand(page, 'Parley: Edit Parameters');
  await change.click();
  await title.getByText('Authorization for the MCP Server weather').waitFor();
  await fillInput(page, '');
  await sheet.getByRole('button', { name: 'Set the authorization of weather' }).waitFor();
  await chat.message.focus();
  await chat.ask('Hello again');
  assert.ok(!sent().includes(token));
});
