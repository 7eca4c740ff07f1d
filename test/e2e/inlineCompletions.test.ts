import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { caretOf, startCompletionServer, type CompletionServer } from '../support/completionServer.ts';
import { openParley, reload, type Parley } from '../support/parley.ts';
import { screenshot, screenshotOfFailure } from '../support/screenshot.ts';
import { editor, inputBox, openFile, pick, runCommand } from '../support/ui.ts';
import { until } from '../support/until.ts';

let parley: Parley;
let server: CompletionServer;

before(async () => {
  server = await startCompletionServer();
  // What one answer costs shows in the status bar: four cents.
  server.usage = { prompt_tokens: 1000, completion_tokens: 100_000 };
  const profiles = [{ name: 'Here', baseURL: server.url, api: 'chatCompletions' }];
  parley = await openParley({
    settings: {
      'parley.profiles': profiles,
      'parley.activeProfile': 'Here',
      'parley.inlineCompletions.delayMs': 0,

      'editor.quickSuggestions': { other: 'off' },
    },
    files: { 'empty.ts': '\n' },
  });
});
after(async () => {
  await parley.close();
  await server[Symbol.asyncDispose]();
});
afterEach((context) => screenshotOfFailure(context, parley.page));

const ghost = () => parley.page.locator('.ghost-text-decoration, .ghost-text').first();
const item = () => parley.page.locator('#parley\\.parley\\.parley\\.inlineCompletions');
const lines = async () => (await editor(parley.page).locator('.view-lines').innerText()).replaceAll('\u00a0', ' ');

/** Puts the cursor on an empty first line of a file. */
async function beginIn(name: string): Promise<void> {
  const { page } = parley;
  await openFile(page, name);
  await editor(page).click();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
}

test('they are turned on beside the language of the file', async () => {
  const { page } = parley;
  await openFile(page, 'empty.ts');
  await page.locator('#status\\.languageStatus').click();
  const offer = page.locator('.hover-language-status').filter({ hasText: 'Inline completions are off' });
  await offer.waitFor();
  await screenshot(page, 'inlineCompletionsOffer');
  await offer.getByRole('button', { name: 'Turn On' }).or(offer.getByText('Turn On')).first().click();
  await item().getByText('$0.20 left').waitFor();
});

test('a proposal is seen, goes when something else is typed, and stays while it is typed itself', async () => {
  const { page } = parley;
  server.answer = (request) => {
    const { before } = caretOf(request);
    return before === 'const total = ' ? 'sum(one, two);' : '';
  };
  await beginIn('empty.ts');
  await page.keyboard.type('const total = ');
  await ghost().waitFor();
  await until('all of it is seen', async () => (await lines()).startsWith('const total = sum(one, two);'));
  await screenshot(page, 'inlineCompletionsGhost');
  const { length } = server.requests;
  await page.keyboard.type('su');
  await ghost().waitFor();
  await page.keyboard.type('x');
  await ghost().waitFor({ state: 'hidden' });
  await page.keyboard.press('Backspace');
  await ghost().waitFor();
  await page.keyboard.press('Control+ArrowRight');
  await until('a word is taken', async () => (await lines()).startsWith('const total = sum(one, two);'));
  await page.keyboard.press('Tab');
  await ghost().waitFor({ state: 'hidden' });
  await until('all of it is taken', async () => (await lines()).startsWith('const total = sum(one, two);'));
  const others = server.requests.slice(length).map((request) => caretOf(request).before);
  assert.deepEqual(
    others.filter((before) => !before.startsWith('const total = sux')),
    [],
  );
});

test('the status bar tells what the hour has cost, and behind it what can be done', async () => {
  const { page } = parley;
  await item().hover();
  const tooltip = page.locator('.workbench-hover').filter({ hasText: 'The last hour: $0.' });
  await tooltip.waitFor();
  const text = (await tooltip.innerText()).replaceAll('\u00a0', ' ');
  assert.match(text, /The last hour: \$0\.\d+ at OpenAI's list price for \d+ requests?\./);
  assert.match(text, /Its budget: \$0\.20\./);
  assert.match(text, /Model: gpt-4\.1-nano/);
  await screenshot(page, 'inlineCompletionsTooltip');
  await tooltip.getByText('Raise the Budget').click();
  await item()
    .getByText(/\$0\.[23]\d left/)
    .waitFor();
});

test('a failure is told in the status bar with the next step, and nothing is asked until it is taken', async () => {
  const { page } = parley;
  server.answer = () => 429;
  server.failureHeaders = { 'retry-after': '3000' };
  await beginIn('empty.ts');
  await page.keyboard.type('one = ');
  await item().locator('.codicon-warning').waitFor();
  server.answer = () => 'again();';
  const { length } = server.requests;
  await page.keyboard.type('1 + ');
  await item().click();
  const { title, widget } = inputBox(page);
  await title.getByText('Inline Completions').waitFor();
  await widget.getByText('Too many requests').waitFor();
  await screenshot(page, 'inlineCompletionsFailure');
  assert.equal(server.requests.length, length);
  await pick(page, 'Retry');
  await item().locator('.codicon-sparkle').waitFor();
  await editor(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('2 + ');
  await until('it is asked again', () => server.requests.length > length);
  await until('the answer is seen', async () => (await lines()).includes('2 + again();'));
});

test('the budget of the hour used up, nothing is asked, and the status bar says so', async () => {
  const { page } = parley;
  server.usage = { prompt_tokens: 1000, completion_tokens: 2_000_000 };
  server.answer = () => 'dear();';
  await beginIn('empty.ts');
  await page.keyboard.type('two = ');
  await item().getByText('$0.00 left').waitFor();
  const { length } = server.requests;
  await page.keyboard.type('3 + ');
  await item().hover();
  const tooltip = page.locator('.workbench-hover').filter({ hasText: "The hour's budget of $0.40 is used up." });
  await tooltip.waitFor();
  await screenshot(page, 'inlineCompletionsSpent');
  assert.equal(server.requests.length, length);
});

test('what the hour has cost outlives a reload', async () => {
  const { page } = parley;
  await reload(page);
  await item().getByText('$0.00 left').waitFor();
});

test('they are turned off again', async () => {
  const { page } = parley;
  await runCommand(page, 'Parley: Toggle Inline Completions');
  await item().waitFor({ state: 'detached' });
});
