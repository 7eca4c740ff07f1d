import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
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

const allow = () =>
  parley.page.locator('.monaco-button').filter({ hasText: 'Allow in this Session', visible: true }).first();

test('VS Code asks with host, path and cost before a picture is made, and shows it', async () => {
  await chat.send('Paint a fox');
  await allow().waitFor();
  const question = await chat.session.innerText();
  assert.match(question, /Generate a picture/);
  assert.match(question, /POST \/v1\/images\/generations at 127\.0\.0\.1:\d+ \(profile [^)]+\)/);
  assert.match(question, /Cost: .+/);
  assert.match(question, /#\sA\sfox\s+\[free\]\(https:\/\/a\.example\)/, 'what the model wrote stands there as it is');
  assert.equal(await chat.session.locator('a', { hasText: 'free' }).count(), 0);
  assert.ok(!existsSync(join(parley.folder, 'images')), 'nothing is made before');
  await screenshot(parley.page, 'language-model-tools-asks');
  await allow().click();
  await chat.answers(/The tool says:\s+Saved\s+(images\/)?a-fox[^/]*\.png/);
  assert.ok(existsSync(join(parley.folder, 'images', 'a-fox-free-https-a-example.png')));
  await screenshot(parley.page, 'language-model-tools-picture');
});

test('it asks the API', async () => {
  await chat.send('Which models are there?');
  await allow().click();
  await chat.answers(/The tool says:[^]*GET \/models: 200/);
});

test('what deletes is asked in a dialog, whatever was allowed before, and not done where that is declined', async () => {
  await chat.send('Delete the file');
  const dialog = parley.page.locator('.monaco-dialog-box').filter({ hasText: 'this cannot be undone' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await chat.answers(/The tool says:[^]*The user declined/);
  await screenshot(parley.page, 'language-model-tools-declined');
});
