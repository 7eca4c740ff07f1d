import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { openParley, type Parley, type ParleyOptions } from './parley.ts';
import { screenshot } from './screenshot.ts';
import { runCommand } from './ui.ts';
import { until } from './until.ts';

/** `openParley` with VS Code's own chat beside the editor, ready for our models without any account. */
export async function openBuiltinChat(options: ParleyOptions = {}): Promise<{ parley: Parley; chat: BuiltinChat }> {
  const parley = await openParley({
    ...options,
    // Says that the user has models of ours: without, VS Code asks for a sign-in.
    userFiles: { 'chatLanguageModels.json': [{ vendor: 'parley', name: 'Parley' }], ...options.userFiles },
    settings: {
      'chat.disableAIFeatures': false,
      'workbench.secondarySideBar.defaultVisibility': 'visible',
      ...options.settings,
    },
  });
  try {
    await enable(parley);
  } catch (error) {
    // A window that stays open keeps the test's process.
    await screenshot(parley.page, 'failed-builtin-chat');
    await parley.close();
    throw error;
  }
  return { parley, chat: new BuiltinChat(parley.page) };
}

/**
 * "Manage Language Models" begins VS Code's chat extension, which answers a message only once it says that it is there and
 * a model is chosen.
 */
async function enable({ page, server, openai }: Parley): Promise<void> {
  const log = () => join(server.logsDir(), 'exthost1', 'GitHub.copilot-chat', 'GitHub Copilot Chat.log');
  const begun = 'ConversationFeature: Activating contributions';
  const models = page.locator('.models-widget');
  await until(
    'the chat extension is there',
    async () => {
      await runCommand(page, 'Chat: Manage Language Models');
      await models.waitFor({ timeout: 20_000 });
      const isBegun = () => existsSync(log()) && readFileSync(log(), 'utf8').includes(begun);
      return until('the chat extension has begun', isBegun, { timeoutMs: 20_000 });
    },
    { timeoutMs: 100_000 },
  );
  await until('the list of models is closed', async () => {
    if ((await models.count()) === 0) return true;
    // The chat behind it may have taken the focus.
    await models.locator('.monaco-editor').first().click({ timeout: 2000 });
    await page.keyboard.press('Escape');
    await models.waitFor({ state: 'detached', timeout: 2000 });
    return true;
  });
  const { data } = (await (await fetch(`${openai.url}/models`)).json()) as { data: { id: string }[] };
  await until('a model is chosen', async () => {
    const shown = (await page.locator('.chat-input-toolbars').allInnerTexts()).join('\n').split('\n');
    return data.some(({ id }) => shown.includes(id));
  });
}

/** VS Code's own chat, as a user sees it. */
export class BuiltinChat {
  readonly session: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.session = page.locator('.interactive-session');
  }

  /** The newest answer: of older ones the list draws only what is in sight. */
  get answer(): Locator {
    return this.session.locator('.interactive-response').last();
  }

  /** Sends a message with Enter. "@name /command words": the words are found in the list afterwards. */
  async send(message: string): Promise<void> {
    const box = this.session.locator('.chat-input-container .monaco-editor').first();
    const [, command = '', rest = ''] = /^(?:@\w+\s*)?(\/\w+)?\s*([^]*)$/.exec(message) ?? [];
    const words = rest === '' ? command : rest;
    await box.click();
    await this.#page.keyboard.press('Control+A');
    await this.#page.keyboard.insertText(message);
    // Enter would take from a list of suggestions.
    await this.#page.keyboard.press('Escape');
    const sent = this.session.locator('.interactive-request').filter({ hasText: words }).last();
    await until(`“${message}” is sent`, async () => {
      // A window that has no time just now takes no Enter: the message stays where it was written.
      const written = await box.innerText({ timeout: 5000 });
      if (written.includes(words.split(/\s/).at(-1) ?? '')) await this.#page.keyboard.press('Enter');
      await sent.waitFor({ timeout: 5000 });
      return true;
    });
  }

  /** Waits until the newest answer says it, and gives its whole text. */
  async answers(text: string | RegExp): Promise<string> {
    return until(`the answer says ${text}`, async () => {
      const shown = await this.answer.innerText({ timeout: 5000 });
      return (typeof text === 'string' ? shown.includes(text) : text.test(shown)) && shown;
    });
  }

  async ask(message: string, answer: string | RegExp): Promise<string> {
    await this.send(message);
    return this.answers(answer);
  }

  /** Ends the answer that is under way. */
  async stop(): Promise<void> {
    const stop = this.session.locator('.chat-execute-toolbar').getByRole('button', { name: /^Cancel|^Stop/ });
    await stop.click();
    await stop.waitFor({ state: 'hidden' });
  }

  /** "Agent", "Ask", "Plan". */
  async chooseMode(mode: string): Promise<void> {
    const picker = this.#pickers.filter({ hasText: /^(Agent|Ask|Plan|Edit)$/ }).first();
    await this.#choose(picker, mode);
  }

  /** A model by its name, which is its id. */
  async chooseModel(model: string): Promise<void> {
    const picker = this.#pickers.filter({ hasNotText: /^(Agent|Ask|Plan|Edit)$/ }).first();
    await this.#choose(picker, model);
  }

  get #pickers(): Locator {
    return this.session.locator('.chat-input-toolbars .chat-modelPicker-item, .chat-input-toolbars .action-item');
  }

  /** The list of a picker closes itself when the chat takes the focus back. */
  async #choose(picker: Locator, entry: string): Promise<void> {
    const row = this.#page.locator('.action-widget').getByText(entry, { exact: true }).first();
    await until(`${entry} is chosen`, async () => {
      if ((await picker.innerText({ timeout: 5000 })).trim() === entry) return true;
      if (!(await row.isVisible())) await picker.click({ timeout: 2000 });
      await row.click({ timeout: 2000 });
      return false;
    });
  }
}
