import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { FrameLocator, Page } from 'playwright-core';
import { openNotebook } from '../support/notebook.ts';
import { openParley, type Parley } from '../support/parley.ts';
import { screenshot, screenshotOfFailure } from '../support/screenshot.ts';
import { inputBox } from '../support/ui.ts';
import { until } from '../support/until.ts';

const notebook = `A picture:

\`\`\`http
POST /images/generations

{ "model": "gpt-image-1", "prompt": "An owl in the rain" }
\`\`\`

An answer:

\`\`\`http
POST /responses

{ "model": "gpt-5", "input": "Show me what Markdown can do", "stream": true }
\`\`\`

A mistake:

\`\`\`http
GET /models/no-such-model
\`\`\`
`;

let parley: Parley;
let page: Page;
let outputs: FrameLocator;

before(async () => {
  parley = await openParley({ files: { 'results.openai.md': notebook } });
  page = parley.page;
  // A notebook draws only the outputs that are in sight.
  await page.setViewportSize({ width: 1280, height: 2400 });
  outputs = page.frameLocator('iframe.webview.ready[src*="purpose=notebookRenderer"]').frameLocator('#active-frame');
  await page.getByRole('treeitem', { name: 'results.openai.md' }).dblclick();
  const opened = await openNotebook(page);
  await opened.runAll();
});
after(() => parley.close());
afterEach((context) => screenshotOfFailure(context, page));

test('shows a picture in the notebook, and saves it where the user says', async () => {
  const result = outputs.getByRole('region', { name: 'Result of POST /images/generations' });
  await result.getByRole('img').waitFor();
  await screenshot(page, 'notebook-image');
  await result.getByRole('button', { name: 'Save Image' }).click();
  const { input } = inputBox(page);
  await until('a name is offered', async () => (await input.inputValue()).endsWith('/image.png'));
  await input.press('Enter');
  const path = join(parley.folder, 'image.png');
  // VS Code makes the file before it writes into it.
  await until('the picture is there', () => readFileSync(path).subarray(1, 4).toString('latin1') === 'PNG');
});

test('shows an answer as Markdown, with the whole of it as JSON to unfold', async () => {
  const result = outputs.getByRole('region', { name: 'Result of POST /responses' });
  await result.getByRole('cell', { name: 'TypeScript' }).waitFor();
  await result.locator('.jsonPart > summary').click();
  await result.getByRole('treeitem', { name: 'status: "completed"' }).waitFor();
  assert.equal(await result.evaluate(() => document.fonts.check('16px parley-codicon')), true, 'icons are loaded');
  await screenshot(page, 'notebook-answer');
});

test('offers the next step for an error', async () => {
  const result = outputs.getByRole('region', { name: 'Result of GET /models/no-such-model' });
  await result.getByRole('alert').getByRole('button', { name: 'Switch Profile' }).click();
  await inputBox(page).widget.waitFor({ state: 'visible' });
  await screenshot(page, 'notebook-error');
});
