import assert from 'node:assert/strict';
import { readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { Chat, openChat } from '../support/chat.ts';
import { openParley, reopen, type Parley } from '../support/parley.ts';
import { screenshot, screenshotOfFailure } from '../support/screenshot.ts';
import { runCommand } from '../support/ui.ts';
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

test('says that answers are canned', async () => {
  await chat.frame.getByText('offline demo: canned answers').waitFor();
});

test('answers', async () => {
  assert.equal(await chat.ask('Hello'), 'Hello! What shall we look at?');
});

test('reads a file with a tool, thinks, and shows what it cost', async () => {
  const answer = await chat.ask('Where is the total of an order computed?');
  assert.match(answer, /orderTotal/);
  await chat.tool('Tool: Read src/orders.ts, lines 15–36').waitFor();
  await chat.log
    .getByText(/Thought for/)
    .first()
    .waitFor();
  await chat.log
    .getByText(/\$0\.\d+/)
    .last()
    .waitFor();
  const request = parley.openai.requests().findLast(({ path }) => path.includes('responses'));
  assert.match(JSON.stringify(request?.body), /export function orderTotal/, 'the file went to the model');
});

test('draws Markdown: tables, tasks, formulas, highlighted code', async () => {
  await chat.ask('Show me what Markdown can do');
  const answer = chat.log.getByRole('article', { name: 'Answer' }).last();
  await answer.getByRole('cell', { name: 'TypeScript' }).waitFor();
  assert.equal(await answer.locator('li.task').count(), 2);
  await answer.locator('math').first().waitFor();
  await answer.locator('pre code span[class*=hljs]').first().waitFor();
  await screenshot(page, 'markdown');
});

test('asks before it writes: denied, nothing is written, and the model is told why', async () => {
  const path = join(parley.folder, 'src', 'coupons.ts');
  await chat.turn(async () => {
    await chat.send('Create a file');
    const card = chat.tool(/src\/coupons\.ts/).last();
    await card.getByPlaceholder(/Why not/).fill('not in this folder');
    await screenshot(page, 'approval');
    await card.getByRole('button', { name: 'Deny' }).click();
  });
  assert.equal(existsSync(path), false);
  assert.match(JSON.stringify(parley.openai.requests().at(-1)?.body), /not in this folder/);
});

test('asks before it writes: approved, the file is there', async () => {
  await chat.turn(async () => {
    await chat.send('Create a file, please');
    await chat
      .tool(/src\/coupons\.ts/)
      .last()
      .getByRole('button', { name: 'Approve once' })
      .click();
  });
  assert.match(readFileSync(join(parley.folder, 'src', 'coupons.ts'), 'utf8'), /WELCOME/);
});

test('stops', async () => {
  await chat.turn(async () => {
    await chat.send('Count slowly');
    await chat.log.getByText(/number 3\b/).waitFor();
    await chat.stop.click();
  });
  await chat.log.getByText('Stopped.').waitFor();
  await chat.log.getByText(/about \d+ out/).waitFor();
  await screenshot(page, 'stopped');
});

test('shows an error as a card with its next steps, and retries', async () => {
  await chat.turn(() => chat.send('Fail with 401'));
  await chat.log.getByRole('button', { name: 'Set API Key' }).waitFor();
  await screenshot(page, 'error');
  const before = parley.openai.requests().length;
  await chat.log.getByRole('button', { name: 'Retry' }).last().click();
  await until('the request was made again', () => parley.openai.requests().length > before);
});

test('keeps the part of an answer that arrived before the connection broke', async () => {
  await chat.turn(() => chat.send('Break off'));
  await chat.log
    .getByText(/number 2\b/)
    .last()
    .waitFor();
  await chat.log.getByText('The connection failed').waitFor();
});

test('sends an edited message again in place of what came after it', async () => {
  await chat.begin();
  await chat.ask('Hello');
  await chat.log.getByRole('article', { name: 'You' }).hover();
  await chat.log.getByRole('button', { name: 'Edit and send again' }).click();
  await chat.message.fill('Where is the total of an order computed?');
  await chat.message.press('Enter');
  await chat.log.getByRole('article', { name: 'Answer' }).getByText('Nothing else changes a price.').waitFor();
  assert.equal(await chat.log.getByRole('article', { name: 'You' }).count(), 1);
});

test('opens an earlier conversation', async () => {
  await runCommand(page, 'Parley: Show Conversations');
  await chat.frame.getByRole('navigation', { name: 'Conversations' }).waitFor();
  await screenshot(page, 'conversations');
  await chat.frame.locator('[aria-current=false]').filter({ hasText: 'Hello' }).click();
  await chat.log.getByText('The connection failed').waitFor();
});

test('opens in an editor tab', async () => {
  await runCommand(page, 'Parley: Open Chat in Editor Tab');
  const tab = new Chat(page, 'panel');
  await tab.message.waitFor();
  assert.equal(await tab.ask('Hello'), 'Hello! What shall we look at?');
  await screenshot(page, 'editor-tab');
  await runCommand(page, 'View: Close Editor');
});

test('loses nothing in a reload in mid-answer', async () => {
  await chat.begin();
  await chat.send('Count slowly, from one');
  await chat.log.getByText(/number 12\b/).waitFor();
  page = await reopen(parley);
  chat = await openChat(page);
  await runCommand(page, 'Parley: Show Conversations');
  await chat.frame.getByRole('button', { name: /^Count slowly, from one/ }).click();
  await chat.log.getByText(/number 12\b/).waitFor();
  await screenshot(page, 'after-reload');
});
