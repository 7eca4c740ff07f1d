import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { FrameLocator } from 'playwright-core';
import { openChat, type Chat } from '../support/chat.ts';
import { leaksInBrowser, leaksOnDisk, recordedMessages, recordMessages } from '../support/leaks.ts';
import { openParley, type Parley } from '../support/parley.ts';
import { screenshot, screenshotOfFailure } from '../support/screenshot.ts';
import { answerFileDialog, fillInput, inputBox, lastView, notification, pick, runCommand } from '../support/ui.ts';
import { until } from '../support/until.ts';

// One story, told in order: each test goes on where the one before it ended.

const secret = `sk-${randomBytes(18).toString('hex')}`;
/** Goes the same ways as the key must not: it shows that the search looks there. */
const marker = `marker${randomBytes(18).toString('hex')}`;
const folder = mkdtempSync(join(tmpdir(), 'parley-requests-'));
let parley: Parley;
let chat: Chat;
let panel: FrameLocator;

const rows = () => panel.locator('.rows > .listRow');
const chatRows = () => rows().filter({ hasText: 'Chat: ' });
const tab = (name: string) => panel.getByRole('tab', { name });
const dialog = (label: string) => parley.page.getByRole('dialog').getByRole('button', { name: label });
const cells = () => parley.page.locator('.notebookOverlay .cell .view-lines');
/** The files of recorded requests that hold the text. */
const recorded = (text: string) => leaksOnDisk([folder], text).filter(({ where }) => where.endsWith('.jsonl'));
const exported = () => join(parley.folder, 'requests.json');

before(async () => {
  parley = await openParley({ openai: { apiKey: secret }, userDataDir: folder });
  await parley.context.addInitScript(recordMessages);
  chat = await openChat(parley.page);
});
after(async () => {
  await parley.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});
afterEach((context) => screenshotOfFailure(context, parley.page));

test('the panel shows what a chat asked, and what it took', async () => {
  const { page } = parley;
  await runCommand(page, 'Parley: Set API Key');
  await inputBox(page).title.getByText('API Key for').waitFor();
  await fillInput(page, secret);
  await notification(page, /The key for .* is set\./).toast.waitFor();
  await runCommand(page, 'Parley: Show Requests');
  panel = lastView(page);
  await panel.getByRole('searchbox', { name: 'Filter requests' }).waitFor();
  await chat.ask(`hello ${marker}`);
  const row = chatRows().filter({ hasText: '200' }).last();
  await row.waitFor();
  const heads = await panel.getByRole('columnheader').allInnerTexts();
  const cells = await row.getByRole('gridcell').allInnerTexts();
  const shown = Object.fromEntries(heads.map((head, column) => [head, cells[column]?.trim()]));
  assert.match(shown.Feature ?? '', /^Chat: hello/);
  assert.deepEqual([shown.Request, shown.Model, shown.Status], ['POST /responses', 'gpt-5.4', '200']);
  for (const head of ['Time', 'First token', 'Duration', 'Tokens']) assert.match(shown[head] ?? '', /\d/, head);
  // What nobody bills has no price.
  assert.equal(shown.Cost, '');
  await screenshot(page, 'requests');
});

test('a request is walked through by keyboard, down to its events', async () => {
  await panel.getByRole('grid', { name: 'Requests' }).press('End');
  await tab('Overview').waitFor();
  const facts = panel.getByRole('tabpanel').locator('dl');
  for (const name of ['First token', 'Duration', 'Tokens', 'Request id', 'x-ratelimit-remaining-requests']) {
    await facts.getByText(name, { exact: true }).waitFor();
  }
  await tab('Overview').press('ArrowRight');
  await panel
    .getByRole('tree', { name: 'Request' })
    .getByRole('treeitem', { name: /^model: / })
    .waitFor();
  await tab('Request').press('ArrowRight');
  const events = panel.getByRole('list', { name: 'Events' });
  await events.getByRole('button').first().click();
  await events.getByRole('treeitem').first().waitFor();
  await screenshot(parley.page, 'requests-events');
  await tab('Answer').press('ArrowRight');
  await panel.getByText('content-type').first().waitFor();
  assert.equal(await panel.getByText('authorization', { exact: false }).count(), 0);
});

test('it is copied as code in three languages, with the key as a variable', async () => {
  const languages = {
    curl: /^curl .*\/responses/,
    TypeScript: /client\.responses\.create\(/,
    Python: /^import os|^from openai/m,
  };
  for (const [name, code] of Object.entries(languages)) {
    await panel.getByRole('button', { name }).click();
    await parley.page.getByText(`Copied as ${name}`).first().waitFor();
    const copied = await parley.page.evaluate(() => navigator.clipboard.readText());
    assert.match(copied, code);
    assert.ok(copied.includes(marker) && !copied.includes(secret));
  }
});

test('two requests are compared', async () => {
  const { page } = parley;
  await chat.ask('hello again');
  await until('both are there', async () => (await chatRows().filter({ hasText: '200' }).count()) >= 2);
  await panel.getByRole('button', { name: 'Compare with…' }).click();
  await inputBox(page).title.getByText('Compare POST').waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.monaco-diff-editor').first().waitFor();
  await page.getByRole('tab', { name: /^Request: / }).waitFor();
  await screenshot(page, 'requests-compared');
});

test('a request is saved as a cell of a notebook', async () => {
  const { page } = parley;
  await runCommand(page, 'View: Close All Editors');
  await panel.getByRole('button', { name: 'Save as Cell' }).click();
  await cells().getByText(`hello ${marker}`).first().waitFor();
});

test('a request is edited and sent again, and is in the list', async () => {
  const { page, openai } = parley;
  await panel.getByRole('button', { name: 'Edit and Resend' }).click();
  await page.getByRole('button', { name: 'Cell 2 of 2' }).waitFor();
  await page.locator('.notebookOverlay .monaco-editor.focused').first().waitFor();
  const edited = { model: 'gpt-4.1', input: 'hello, edited' };
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(`POST /responses\n\n${JSON.stringify(edited)}`);
  await cells().getByText('hello, edited').first().waitFor();
  await runCommand(page, 'Notebook: Run All');
  await rows().filter({ hasText: 'cell 2' }).filter({ hasText: '200' }).first().waitFor();
  assert.deepEqual(openai.requests().at(-1)?.body, edited);
  await screenshot(page, 'requests-cell');
});

test('the list is filtered', async () => {
  const filter = panel.getByRole('searchbox', { name: 'Filter requests' });
  await filter.fill('cell gpt-4.1');
  await until('only the cell is left', async () => (await rows().count()) === 1);
  await filter.fill('');
});

test('nothing is written unless the user wants it; then requests are in a file', async () => {
  assert.deepEqual(recorded(marker), []);
  await panel.getByRole('button', { name: 'Record: write requests to a file as well' }).click();
  await dialog('Record').click();
  await panel.getByRole('button', { name: 'Stop writing requests to a file' }).waitFor();
  await chat.ask('hello, recorded');
  await until('it is in a file', () => recorded('hello, recorded').length > 0);
});

test('the session is exported, and answers without the server: the same answer is shown again', async () => {
  const { page, openai } = parley;
  const answer = await chat.ask('the question to replay');
  await panel.getByRole('button', { name: 'Export these requests as a fixture' }).click();
  await answerFileDialog(page, 'Export Requests as Fixture', exported());
  await until('the file is there', () => existsSync(exported()) && readFileSync(exported()).length > 0);
  const text = readFileSync(exported(), 'utf8');
  assert.ok(text.includes(marker) && text.includes('the question to replay'));
  await panel.getByRole('button', { name: 'Replay a fixture offline' }).click();
  await answerFileDialog(page, 'Replay Requests from a Fixture', exported());
  await pick(page, 'At once');
  await panel.getByRole('button', { name: /^Replaying Replay of requests\.json/ }).waitFor();
  const asked = openai.requests().length;
  await chat.begin();
  assert.equal(await chat.ask('the question to replay'), answer);
  assert.equal(openai.requests().length, asked);
  await screenshot(page, 'requests-replayed');
  await panel.getByRole('button', { name: /^Replaying/ }).click();
  await panel.getByRole('button', { name: /^Replaying/ }).waitFor({ state: 'detached' });
  await chat.ask('hello to the server');
  assert.ok(openai.requests().length > asked);
});

test('what is paused is not noted, and what is cleared is gone', async () => {
  await panel.getByRole('button', { name: 'Clear' }).click();
  await panel.getByText('No requests yet.').waitFor();
  await panel.getByRole('button', { name: /^Pause/ }).click();
  await panel.getByText('Paused: nothing is noted').waitFor();
  await chat.ask('hello unseen');
  await panel.getByRole('button', { name: /^Resume/ }).click();
  await chat.ask('hello seen');
  await chatRows().first().waitFor();
  assert.equal(await chatRows().count(), 1);
});

test('the key is nowhere', async () => {
  const { page } = parley;
  const { entries, leaks } = await leaksInBrowser(page, secret);
  assert.ok(Object.keys(entries).length > 0);
  assert.deepEqual(leaks, []);
  assert.ok(leaksOnDisk([folder, parley.folder], marker).some(({ where }) => where === exported()));
  assert.deepEqual(leaksOnDisk([folder, parley.folder], secret), []);
  const messages = await recordedMessages(page);
  assert.ok(messages.includes(marker));
  // What is typed is in the page of VS Code, never in a webview.
  assert.ok(!messages.includes(secret));
});
