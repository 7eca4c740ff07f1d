import type { FrameLocator, Locator, Page } from 'playwright-core';
import { runCommand, webview } from './ui.ts';
import { until } from './until.ts';

/** The chat as a user sees it, in the side bar or in an editor tab. */
export class Chat {
  readonly frame: FrameLocator;
  readonly message: Locator;
  readonly stop: Locator;
  /** The messages, answers, tool calls and ends of turns. */
  readonly log: Locator;
  readonly #ends: Locator;
  readonly #page: Page;

  constructor(page: Page, where: 'view' | 'panel' = 'view') {
    this.#page = page;
    this.frame = webview(page, where);
    this.message = this.frame.getByRole('textbox', { name: 'Message' });
    this.stop = this.frame.getByRole('button', { name: 'Stop', exact: true });
    this.log = this.frame.getByRole('log', { name: 'Conversation' });
    this.#ends = this.log.locator('.result');
  }

  /** Writes a message and sends it with Enter. */
  async send(text: string): Promise<void> {
    await this.message.fill(text);
    await this.message.press('Enter');
    await this.log.getByRole('article', { name: 'You' }).filter({ hasText: text }).last().waitFor();
  }

  /** Waits until the turn that `begin` begins has ended, and answers with its last answer's text. */
  async turn(begin: () => Promise<void>, timeoutMs = 60_000): Promise<string> {
    const before = await this.#ends.count();
    await begin();
    await until('the turn has ended', async () => (await this.#ends.count()) > before, { timeoutMs });
    const answers = this.log.getByRole('article', { name: 'Answer' });
    return (await answers.count()) > 0 ? answers.last().innerText() : '';
  }

  ask(text: string, timeoutMs?: number): Promise<string> {
    return this.turn(() => this.send(text), timeoutMs);
  }

  /** The whole conversation as text. A formula, which is read one symbol a line, is put together again. */
  async transcript(): Promise<string> {
    const text = await this.log.innerText();
    return text.replace(/(?:^.{1,2}\n){3,}/gmu, (symbols) => `${symbols.replaceAll('\n', '')}\n`);
  }

  /** Begins a conversation and waits until it is shown. */
  async begin(): Promise<void> {
    await runCommand(this.#page, 'Parley: New Chat');
    await this.log.waitFor({ state: 'detached' });
  }

  tool(title: string | RegExp): Locator {
    return this.log.getByRole('article', { name: title });
  }
}

/** Shows the chat in the side bar. */
export async function openChat(page: Page): Promise<Chat> {
  await runCommand(page, 'Parley: Open Chat');
  const chat = new Chat(page);
  await chat.message.waitFor();
  return chat;
}
