import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Locator } from 'playwright-core';
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
    files: { 'empty.ts': '\n', '.env': 'TOKEN=\n', 'notes.md': 'Notes\n' },
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

/** What the ghost text says. */
const proposed = async () =>
  (await parley.page.locator('.ghost-text-decoration').allInnerTexts()).join('').replaceAll('\u00a0', ' ');

/** Puts the cursor on an empty first line of a file. */
async function beginIn(name: string): Promise<void> {
  const { page } = parley;
  await openFile(page, name);
  await editor(page).click();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
}

/** The tooltip of the status bar once it says this. It goes when the mouse moves off or what it says is another. */
async function tooltip(text: string): Promise<Locator> {
  const { page } = parley;
  const shown = page.locator('.workbench-hover').filter({ hasText: text });
  await until(`the status bar says “${text}”`, async () => {
    await page.mouse.move(500, 400);
    await item().hover({ timeout: 2000 });
    await shown.waitFor({ timeout: 3000 });
    return true;
  });
  return shown;
}

/** What stands beside the language of the file, once it is this, and its button. */
async function languageStatus(text: string): Promise<(button: string) => Locator> {
  const { page } = parley;
  const shown = page.locator('.hover-language-status').filter({ hasText: text });
  await until(`beside the language it says “${text}”`, async () => {
    if (!(await shown.isVisible())) await page.locator('#status\\.languageStatus').click({ timeout: 2000 });
    await shown.waitFor({ timeout: 2000 });
    return true;
  });
  return (button) => shown.getByRole('button', { name: button }).or(shown.getByText(button)).first();
}

async function chooseTheme(theme: string): Promise<void> {
  const { page } = parley;
  await runCommand(page, 'Preferences: Color Theme');
  await inputBox(page).input.fill(theme);
  await pick(page, theme);
  await inputBox(page).widget.waitFor({ state: 'hidden' });
}

test('they are turned on beside the language of the file', async () => {
  const { page } = parley;
  await openFile(page, 'empty.ts');
  const button = await languageStatus('Inline completions are off');
  await screenshot(page, 'inlineCompletionsOffer');
  await button('Turn On').click();
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
  await until('the rest is proposed', async () => (await proposed()) === 'm(one, two);');
  await page.keyboard.press('Control+ArrowRight');
  await until('a word is taken', async () => (await proposed()) === '(one, two);');
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
  const shown = await tooltip('The last hour: $0.');
  const text = await shown.innerText();
  assert.match(text, /The last hour: \$0\.\d+ at OpenAI's list price for \d+ requests?\./);
  assert.match(text, /Its budget: \$0\.20\./);
  assert.match(text, /Model: gpt-4\.1-nano/);
  await screenshot(page, 'inlineCompletionsTooltip');
  await shown.getByText('Raise the Budget').click();
  await item()
    .getByText(/\$0\.[23]\d left/)
    .waitFor();
});

test('a language is switched off behind the status bar, and on again beside the language', async () => {
  const { page } = parley;
  server.usage = { prompt_tokens: 1000, completion_tokens: 10 };
  server.answer = () => 'here();';
  await beginIn('empty.ts');
  const shown = await tooltip('Switch Off in typescript');
  await shown.getByText('Switch Off in typescript').click();
  const { length } = server.requests;
  await languageStatus('Inline completions are off in this language');
  await screenshot(page, 'inlineCompletionsLanguageOff');
  await editor(page).click();
  await page.keyboard.type('off = ');
  await (await languageStatus('Inline completions are off in this language'))('Turn On').click();
  await languageStatus('Inline completions are on');
  await editor(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('1 + ');
  await ghost().waitFor();
  const asked = server.requests.slice(length).map((request) => caretOf(request).before);
  assert.deepEqual(
    asked.filter((before) => !before.startsWith('off = 1')),
    [],
  );
});

test('beside the language it says where there are none', async () => {
  const { page } = parley;
  await openFile(page, '.env');
  await languageStatus('No inline completions where secrets are kept');
  await screenshot(page, 'inlineCompletionsSecret');
  await openFile(page, 'notes.md');
  await languageStatus('Inline completions are off in this language');
  await openFile(page, 'empty.ts');
  const button = await languageStatus('Inline completions are on');
  await button('Options').click();
  await inputBox(page).title.getByText('Inline Completions').waitFor();
  await inputBox(page).widget.getByText('Switch Off in typescript').waitFor();
  await page.keyboard.press('Escape');
});

for (const theme of ['Light Modern', 'Dark High Contrast']) {
  test(`look like the rest in ${theme}`, async () => {
    const { page } = parley;
    await chooseTheme(theme);
    await beginIn('empty.ts');
    await page.keyboard.type('here = ');
    await ghost().waitFor();
    await tooltip('The last hour: $0.');
    await screenshot(page, `inlineCompletions-${theme.replaceAll(' ', '')}`);
  });
}

test('a failure is told in the status bar with the next step, and nothing is asked until it is taken', async () => {
  const { page } = parley;
  server.answer = () => 429;
  server.failureHeaders = { 'retry-after': '3000' };
  server.failureText = `Limit **reached**, see [here](command:parley.signOut). ${'A long sentence of the server. '.repeat(12)}`;
  await beginIn('empty.ts');
  await page.keyboard.type('one = ');
  await item().locator('.codicon-warning').waitFor();
  const shown = await tooltip('Limit **reached**, see [here](command:parley.signOut). A long sentence');
  assert.equal(await shown.locator('a', { hasText: 'here' }).count(), 0);
  const [sentence] = await shown.locator('p', { hasText: 'A long sentence' }).all();
  assert.ok(await sentence?.evaluate((element) => element.scrollWidth <= element.clientWidth));
  assert.doesNotMatch((await sentence?.textContent()) ?? '', /\u00a0/, 'it can be broken between any two words');
  await screenshot(page, 'inlineCompletionsLongFailure');
  await editor(page).click();
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
  await tooltip("The hour's budget of $0.40 is used up.");
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
