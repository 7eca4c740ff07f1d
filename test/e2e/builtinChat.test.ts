import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { openBuiltinChat, type BuiltinChat } from '../support/builtinChat.ts';
import type { Parley } from '../support/parley.ts';
import { screenshot, screenshotOfFailure } from '../support/screenshot.ts';

let parley: Parley;
let chat: BuiltinChat;

before(async () => {
  ({ parley, chat } = await openBuiltinChat());
});
after(() => parley.close());
afterEach((context) => screenshotOfFailure(context, parley.page));

test('answers in agent mode, without any sign-in', async () => {
  await chat.ask('Hello there', 'What shall we look at?');
  assert.equal(await parley.page.locator('.monaco-dialog-box').count(), 0);
  await screenshot(parley.page, 'builtin-chat-agent');
});

test('calls the tools of VS Code', async () => {
  await chat.ask('Where does it say WELCOME?', /The tool says:[^]*orders\.ts/);
});

test('calls our tools once the user has allowed it', async () => {
  await chat.send('Ask the API for its models');
  const allow = chat.session.getByRole('button', { name: /^Allow/ }).first();
  await allow.waitFor();
  const { host } = new URL(parley.openai.url);
  assert.match(await chat.session.innerText(), new RegExp(`GET /v1/models at ${host}[^]*Cost:`));
  await screenshot(parley.page, 'builtin-chat-confirmation');
  await allow.click();
  await chat.answers(/The tool says:[^]*gpt-4\.1/);
  await screenshot(parley.page, 'builtin-chat-tool');
});

test('answers in ask mode', async () => {
  await chat.chooseMode('Ask');
  await chat.ask('What does this show of what Markdown can do?', 'The end.');
  await screenshot(parley.page, 'builtin-chat-ask');
});

test('says what an error means and what to do', async () => {
  await chat.ask('Fail with 429', 'Add credit at the provider');
  const shown = await chat.ask('Fail with 400', 'The request is malformed. Another model may take it.');
  assert.doesNotMatch(shown, /\.js:\d/, 'It shows a stack.');
  await screenshot(parley.page, 'builtin-chat-error');
});

test('stops', async () => {
  await chat.ask('Count slowly', 'number 3,');
  await chat.stop();
  assert.doesNotMatch(await chat.answer.innerText(), /number 300/);
});
