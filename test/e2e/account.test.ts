import { after, before, beforeEach, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/chromium.ts';
import { root } from '../support/host.ts';
import { modelList, startHttpServer, type TestServer } from '../support/httpServer.ts';
import { fillInput, inputBox, notification, openView, pick, runCommand, webview } from '../support/ui.ts';
import { startServer, type VSCodeServer } from '../support/vscodeServer.ts';
import { openWindow } from '../support/window.ts';
import { copySample } from '../support/workspace.ts';

// One story, told in order: each test goes on where the one before it ended.

const workspace = copySample();
let fromEnvironment: TestServer;
let open: TestServer;
let closed: TestServer;
let withoutList: TestServer;
let server: VSCodeServer;
let browser: Browser;
let page: Page;

const hostOf = ({ port }: TestServer) => `127.0.0.1:${port}`;
const chatModel = (id: string) => webview(page, 'view').getByRole('button', { name: `Model: ${id}` });
const chatServer = (target: TestServer) => webview(page, 'view').getByText(hostOf(target)).first();

before(async () => {
  [fromEnvironment, open, closed, withoutList] = await Promise.all([
    startHttpServer(modelList(['gpt-4.1', 'gpt-4o'], 'sk-environment')),
    startHttpServer(modelList(['llama', 'qwen'])),
    startHttpServer(modelList(['private'], 'sk-closed')),
    startHttpServer((_request, response) => void response.writeHead(404).end()),
  ]);
  const env = { OPENAI_API_KEY: 'sk-environment', OPENAI_BASE_URL: `${fromEnvironment.origin}/v1` };
  [server, browser] = await Promise.all([startServer({ env }), launchBrowser()]);
  ({ page } = await openWindow(browser, server, { folder: workspace.folder, extensions: [root] }));
  await openView(page, 'Parley');
});
beforeEach(settled);
after(async () => {
  await browser.close();
  await server.close();
  for (const target of [fromEnvironment, open, closed, withoutList]) await target[Symbol.asyncDispose]();
  workspace.remove();
});

async function enterURL(url: string): Promise<void> {
  await runCommand(page, 'Parley: Use a Local or Custom Server');
  await pick(page, 'Enter a URL…');
  await inputBox(page).message.getByText('Base URL of an OpenAI-compatible API').waitFor();
  await fillInput(page, url);
}

/** Waits until progress is gone: VS Code shows it for 0.8 s at least, and no more than three messages within that time. */
async function settled(): Promise<void> {
  await notification(page, /Asking|Checking/).toast.waitFor({ state: 'hidden' });
}

it('offers the key of the environment, and takes it when picked', async () => {
  await webview(page, 'view').getByRole('button', { name: 'Set API Key' }).first().waitFor();
  await runCommand(page, 'Parley: Set API Key');
  await pick(page, 'Use OPENAI_API_KEY from the environment');
  await notification(page, 'is set. It sees 2 models.').toast.waitFor();
  await chatServer(fromEnvironment).waitFor();
  await chatModel('gpt-4.1').waitFor();
});

it('selects a model of those the server lists', async () => {
  await runCommand(page, 'Parley: Select Model');
  await pick(page, 'gpt-4o');
  await chatModel('gpt-4o').waitFor();
});

it('uses a server without a key where it wants none, and completes its address', async () => {
  await enterURL(hostOf(open));
  await notification(page, `Parley now talks to ${hostOf(open)}. It sees 2 models.`).toast.waitFor();
  await chatServer(open).waitFor();
  await chatModel('llama').waitFor();
});

it('switches back in one pick, to the model chosen there', async () => {
  await runCommand(page, 'Parley: Switch Profile');
  await pick(page, `${hostOf(fromEnvironment)} (environment)`);
  await chatServer(fromEnvironment).waitFor();
  await chatModel('gpt-4o').waitFor();
});

it('asks for a key where a server wants one', async () => {
  await enterURL(`${closed.origin}/v1/`);
  await inputBox(page)
    .title.getByText(`API Key for ${hostOf(closed)}`)
    .waitFor();
  await settled();
  await fillInput(page, 'Bearer sk-closed');
  await notification(page, `The key for ${hostOf(closed)} is set. It sees 1 model.`).toast.waitFor();
  await chatModel('private').waitFor();
});

it('says so when a server has no list of models, and uses it on request', async () => {
  await enterURL(`${withoutList.origin}/v1`);
  await notification(page, 'gave no list of models').button('Use Anyway').click();
  await chatServer(withoutList).waitFor();
  await runCommand(page, 'Parley: Select Model');
  await inputBox(page).title.getByText('Model for').waitFor();
  await fillInput(page, 'my-model');
  await chatModel('my-model').waitFor();
});

it('says what is wrong with an address, and with a server that does not answer', async () => {
  await enterURL('ftp://127.0.0.1');
  await page.getByText('The base URL must begin with https:// or http://.').first().waitFor();
  await fillInput(page, 'http://127.0.0.1:9');
  await notification(page, 'Nothing answers at 127.0.0.1:9').toast.waitFor();
  await chatServer(withoutList).waitFor();
});

it('removes a profile and goes back to OpenAI', async () => {
  await runCommand(page, 'Parley: Switch Profile');
  await pick(page, 'Remove a profile…');
  await pick(page, hostOf(withoutList));
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await webview(page, 'view').getByRole('button', { name: 'Set API Key' }).first().waitFor();
  await webview(page, 'view').getByText('api.openai.com').first().waitFor();
});
