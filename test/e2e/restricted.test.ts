import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openNotebook } from '../support/notebook.ts';
import { openParley, type Parley } from '../support/parley.ts';
import { startRawServer, type RawServer } from '../support/rawServer.ts';
import { screenshotOfFailure } from '../support/screenshot.ts';
import { editor, notification, openFile, runCommand } from '../support/ui.ts';

// In Restricted Mode what writes or sends for a workspace does nothing, says why and leads to where trust is given.

const FILE = 'restricted.openai.md';

let server: RawServer;
let parley: Parley;
let page: Page;
let untouched: Record<string, string>;

const files = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(parley.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((file) => [file, readFileSync(file, 'latin1')]),
  );

before(async () => {
  server = await startRawServer((_request, response) => response.end('{}'));
  const profile = { name: 'Local', baseURL: `${server.origin}/v1` };
  parley = await openParley({
    untrusted: true,
    settings: { 'parley.profiles': [profile], 'parley.activeProfile': profile.name },
    files: { [FILE]: '```http\nPOST /things\n\n{ "a": 1 }\n```\n' },
  });
  page = parley.page;
  untouched = files();
});
after(async () => {
  await parley.close();
  await server.close();
});
afterEach((context) => screenshotOfFailure(context, page));

function assertNothingDone(): void {
  const sent = server.requests.filter(({ url }) => !url.endsWith('/models'));
  assert.deepEqual(sent, []);
  assert.deepEqual(files(), untouched);
}

for (const [command, what] of [
  ['Generate Image', 'saves no pictures'],
  ['Edit Image', 'saves no pictures'],
  ['Transcribe Audio File', 'saves no texts'],
  ['Translate Audio File', 'saves no texts'],
  ['Extract to JSON', 'extracts nothing'],
] as const) {
  test(`${command} does nothing and offers to manage trust`, async () => {
    if (command === 'Extract to JSON') {
      await openFile(page, 'README.md');
      await editor(page).waitFor();
    }
    await runCommand(page, `Parley: ${command}`);
    const refusal = notification(page, new RegExp(`${command}: In a workspace that is not trusted Parley ${what}`));
    await refusal.button('Manage Trust').waitFor();
    assertNothingDone();
    await runCommand(page, 'Notifications: Clear All Notifications');
    await refusal.toast.waitFor({ state: 'hidden' });
  });
}

test('a cell is not run', async () => {
  await openFile(page, FILE);
  const notebook = await openNotebook(page);
  await notebook.list.locator('.code-cell-row').first().click();
  await notebook.runAll();
  // VS Code asks before Parley is asked to run it.
  const dialog = page.getByRole('dialog').filter({ hasText: /trust/i });
  await dialog.getByRole('button', { name: 'Manage' }).waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'hidden' });
  assertNothingDone();
});

test('Manage Trust leads to where it is given', async () => {
  await runCommand(page, 'Parley: Generate Image');
  await notification(page, 'saves no pictures').button('Manage Trust').click();
  await page.locator('.workspace-trust-editor').waitFor();
});
