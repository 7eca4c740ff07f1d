import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../support/chromium.ts';
import { root } from '../support/host.ts';
import { leaksInBrowser, leaksOnDisk, recordedMessages, recordMessages } from '../support/leaks.ts';
import { startOpenAIServer, type OpenAIServer } from '../support/openaiServer.ts';
import { fillInput, inputBox, notification, openView, runCommand, webview } from '../support/ui.ts';
import { startServer, type VSCodeServer } from '../support/vscodeServer.ts';
import { openWindow } from '../support/window.ts';
import { copySample } from '../support/workspace.ts';

// One story, told in order: each test goes on where the one before it ended.

const secret = `sk-${randomBytes(18).toString('hex')}`;
/** Goes the same ways as the key must not: it shows that the search looks there. */
const marker = `marker${randomBytes(18).toString('hex')}`;
const folder = mkdtempSync(join(tmpdir(), 'parley-secrets-'));
const workspace = copySample();
let openai: OpenAIServer;
let server: VSCodeServer;
let browser: Browser;
let context: BrowserContext;
let page: Page;

const start = (port = 0) =>
  startServer({
    port,
    userDataDir: join(folder, 'data'),
    logLevel: 'trace',
    settings: {
      'parley.profiles': [{ name: 'Test', baseURL: openai.url }],
      'parley.activeProfile': 'Test',
    },
  });

async function openChatWindow(where: BrowserContext): Promise<Page> {
  const opened = await openWindow(where, server, { folder: workspace.folder, extensions: [root] });
  await openView(opened.page, 'Parley');
  await messageIn(opened.page).waitFor();
  return opened.page;
}

const messageIn = (where: Page) => webview(where, 'view').getByRole('textbox', { name: 'Message' });

async function ask(where: Page, text: string): Promise<void> {
  const message = messageIn(where);
  await message.fill(text);
  await message.press('Enter');
}

/** Waits for an answer to the last message. */
async function answered(where: Page, text: string): Promise<void> {
  const chat = webview(where, 'view');
  await chat.getByRole('article', { name: 'You' }).filter({ hasText: text }).last().waitFor();
  await chat.getByRole('article', { name: 'Answer' }).filter({ hasText: 'Hello' }).last().waitFor();
}

const keyAsked = () => inputBox(page).title.getByText('API Key for Test').waitFor();

before(async () => {
  openai = await startOpenAIServer({ apiKey: secret });
  [server, browser] = await Promise.all([start(), launchBrowser()]);
  context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.addInitScript(recordMessages);
  page = await openChatWindow(context);
});
after(async () => {
  await browser.close();
  await server.close();
  await openai.close();
  workspace.remove();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

it('a wrong key is refused with the reason and the next step', async () => {
  await runCommand(page, 'Parley: Set API Key');
  await keyAsked();
  await fillInput(page, 'sk-wrong-0123456789');
  const refusal = notification(page, 'The key was not accepted');
  await refusal.toast.waitFor();
  // VS Code shows no more than three messages within 0.8 s, and progress for at least that long.
  await notification(page, 'Checking the key').toast.waitFor({ state: 'hidden' });
  await refusal.button('Set API Key').click();
  await keyAsked();
});

it('the right key is kept, after the server has said how many models it sees', async () => {
  await fillInput(page, secret);
  await notification(page, /The key for Test is set\. It sees \d+ models\./).toast.waitFor();
});

it('requests are made with it', async () => {
  await ask(page, `hello ${marker}`);
  await answered(page, marker);
});

it('it survives a reload of the window and a restart of the server', async () => {
  await page.close();
  page = await openChatWindow(context);
  await ask(page, 'hello after the reload');
  await answered(page, 'hello after the reload');
  const { port } = server;
  await page.close();
  await server.close();
  server = await start(port);
  page = await openChatWindow(context);
  await ask(page, 'hello after the restart');
  await answered(page, 'hello after the restart');
});

it('it is unknown in another browser', async () => {
  const other = await browser.newContext();
  const otherPage = await openChatWindow(other);
  await ask(otherPage, 'hello from elsewhere');
  await webview(otherPage, 'view').getByRole('button', { name: 'Set API Key' }).first().waitFor();
  await other.close();
});

it('it is nowhere on disk, in a log, in the storage of the browser or in a message to the webview', async () => {
  const { entries, leaks } = await leaksInBrowser(page, secret);
  assert.ok((entries['localStorage/secrets.provider'] ?? '').length > 80, 'there is an encrypted store');
  assert.deepEqual(leaks, []);
  const messages = await recordedMessages(page);
  assert.ok(messages.includes('hello after the restart'), 'the messages of the chat are seen');
  assert.ok(!messages.includes(secret));
  assert.deepEqual(leaksOnDisk([folder, server.folder, workspace.folder], secret), []);
});

it('the search would find it: it finds what was written to the chat', async () => {
  const files = leaksOnDisk([folder, server.folder, workspace.folder], marker);
  assert.ok(
    files.some(({ where }) => where.includes('globalStorage')),
    JSON.stringify(files),
  );
  await page.evaluate((value) => localStorage.setItem('control', btoa(value)), marker);
  assert.deepEqual(
    (await leaksInBrowser(page, marker)).leaks.filter(({ where }) => where === 'localStorage/control'),
    [{ where: 'localStorage/control', form: 'base64' }],
  );
});

it('it is gone after signing out', async () => {
  await runCommand(page, 'Parley: Sign Out');
  await page.getByRole('dialog').getByRole('button', { name: 'Remove Key' }).click();
  await notification(page, 'The key for Test is removed.').toast.waitFor();
  await ask(page, 'hello without a key');
  await webview(page, 'view').getByRole('button', { name: 'Set API Key' }).first().waitFor();
});
