import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openChat, type Chat } from '../support/chat.ts';
import { openParley, reopen, type Parley } from '../support/parley.ts';
import { screenshot, screenshotOfFailure } from '../support/screenshot.ts';
import { fillInput, inputBox, pick, runCommand } from '../support/ui.ts';

// One story, told in order: each test goes on where the one before it ended.

let parley: Parley;
let page: Page;
let chat: Chat;
let files: string[];

const filesNow = (): string[] => readdirSync(parley.folder, { recursive: true, encoding: 'utf8' }).toSorted();
const card = () => chat.tool(/Run echo/).last();
const rule = 'Allow `echo …`';
const dialog = () => page.locator('.monaco-dialog-box');

/** The command of the scene runs without a question, and the model is told what it said. */
async function runsUnasked(): Promise<void> {
  await chat.begin();
  assert.match(await chat.ask('Run a command'), /Exit code 0[^]*from-the-terminal/);
}

before(async () => {
  parley = await openParley();
  files = filesNow();
  page = parley.page;
  chat = await openChat(page);
});
after(() => parley.close());
afterEach((context) => screenshotOfFailure(context, page));

test('a command is approved for this workspace, after the card said what that covers', async () => {
  const said = await chat.turn(async () => {
    await chat.send('Run a command');
    await card().getByRole('button', { name: 'Approve for longer' }).click();
    const choice = card().getByRole('menuitem', { name: 'In this workspace' });
    assert.match(await choice.innerText(), /every `echo …` in this workspace/);
    await screenshot(page, 'approval-menu');
    await choice.click();
  });
  assert.match(said, /from-the-terminal/);
});

test('it runs unasked in another conversation, and after a reload', async () => {
  await runsUnasked();
  page = await reopen(parley);
  parley.page = page;
  chat = await openChat(page);
  await runsUnasked();
  assert.deepEqual(filesNow(), files, 'no file of the workspace holds the approval');
});

test('the rule is listed, and revoked after a question that names it', async () => {
  await runCommand(page, 'Parley: Manage Approvals');
  await inputBox(page).widget.getByText('This workspace').waitFor();
  await screenshot(page, 'manage-approvals');
  await pick(page, rule);
  await dialog().getByText(`${rule} (This workspace)`).waitFor();
  await dialog().getByRole('button', { name: 'Revoke' }).click();
  await inputBox(page).widget.getByText('Nothing is approved for longer than one call').waitFor();
  await page.keyboard.press('Escape');
  await chat.begin();
  await chat.turn(async () => {
    await chat.send('Run a command');
    await card().getByRole('button', { name: 'Deny' }).click();
  });
});

test('a rule that denies holds without a question', async () => {
  await runCommand(page, 'Parley: Manage Approvals');
  await pick(page, 'Add a rule for commands…');
  await fillInput(page, 'echo');
  await pick(page, 'Deny always');
  await inputBox(page).widget.getByText('Deny `echo …`').waitFor();
  await page.keyboard.press('Escape');
  await chat.begin();
  assert.match(await chat.ask('Run a command'), /never allows echo …/);
});

test('all rules are revoked together', async () => {
  await runCommand(page, 'Parley: Manage Approvals');
  await pick(page, 'Revoke all…');
  await dialog().getByText('Deny `echo …` (Every workspace)').waitFor();
  await dialog().getByRole('button', { name: 'Revoke' }).click();
  await inputBox(page).widget.getByText('Nothing is approved for longer than one call').waitFor();
  await page.keyboard.press('Escape');
});
