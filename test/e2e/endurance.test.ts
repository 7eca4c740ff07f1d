import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, afterEach, before, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import type { Item } from '../../src/agent/transcript.ts';
import { openConversationStore } from '../../src/store/conversationStore.ts';
import { Chat, openChat } from '../support/chat.ts';
import { openParley, reload, reopen, type Parley } from '../support/parley.ts';
import { descendants, kill } from '../support/processes.ts';
import { screenshot, screenshotOfFailure } from '../support/screenshot.ts';
import { openView, pick, runCommand } from '../support/ui.ts';
import { until } from '../support/until.ts';

// One story, told in order: each test goes on where the one before it ended.

const turns = 500;
const folder = mkdtempSync(join(tmpdir(), 'parley-endurance-'));
const file = join(folder, 'User', 'globalStorage', 'parley.parley', 'conversations.db');
let parley: Parley;
let page: Page;
let chat: Chat;
/** The chat in an editor tab. */
let tab: Chat;
let draft = 'A draft that nothing may take';
let tabDraft = 'Written in the tab';

before(async () => {
  await storeLongConversation();
  parley = await openParley({ userDataDir: folder });
  page = parley.page;
  chat = await openChat(page);
});
after(async () => {
  await parley.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});
afterEach((context) => screenshotOfFailure(context, page));

test('a conversation of 1,000 messages is shown at its end', async () => {
  await runCommand(page, 'Parley: Show Conversations');
  await chat.frame.getByRole('button', { name: /^The long one/ }).click();
  await question(499).waitFor();
  await until('the end is in view', () => atEnd(chat));
  assert.ok((await chat.log.locator('.entry').count()) < 150);
  await screenshot(page, 'endurance');
});

test('what is found in it is shown, by Ctrl+F and Enter, and no text editor is looked through', async () => {
  await chat.message.focus();
  await page.keyboard.press('Control+f');
  const bar = chat.frame.getByRole('search', { name: 'Find in chat' });
  const field = bar.getByRole('textbox', { name: 'Find' });
  await field.and(chat.frame.locator(':focus')).waitFor();
  await page.keyboard.type('rare pearl');
  await bar.getByText('3 of 3', { exact: true }).waitFor();
  await inView(chat, question(420));
  await page.keyboard.press('Enter');
  await bar.getByText('1 of 3', { exact: true }).waitFor();
  await inView(chat, question(20));
  await screenshot(page, 'endurance-find');
  assert.equal(await page.locator('.editor-widget.find-widget.visible').count(), 0);
  await page.keyboard.press('Escape');
  await bar.waitFor({ state: 'detached' });
});

test('draft and place outlive hiding the view', async () => {
  await chat.message.fill(draft);
  await scrollTo(chat, question(20));
  await runCommand(page, 'View: Show Explorer');
  await chat.message.waitFor({ state: 'hidden' });
  chat = await openChat(page);
  await isAsBefore(chat);
});

test('zoom and theme', async () => {
  const whole = page.viewportSize();
  assert.ok(whole);
  // To a page, a zoom of 133 % is a smaller window.
  await page.setViewportSize({ width: Math.round(whole.width * 0.75), height: Math.round(whole.height * 0.75) });
  await isAsBefore(chat);
  await page.setViewportSize(whole);
  await isAsBefore(chat);
  await runCommand(page, 'Preferences: Toggle between Light/Dark Themes');
  await chat.frame.locator('body.vscode-light').waitFor();
  await isAsBefore(chat);
  await screenshot(page, 'endurance-light');
  await runCommand(page, 'Preferences: Toggle between Light/Dark Themes');
  await chat.frame.locator('body.vscode-dark').waitFor();
  await isAsBefore(chat);
});

test('another place in the window', async () => {
  await runCommand(page, 'View: Move View');
  await pick(page, 'Chat');
  await pick(page, 'New Panel Entry');
  await page.locator('.part.panel').getByRole('tab', { name: 'Parley' }).waitFor();
  chat = await openChat(page);
  await isAsBefore(chat);
  await screenshot(page, 'endurance-panel');
  await runCommand(page, 'View: Reset View Locations');
  await page.locator('.part.panel').getByRole('tab', { name: 'Parley' }).waitFor({ state: 'detached' });
  chat = await openChat(page);
  await isAsBefore(chat);
  await runCommand(page, 'View: Toggle Primary Side Bar Position');
  await isAsBefore(chat);
  await runCommand(page, 'View: Toggle Primary Side Bar Position');
});

test('a reload of the window, in the side bar and in an editor tab', async () => {
  await runCommand(page, 'Parley: Open Chat in Editor Tab');
  tab = new Chat(page, 'panel');
  await question(499, tab).waitFor();
  await tab.message.fill(tabDraft);
  await tab.log.evaluate((log) => log.scrollBy(0, -3000));
  await scrollTo(tab, question(497, tab));
  await tab.frame.getByRole('button', { name: 'Jump to latest' }).waitFor();
  await screenshot(page, 'endurance-tab');
  await reload(page);
  chat = await openChatBeside();
  await areAsBefore();
  await screenshot(page, 'endurance-reloaded');
});

test('an abrupt end of the window, a moment after something was written', async () => {
  [draft, tabDraft] = [`${draft}, not even a crash`, `${tabDraft}, and changed`];
  await chat.message.fill(draft);
  await tab.message.fill(tabDraft);
  await until('it is stored', () => [draft, tabDraft].every((text) => storedTexts().includes(text)));
  page = await reopen(parley);
  chat = await openChatBeside();
  await areAsBefore();
});

test('a killed extension host', async () => {
  await killExtensionHost();
  chat = await openChatBeside();
  await areAsBefore();
  await screenshot(page, 'endurance-restarted');
});

test('what a tab holds goes with it', async () => {
  await runCommand(page, 'View: Close All Editors');
  await until('it is not stored any more', () => !storedTexts().includes(tabDraft));
  chat = await openChat(page);
  await isAsBefore(chat);
});

test('a running turn goes on while the view is hidden', async () => {
  await chat.message.fill('');
  await chat.send('Count slowly');
  await number(2).waitFor();
  await chat.message.fill(draft);
  await runCommand(page, 'View: Show Explorer');
  await chat.message.waitFor({ state: 'hidden' });
  chat = await openChat(page);
  await number(8).waitFor();
  assert.equal(await chat.message.inputValue(), draft);
  await until('the end is followed', () => atEnd(chat));
});

test('an extension host killed in the middle of a turn: what had come is there, and it can be gone on', async () => {
  await chat.begin();
  await chat.message.fill('');
  await chat.send('Count slowly');
  await number(12).waitFor();
  await chat.message.fill(draft);
  await until('the draft is stored', () => storedTexts().includes(draft));
  await killExtensionHost();
  chat = await openChat(page);
  await number(12).waitFor();
  await chat.log.getByRole('article', { name: 'You' }).filter({ hasText: 'Count slowly' }).waitFor();
  await until('the draft is there', async () => (await chat.message.inputValue()) === draft);
  await screenshot(page, 'endurance-killed');
  const goOn = chat.log.getByRole('button', { name: 'Continue', exact: true });
  await chat.turn(() => goOn.click());
  await number(12).waitFor();
  assert.equal(await chat.message.inputValue(), draft);
});

/** Kills it. A window on an extension under development gets no other: it is opened again. */
async function killExtensionHost(): Promise<void> {
  const hosts = descendants(parley.server.pid).filter(({ pid }) =>
    readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=extensionHost'),
  );
  // That of a window that was closed may still be there.
  assert.ok(hosts.length > 0);
  for (const { pid } of hosts) kill(pid, 'SIGKILL');
  page = await reopen(parley);
}

/** The chat in the side bar, while a tab is in front, which the command would show. */
async function openChatBeside(): Promise<Chat> {
  await openView(page, 'Parley');
  return new Chat(page);
}

/** What is written and not sent, of all views. */
function storedTexts(): unknown[] {
  using database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare("SELECT json FROM view_parts WHERE part = 'text'").all();
  return rows.map(({ json }) => JSON.parse(String(json)) as unknown);
}

/** Puts it into the file in which the extension keeps conversations. */
async function storeLongConversation(): Promise<void> {
  const store = await openConversationStore(file);
  store.create({ id: 'long', title: 'The long one', at: Date.now() });
  const transcript = store.transcript('long');
  for (const [position, item] of items().entries()) transcript.put(position, item);
  store.close();
}

function items(): readonly Item[] {
  const prose = 'An answer has **some** words, and `code` between them. '.repeat(60);
  return Array.from({ length: turns }, (_, index): Item[] => {
    const pearl = [20, 220, 420].includes(index) ? ', the rare pearl' : '';
    const code = `\n\n\`\`\`ts\nconst answer${index} = ${index};\n\`\`\``;
    return [
      { type: 'user', id: `u${index}`, at: index, text: `Question ${index}${pearl}`, attachments: [] },
      { type: 'assistant', id: `a${index}`, at: index, text: `${prose}${code}`, status: 'complete' },
      { type: 'result', id: `r${index}`, at: index, end: 'complete', model: 'gpt-5.4', durationMs: 1000 },
    ];
  }).flat();
}

function question(index: number, of = chat): Locator {
  return of.log.locator('.userText').getByText(new RegExp(`^Question ${index}\\b`));
}

function number(index: number): Locator {
  return chat.log.getByText(new RegExp(`number ${index}\\b`)).last();
}

const atEnd = ({ log }: Chat): Promise<boolean> =>
  log.evaluate((view) => view.scrollHeight - view.scrollTop - view.clientHeight < 2);

async function scrollTo({ log }: Chat, to: Locator): Promise<void> {
  await to.evaluate((element) => element.scrollIntoView({ block: 'start' }));
  await log.evaluate((view) => view.scrollBy(0, -20));
}

async function inView({ log }: Chat, element: Locator): Promise<void> {
  await until('it is in view', async () => {
    const [box, view] = await Promise.all([element.boundingBox(), log.boundingBox()]);
    return box !== null && view !== null && box.y >= view.y && box.y + box.height <= view.y + view.height;
  });
}

/** The draft is there, and the question that was in view is. */
async function isAsBefore(of: Chat, text = draft, index = 20): Promise<void> {
  await until('the draft is there', async () => (await of.message.inputValue()) === text);
  await inView(of, question(index, of));
}

async function areAsBefore(): Promise<void> {
  await isAsBefore(chat);
  tab = new Chat(page, 'panel');
  await isAsBefore(tab, tabDraft, 497);
}
