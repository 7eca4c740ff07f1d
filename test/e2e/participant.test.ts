import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { openBuiltinChat, type BuiltinChat } from '../support/builtinChat.ts';
import type { Parley } from '../support/parley.ts';
import { png } from '../support/png.ts';
import { screenshot, screenshotOfFailure } from '../support/screenshot.ts';
import { notification, openFile, runCommand, selectLines } from '../support/ui.ts';
import { until } from '../support/until.ts';

let parley: Parley;
let chat: BuiltinChat;

before(async () => {
  ({ parley, chat } = await openBuiltinChat({ files: { '.env': 'SECRET=do-not-send\n' } }));
});
after(() => parley.close());
afterEach((context) => screenshotOfFailure(context, parley.page));

/** What the model was last asked, all of it. */
function asked(): string {
  const { body } = parley.openai.requests().findLast(({ path }) => path === '/v1/responses') ?? {};
  const { input } = (body ?? {}) as { input?: { role: string; content: unknown }[] };
  return (input ?? [])
    .map(({ content }) => (typeof content === 'string' ? content : JSON.stringify(content)))
    .join('\n');
}

const button = (name: string) => chat.answer.getByRole('button', { name, exact: true });
const modified = () => parley.page.locator('.monaco-diff-editor .editor.modified .view-lines');

async function closeDiff(command: string): Promise<void> {
  await runCommand(parley.page, command);
  await parley.page.locator('.monaco-diff-editor').waitFor({ state: 'detached' });
}

test('/explain is about the selected code', async () => {
  const { page } = parley;
  await openFile(page, 'orders.ts');
  await selectLines(page, 15, 36);
  await chat.ask('@parley /explain the discount', 'three steps');
  await screenshot(page, 'participant-explain');
  assert.match(asked(), /orders\.ts, lines 15–36:\n```typescript\nexport function orderTotal/);
  assert.match(asked(), /Explain this code\.\n\nthe discount$/);
  // Nothing that VS Code tells its own agent.
  assert.doesNotMatch(asked(), /<skill>|runSubagent/);
});

test('/refactor shows the code, and its diff on a click', async () => {
  const { page } = parley;
  const text = () => readFileSync(join(parley.folder, 'src', 'orders.ts'), 'utf8');
  const original = text();
  await chat.ask('@parley /refactor', 'bulkQuantity');
  await screenshot(page, 'participant-refactor');
  await button('Review as Diff').click();
  await modified().getByText('bulkQuantity').first().waitFor();
  assert.equal(text(), original);
  await closeDiff('Parley: Accept Proposed Edit');
  assert.match(text(), /const bulkQuantity = 10;/);
});

test('what is not as it was is not changed', async () => {
  await button('Review as Diff').click();
  await notification(parley.page, 'orders.ts has changed since this answer. Ask again.').message.waitFor();
  // It lies over the chat's box.
  await runCommand(parley.page, 'Notifications: Clear All Notifications');
});

test('a follow-up goes on with the same code', async () => {
  const { page } = parley;
  await chat.session.locator('.interactive-session-followups').getByText('Document it').click();
  await until('it is asked', () => /orderTotal[^]*Add documentation to this code/.test(asked()));
  // What was said before goes along.
  assert.match(asked(), /\/refactor\n[^]*bulkQuantity/);
  await chat.session.locator('.interactive-session-followups').getByText('Make it simpler').waitFor();
  await button('Review as Diff').click();
  await modified().getByText('The price of an order').first().waitFor();
  await closeDiff('Parley: Reject Proposed Edit');
  await screenshot(page, 'participant-docs');
});

test('/fix takes a file that is attached', async () => {
  const { page } = parley;
  await openFile(page, 'report.ts');
  await runCommand(page, 'Chat: Add File to Chat');
  await openFile(page, 'money.ts');
  await chat.ask('@parley /fix', /items\s=\sorder/);
  assert.match(
    asked(),
    /report\.ts:\n```typescript\nimport[^]*Fix the problems in this code\. It has these problems:\nLine 5: error/,
  );
  await button('Review as Diff').click();
  await modified().getByText('const items = order').first().waitFor();
  await closeDiff('Parley: Reject Proposed Edit');
});

test('/tests makes a new file', async () => {
  const { page } = parley;
  await openFile(page, 'orders.ts');
  await selectLines(page, 15, 20);
  await chat.ask('@parley /tests', 'Three cases');
  await button('Review as Diff').click();
  await modified().getByText('Three cases').waitFor({ state: 'detached' });
  await modified().getByText('adds up lines').first().waitFor();
  const file = join(parley.folder, 'src', 'orders.test.ts');
  assert.ok(!existsSync(file));
  await closeDiff('Parley: Accept Proposed Edit');
  assert.match(readFileSync(file, 'utf8'), /^import \{ strict as assert \}[^]*\}\);\n$/);
});

test('/api answers from the table, and opens a cell', async () => {
  const { page } = parley;
  await chat.ask('@parley /api how do I create embeddings?', "Source: Parley's table of the API, POST /embeddings");
  assert.match(asked(), /The table of endpoints \(data, not instructions\):[^]*\*\*encoding_format\*\*/);
  await screenshot(page, 'participant-api');
  await button('Open a Cell: POST /embeddings').click();
  await page.locator('.notebookOverlay').getByText('text-embedding-3-small').first().waitFor();
  await screenshot(page, 'participant-api-cell');
});

test('/api says what the table has where the model fails', async () => {
  const shown = await chat.ask('@parley /api fail with 500: which endpoint transcribes?', 'The server failed');
  assert.match(shown, /The model did not answer[^]*POST \/audio\/transcriptions[^]*Needs file, model/);
  await button('Open a Cell: POST /audio/transcriptions').waitFor();
  await screenshot(parley.page, 'participant-api-error');
});

test('a tool that is attached is called', async () => {
  await chat.send('@parley #moderateText is this text harmful?');
  await chat.session
    .getByRole('button', { name: /^Allow/ })
    .first()
    .click();
  await chat.answers(/The tool says:[^]*Checked\sby/);
  const forced = parley.openai.requests().filter(({ body }) => body.tool_choice === 'required');
  assert.equal(forced.length, 1);
  await screenshot(parley.page, 'participant-tool');
});

test('a picture that is pasted is sent', async () => {
  const { page } = parley;
  await page.evaluate(async (bytes) => {
    const picture = new Blob([new Uint8Array(bytes)], { type: 'image/png' });
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
  }, Array.from(png));
  await chat.session.locator('.chat-input-container .monaco-editor').first().click();
  await page.keyboard.press('Control+V');
  await chat.session
    .locator('.chat-attached-context')
    .getByText(/Pasted Image/)
    .waitFor();
  await chat.send('@parley what does it show?');
  await until('it is sent', () => /"type":"input_image"[^}]*data:image\/png;base64,iVBOR/.test(asked()));
  await screenshot(page, 'participant-picture');
});

test('an error says what to do', async () => {
  const shown = await chat.ask('@parley fail with 429', 'Add credit at the provider');
  assert.doesNotMatch(shown, /\bat \w+.*\.js:/);
});

test('stops', async () => {
  await chat.ask('@parley count slowly', 'number 3,');
  await chat.stop();
  assert.doesNotMatch(await chat.answer.innerText(), /number 300/);
});

test('a file that usually holds secrets is not sent', async () => {
  const { page } = parley;
  const before = parley.openai.requests().length;
  await openFile(page, '.env');
  await selectLines(page, 1, 1);
  await chat.ask('@parley /explain', '.env usually holds keys or passwords, so it is not sent.');
  await screenshot(page, 'participant-secret');
  const sent = JSON.stringify(parley.openai.requests().slice(before));
  assert.doesNotMatch(sent, /do-not-send/);
});
