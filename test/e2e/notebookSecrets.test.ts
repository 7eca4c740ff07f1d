import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/chromium.ts';
import { root } from '../support/host.ts';
import { leaksInBrowser, leaksOnDisk, recordedMessages, recordMessages, type Leak } from '../support/leaks.ts';
import { openNotebook, type Notebook } from '../support/notebook.ts';
import { eventStreamBody, startRawServer, type RawServer, type Respond } from '../support/rawServer.ts';
import { screenshotOfFailure } from '../support/screenshot.ts';
import { fillInput, inputBox, notification, openFile, runCommand } from '../support/ui.ts';
import { until } from '../support/until.ts';
import { startServer, type VSCodeServer } from '../support/vscodeServer.ts';
import { openWindow } from '../support/window.ts';
import { copySample } from '../support/workspace.ts';

// One story: the server repeats the key and a variable of the environment wherever it can, and neither is kept or shown.

const key = `sk-${randomBytes(18).toString('hex')}`;
const token = randomBytes(18).toString('hex');
/** Goes the same ways as the two must not: it shows that the search looks there. */
const marker = `marker${randomBytes(18).toString('hex')}`;
const FILE = 'echo.openai.md';
const folder = mkdtempSync(join(tmpdir(), 'parley-notebook-secrets-'));
const workspace = copySample();
let echo: RawServer;
let server: VSCodeServer;
let browser: Browser;
let page: Page;
let notebook: Notebook;
/** Files that had the variable before a cell ran, and how long they were. */
let sizeAtStart: ReadonlyMap<string, number>;

const body = `{ "model": "m", "input": "${marker} {{env:ECHO_TOKEN}}", "stream": STREAM }`;
const cell = (title: string, path: string, stream = false) =>
  `# ${title}\n\n\`\`\`http\nPOST ${path}\n\n${body.replace('STREAM', String(stream))}\n\`\`\`\n\n`;

/** Answers with all that arrived, in the form that the path names. */
const repeat: Respond = ({ url, headers, body: sent }, response) => {
  const said = `${headers.authorization ?? ''} ${sent}`;
  const json = (status: number, value: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  if (url.endsWith('/models')) return json(200, { object: 'list', data: [{ id: 'm', object: 'model' }] });
  if (url.endsWith('/error')) return json(400, { error: { message: said } });
  if (!url.endsWith('/responses')) return json(200, { said, headers, [key]: token, marker });
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  // In pieces: no event has the whole of a secret.
  const pieces = said.match(/[^]{1,7}/g) ?? [];
  const place = { item_id: 'msg_1', output_index: 0, content_index: 0 };
  const output = [{ id: 'msg_1', type: 'message', role: 'assistant', content: [{ type: 'output_text', text: said }] }];
  return response.end(
    eventStreamBody([
      { type: 'response.created', response: { id: 'resp_1' } },
      ...pieces.map((delta) => ({ type: 'response.output_text.delta', ...place, delta })),
      { type: 'response.completed', response: { id: 'resp_1', object: 'response', status: 'completed', output } },
    ]),
  );
};

before(async () => {
  writeFileSync(
    join(workspace.folder, FILE),
    cell('As JSON', '/json') + cell('As a stream', '/responses', true) + cell('As an error', '/error'),
  );
  echo = await startRawServer(repeat);
  const profile = { name: 'Echo', baseURL: `${echo.origin}/v1`, api: 'responses' };
  [server, browser] = await Promise.all([
    startServer({
      userDataDir: join(folder, 'data'),
      logLevel: 'trace',
      env: { ECHO_TOKEN: token },
      settings: { 'parley.profiles': [profile], 'parley.activeProfile': profile.name },
    }),
    launchBrowser(),
  ]);
  const context = await browser.newContext({ viewport: { width: 1280, height: 1000 } });
  await context.addInitScript(recordMessages);
  ({ page } = await openWindow(context, server, { folder: workspace.folder, extensions: [root] }));
  await runCommand(page, 'Parley: Set API Key');
  await inputBox(page).title.getByText('API Key for Echo').waitFor();
  await fillInput(page, key);
  await notification(page, 'The key for Echo is set.').toast.waitFor();
  const started = leaksOnDisk([folder, server.folder, workspace.folder], token);
  sizeAtStart = new Map(started.map(({ where }) => [where, statSync(where).size]));
  await openFile(page, FILE);
  notebook = await openNotebook(page);
});
after(async () => {
  await browser.close();
  await server.close();
  await echo.close();
  workspace.remove();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});
afterEach((context) => screenshotOfFailure(context, page));

const focused = () => notebook.list.locator('.code-cell-row.focused');

/** Selects the cell below a heading. */
async function select(title: string): Promise<void> {
  await notebook.reveal(title);
  await until(`the cell below “${title}” is selected`, async () => {
    if (!(await focused().isVisible())) await page.keyboard.press('ArrowDown');
    return focused().isVisible();
  });
}

const readClipboard = () => page.evaluate(() => navigator.clipboard.readText());
const writeClipboard = (text: string) => page.evaluate((value) => navigator.clipboard.writeText(value), text);

test('the server gets the key and the variable, and repeats them', async () => {
  for (const [title, path, figures] of [
    ['As JSON', '/v1/json', /^200 · /],
    ['As a stream', '/v1/responses', /^200 · /],
    ['As an error', '/v1/error', /^400 · /],
  ] as const) {
    await select(title);
    await page.keyboard.press('Control+Enter');
    const send = page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true });
    await until(
      `${title} is answered`,
      async () => {
        if (await send.isVisible()) await send.click({ timeout: 2000 });
        return focused().getByText(figures).isVisible();
      },
      { timeoutMs: 60_000 },
    );
    const sent = echo.requests.find(({ url }) => url === path);
    assert.equal(sent?.headers.authorization, `Bearer ${key}`);
    assert.ok(sent.body.includes(token));
  }
  await notebook.outputs.getByText(marker).first().waitFor();
});

test('a cell is copied with variables in their place', async () => {
  const copied: string[] = [];
  await select('As JSON');
  for (const language of ['curl', 'TypeScript', 'Python']) {
    await writeClipboard('');
    await runCommand(page, `Parley: Copy as ${language}`);
    copied.push(await until(`${language} is copied`, readClipboard));
  }
  for (const code of copied) {
    assert.ok(code.includes(marker), code);
    assert.ok(!code.includes(key) && !code.includes(token), code);
  }
});

test('a pasted command leaves its key behind', async () => {
  await select('As an error');
  await writeClipboard(`curl ${echo.origin}/v1/pasted -H "Authorization: Bearer ${key}" -d '{ "key": "${key}" }'`);
  await runCommand(page, 'Parley: Paste curl as Request');
  await notebook.list.getByText('/pasted').first().waitFor();
  await page.keyboard.press('Control+S');
  const saved = await until('it is saved', () => {
    const text = readFileSync(join(workspace.folder, FILE), 'utf8');
    return text.includes('/pasted') && text;
  });
  assert.ok(saved.includes(marker) && saved.includes('{{env:ECHO_TOKEN}}'), saved);
});

test('neither is on disk, in a log, in the storage of the browser or in a message to a webview', async () => {
  const messages = await recordedMessages(page);
  const folders = [folder, server.folder, workspace.folder];
  for (const secret of [key, token]) {
    assert.deepEqual((await leaksInBrowser(page, secret)).leaks, []);
    assert.ok(!messages.includes(secret));
  }
  assert.deepEqual(leaksOnDisk(folders, key), []);
  // At trace level VS Code itself writes down the environment that it starts its extension host with.
  const isNew = ({ where }: Leak) => readFileSync(where).subarray(sizeAtStart.get(where)).includes(token);
  assert.deepEqual(
    leaksOnDisk(folders, token).filter((leak) => !sizeAtStart.has(leak.where) || isNew(leak)),
    [],
  );
  for (const where of sizeAtStart.keys()) assert.equal(basename(where), 'remoteagent.log');
});

test('the search would find them: it finds what went the same ways', async () => {
  assert.ok(leaksOnDisk([workspace.folder], marker).some(({ where }) => where.endsWith(FILE)));
  assert.ok((await recordedMessages(page)).includes(marker), 'the messages of outputs are seen');
  await page.evaluate((value) => localStorage.setItem('control', btoa(value)), marker);
  const { leaks } = await leaksInBrowser(page, marker);
  assert.ok(leaks.some(({ where }) => where === 'localStorage/control'));
});
