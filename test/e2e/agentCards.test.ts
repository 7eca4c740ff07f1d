import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openChat, type Chat } from '../support/chat.ts';
import { openParley, type Parley } from '../support/parley.ts';
import { screenshot, screenshotOfFailure } from '../support/screenshot.ts';
import { notification, runCommand } from '../support/ui.ts';

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

test('a turn shows its plan and its commands, asks from behind a hidden chat, and goes on after a stopped command', async () => {
  const said = await chat.turn(async () => {
    await chat.send('Check before the release');
    const build = chat.tool(/Run echo waiting/);
    await build.getByRole('button', { name: 'Approve once' }).click();
    await build.getByLabel('Output so far').getByText('waiting for the build').waitFor();
    const steps = chat.frame.getByRole('list', { name: 'Steps of the plan' });
    await steps.locator('[aria-current=step]').getByText('Wait for the build').waitFor();
    await screenshot(page, 'running-command');

    await runCommand(page, 'View: Close Primary Side Bar');
    writeFileSync(path.join(parley.folder, 'build.done'), '');
    await notification(page, 'Parley asks: Which channel?').button('Open Chat').click();
    const card = chat.tool('Question: Which channel?');
    await card.getByRole('button', { name: 'Stable' }).focus();
    await steps.locator('[aria-current=step]').getByText('Choose the channel').waitFor();
    await screenshot(page, 'question');
    await page.keyboard.press('2');

    const upload = chat.tool(/Run echo upload/);
    await upload.getByRole('button', { name: 'Approve once' }).click();
    await upload.getByLabel('Output so far').getByText('upload begins').waitFor();
    await upload.getByRole('button', { name: 'Stop the command' }).click();
  }, 120_000);
  assert.match(said, /Exit code 0[^]*built/);
  assert.match(said, /The user chose: Preview/);
  assert.match(said, /Stopped by the user[^]*upload begins/);
});
