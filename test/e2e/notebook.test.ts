import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { openNotebook, type Notebook } from '../support/notebook.ts';
import { openParley, type Parley } from '../support/parley.ts';
import { eventStreamBody, startRawServer, type RawServer } from '../support/rawServer.ts';
import { screenshot, screenshotOfFailure } from '../support/screenshot.ts';
import { inputBox, openFile, runCommand, takeFromMenu } from '../support/ui.ts';
import { until } from '../support/until.ts';

/** The name that is offered. */
const FILE = 'Untitled-1.openai.md';

let server: RawServer;
let parley: Parley;
let page: Page;
let notebook: Notebook;
/** The answers that are still open, oldest first. */
const open: ServerResponse[] = [];

const delta = (text: string) => ({
  type: 'response.output_text.delta',
  item_id: 'msg_1',
  output_index: 0,
  content_index: 0,
  delta: text,
});

/** Begins an answer and leaves the rest to the test. */
function begin(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(eventStreamBody([{ type: 'response.created', response: { id: 'resp_1' } }, delta('The light turns')]));
  open.push(response);
}

function finish(response: ServerResponse): void {
  const text = 'The light turns once in ten seconds.';
  const output = [{ id: 'msg_1', type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] }];
  const usage = { input_tokens: 12, output_tokens: 8, total_tokens: 20 };
  const whole = { id: 'resp_1', object: 'response', status: 'completed', model: 'gpt-5', output, usage };
  response.end(eventStreamBody([delta(' once in ten seconds.'), { type: 'response.completed', response: whole }]));
}

before(async () => {
  server = await startRawServer(({ method, url }, response) => {
    if (method === 'POST' && url === '/v1/responses') {
      begin(response);
      return;
    }
    const models = { object: 'list', data: [{ id: 'gpt-5', object: 'model' }] };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(models));
  });
  const profile = { name: 'Local', baseURL: `${server.origin}/v1`, api: 'responses' };
  parley = await openParley({ settings: { 'parley.profiles': [profile], 'parley.activeProfile': profile.name } });
  page = parley.page;
  await page.setViewportSize({ width: 1280, height: 1000 });
  await runCommand(page, 'Parley: New API Notebook');
  notebook = await openNotebook(page);
});
after(async () => {
  await parley.close();
  await server.close();
});
afterEach((context) => screenshotOfFailure(context, page));

const cells = (): Locator => notebook.list.locator('.code-cell-row');
const figures = (): Locator =>
  cells()
    .first()
    .getByText(/^200 · .* s · 12 → 8 tokens · <\$0\.0001$/);
const result = (): Locator => notebook.outputs.getByRole('region', { name: 'Result of POST /responses' });

/** Types and takes a suggestion, once it has the focus; from `prepare` on again where a slow window missed a key. */
async function typeAndTake(prepare: () => Promise<void>, typed: string, label: string): Promise<void> {
  const focused = page.locator('.suggest-widget.visible .monaco-list-row.focused');
  await until(
    `"${label}" is offered`,
    async () => {
      await prepare();
      await page.keyboard.type(typed);
      await focused
        .filter({ has: page.locator('.label-name').getByText(label, { exact: true }) })
        .waitFor({ timeout: 10_000 });
      await page.keyboard.press('Tab');
      return true;
    },
    { timeoutMs: 60_000 },
  );
}

/** Writes a request into the cell that has the focus, in place of what it holds. */
async function rewrite(text: string): Promise<void> {
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(text);
}

const request = (parameter: string) =>
  `POST /responses\n\n{ "model": "gpt-5", "input": "What does the light do?", "${parameter}": true }`;

test('offers a path and a parameter as they are typed, and marks one that is wrong', async () => {
  const cell = cells().first();
  const empty = async () => {
    await cell.locator('.monaco-editor').click();
    await rewrite('');
  };
  await typeAndTake(empty, 'POST /resp', '/responses');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  const closed = cell.locator('.view-line').getByText('{}', { exact: true });
  // VS Code closes no brace on a line whose syntax it has not looked at yet.
  await until('the brace is closed', async () => {
    await page.keyboard.type('{');
    if (await closed.isVisible()) return true;
    await page.keyboard.press('Backspace');
    return false;
  });
  const withinBraces = async () => {
    if (await closed.isVisible()) return;
    await rewrite('POST /responses\n\n{}');
    await page.keyboard.press('ArrowLeft');
  };
  await typeAndTake(withinBraces, ' "inp', 'input');
  await cell
    .locator('.view-line')
    .filter({ hasText: /^\{\s"input":/ })
    .waitFor();
  await rewrite(request('streem'));
  const squiggle = cell.locator('.squiggly-warning');
  await squiggle.waitFor();
  await screenshot(page, 'notebook-squiggle');
  await rewrite(request('stream'));
  await squiggle.waitFor({ state: 'detached' });
});

test('shows an answer while it arrives', async () => {
  await cells().first().locator('.monaco-editor').click();
  await rewrite(request('stream'));
  await page.keyboard.press('Control+Enter');
  await result().getByText('The light turns', { exact: true }).waitFor();
  const response = await until('an answer is open', () => open.shift());
  assert.equal(await figures().count(), 0, 'it is not done');
  await screenshot(page, 'notebook-streaming');
  finish(response);
  await result().getByText('The light turns once in ten seconds.', { exact: true }).waitFor();
  await figures().waitFor();
  assert.deepEqual(JSON.parse(server.requests.at(-1)?.body ?? ''), {
    model: 'gpt-5',
    input: 'What does the light do?',
    stream: true,
  });
});

test('has room for its figures in a narrow editor', async () => {
  await runCommand(page, 'View: Close Primary Side Bar');
  await page.setViewportSize({ width: 650, height: 1000 });
  const list = await until('the editor is narrow', async () => {
    const box = await notebook.list.boundingBox();
    return box && box.width <= 600 && box;
  });
  assert.ok(list.width > 560, `${list.width} px`);
  const isWhole = () =>
    figures().evaluate((element) => {
      const bar = element.closest('.cell-statusbar-container');
      const server = bar?.querySelector('.cell-contributed-items-right .cell-status-item');
      if (!server) throw new Error('There is no server.');
      const { right } = element.getBoundingClientRect();
      return element.scrollWidth <= element.clientWidth && right <= server.getBoundingClientRect().left;
    });
  await until('the figures are whole', isWhole);
  await screenshot(page, 'notebook-narrow');
  await page.setViewportSize({ width: 1280, height: 1000 });
});

test('stops an answer that is slow', async () => {
  await page.keyboard.press('Control+Enter');
  const response = await until('an answer is open', () => open.shift());
  await cells().first().getByRole('button', { name: /^Stop/ }).click();
  await until('the connection is closed', () => response.destroyed);
  await cells().first().getByText('cancelled').waitFor();
});

test('copies a cell as curl from its menu; what is pasted is a new cell, and one undo takes it away', async () => {
  const cell = cells().first();
  await cell.hover();
  await cell.locator('.cell-title-toolbar').getByRole('button', { name: 'More Actions' }).click();
  await takeFromMenu(page, 'Copy as', 'Copy as curl');
  const copied = await until('curl is copied', async () => {
    const text = await page.evaluate(() => navigator.clipboard.readText());
    return text.startsWith('curl ') && text;
  });
  assert.match(copied, /-H "Authorization: Bearer \$OPENAI_API_KEY"/);
  assert.ok(copied.includes('What does the light do?'), copied);
  await page.locator('.notebook-toolbar-container').getByRole('button', { name: 'Paste curl as Request' }).click();
  await cells().nth(1).getByText('What does the light do?').waitFor();
  assert.equal(await cells().count(), 2);
  await page.keyboard.press('Control+Z');
  await cells().nth(1).waitFor({ state: 'detached' });
  await cells().first().getByText('What does the light do?').waitFor();
});

test('saves no answer: a notebook that is opened again has none', async () => {
  await page.keyboard.press('Control+S');
  const { input } = inputBox(page);
  await until('a name is offered', async () => (await input.inputValue()).endsWith(`/${FILE}`));
  await input.press('Enter');
  const saved = await until('the file is there', () => readFileSync(join(parley.folder, FILE), 'utf8'));
  assert.ok(saved.includes(`http\n${request('stream')}\n`), saved);
  assert.ok(!saved.includes('The light turns'), saved);
  await runCommand(page, 'View: Close Editor');
  await cells().first().waitFor({ state: 'detached' });
  await openFile(page, FILE);
  notebook = await openNotebook(page);
  await cells().first().waitFor();
  await notebook.outputs.getByRole('heading', { name: 'API notebook' }).waitFor();
  assert.equal(await result().count(), 0);
  assert.equal(await cells().first().getByText('200').count(), 0);
});
