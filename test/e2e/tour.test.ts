import { after, afterEach, before, test } from 'node:test';
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { openNotebook, type Notebook } from '../support/notebook.ts';
import { azureDemoProfile, demoProfile, startOpenAIServer, type OpenAIServer } from '../support/openaiServer.ts';
import { openParley, type Parley } from '../support/parley.ts';
import { screenshot, screenshotOfFailure } from '../support/screenshot.ts';
import { runCommand } from '../support/ui.ts';
import { until } from '../support/until.ts';

let openai: OpenAIServer;
let parley: Parley;
let page: Page;
let notebook: Notebook;

before(async () => {
  openai = await startOpenAIServer();
  const profile = demoProfile(openai.url);
  parley = await openParley({
    settings: { 'parley.profiles': [profile, azureDemoProfile(openai)], 'parley.activeProfile': profile.name },
  });
  page = parley.page;
  await page.setViewportSize({ width: 1440, height: 900 });
  await runCommand(page, 'Parley: Open API Tour');
  notebook = await openNotebook(page);
  await runCommand(page, 'View: Close Primary Side Bar');
});
after(async () => {
  await parley.close();
  await openai.close();
});
afterEach((context) => screenshotOfFailure(context, page));

test('runs all cells; before a model is deleted it asks', async () => {
  await notebook.runAll();
  const dialog = page.locator('.monaco-dialog-box').filter({ hasText: 'Delete the model ft:' });
  await dialog.waitFor({ timeout: 120_000 });
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  // The first cell that fails on purpose is run, and nothing behind it.
  const isLast = ({ body }: { body: Record<string, unknown> }) => body.model === 'no-such-model';
  await until('the last cell was run', () => openai.requests().some(isLast), { timeoutMs: 120_000 });
  assert.ok(
    openai.requests().some(({ method, path }) => method === 'DELETE' && /models.ft(:|%3A)/i.test(path)),
    'the model was deleted',
  );
  const deployment = '/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21';
  assert.ok(
    openai.requests().some(({ path }) => path === deployment),
    'Azure was asked',
  );
  assert.ok(!openai.requests().some(({ path }) => path.startsWith('/v1/fine-tunes')));
});

for (const { title, selector } of [
  { title: 'List the models', selector: 'table >> text=gpt-4o-mini' },
  { title: 'Watch it arrive', selector: 'text=the keeper had missed it too' },
  { title: 'Offer a function', selector: '[aria-label="Tool call: get_weather"]' },
  { title: 'Compare texts', selector: 'section[aria-label="Embeddings"] table' },
  { title: 'Generate an image', selector: 'img >> visible=true' },
  { title: 'Speak in high quality', selector: '.audioPlayer' },
  { title: 'Check a text', selector: 'section.moderation' },
  { title: 'See the loss', selector: 'section.plot svg' },
  { title: 'Ask for a model that does not exist', selector: 'section.errorPart >> text=req_' },
]) {
  test(`shows what “${title}” has brought`, async () => {
    await notebook.reveal(title);
    await notebook.outputs.locator(selector).first().waitFor({ state: 'visible', timeout: 60_000 });
    await screenshot(page, `tour-${title.replaceAll(/\W+/g, '-').toLowerCase()}`);
  });
}
