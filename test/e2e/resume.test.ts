import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { answerOf, messageOf, startBackgroundServer, type BackgroundServer } from '../support/backgroundServer.ts';
import { openChat, type Chat } from '../support/chat.ts';
import { openParley, reload, type Parley } from '../support/parley.ts';
import { screenshot, screenshotOfFailure } from '../support/screenshot.ts';
import { until } from '../support/until.ts';

// Answers that run in the background at the server. Each connection gives six events and falls silent, or all that is left.

const words = Array.from({ length: 12 }, (_, index) => `word${index + 1} `);
const eachOnce = new RegExp(`^${words.join('').trim()}$`);
let background: BackgroundServer;
let parley: Parley;
let page: Page;
let chat: Chat;
/** How many more connections fall silent. */
let silences = 0;

before(async () => {
  background = await startBackgroundServer(
    ['one', 'two', 'three', 'four'].map((id) => answerOf(id, messageOf(0, words))),
    () => (silences-- > 0 ? { hang: 6 } : undefined),
  );
  const profile = { name: 'Scripted', baseURL: `${background.server.origin}/v1`, api: 'responses' };
  parley = await openParley({
    settings: {
      'parley.profiles': [profile],
      'parley.activeProfile': profile.name,
      'parley.model': 'gpt-5',
      'parley.background': true,
    },
  });
  page = parley.page;
  chat = await openChat(page);
});
after(async () => {
  await parley.close();
  await background[Symbol.asyncDispose]();
});
afterEach((context) => screenshotOfFailure(context, page));

const answer = () => chat.log.getByRole('article', { name: 'Answer' }).last();
const ended = (count = 1) =>
  until('the turn has ended', async () => (await chat.log.locator('.result').count()) === count);
const takenUp = (id: string) => background.lines().filter((line) => line.startsWith(`GET /responses/${id}?`));

test('an answer goes on where it was after the window was reloaded in the middle of it', async () => {
  silences = 2;
  await chat.send('Count');
  await answer().getByText('word3').waitFor();
  await screenshot(page, 'resume-before-reload');
  await reload(page);
  await answer().getByText('word9').waitFor();
  assert.equal(takenUp('one').length, 1);
  assert.equal(await chat.stop.count(), 1, 'the turn runs');
  await screenshot(page, 'resume-after-reload');
  background.breakSilent();
  await ended();
  assert.match((await answer().innerText()).trim(), eachOnce);
  assert.equal(takenUp('one').length, 2);
  await screenshot(page, 'resume-done');
});

test('an answer goes on where it was after its connection broke', async () => {
  await chat.begin();
  silences = 1;
  await chat.send('Count again');
  await answer().getByText('word3').waitFor();
  background.breakSilent();
  await ended();
  assert.match((await answer().innerText()).trim(), eachOnce);
  assert.equal(takenUp('two').length, 1);
});

test('an answer that the server has forgotten is kept as far as it came, with the reason and a way on', async () => {
  await chat.begin();
  silences = 1;
  await chat.send('Count once more');
  await answer().getByText('word3').waitFor();
  background.forget();
  await reload(page);
  await ended();
  await chat.log.getByText('The server does not have the rest of this answer any more.').waitFor();
  assert.match((await answer().innerText()).trim(), /^word1 word2 word3$/);
  await screenshot(page, 'resume-lost');
  await chat.log.getByRole('button', { name: 'Continue', exact: true }).click();
  await ended(2);
  assert.match((await answer().innerText()).trim(), eachOnce);
});
