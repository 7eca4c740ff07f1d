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

  constructor(page: Page, where: 'view' | 'panel' = 'view') {
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
