import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openChat, type Chat } from './chat.ts';
import { launchBrowser } from './chromium.ts';
import { openNotebook } from './notebook.ts';
import {
  contextMenu,
  fillInput,
  inputBox,
  notification,
  openFile,
  runCommand,
  selectLines,
  widenSideBar,
} from './ui.ts';
import { startServer, type Settings } from './vscodeServer.ts';
import { openWindow } from './window.ts';
import { copySample } from './workspace.ts';

export interface DemoOptions {
  vsix: string;
  apiKey: string;
  settings: Settings;
  /** The folder for numbered screenshots. */
  screenshots: string;
}

/** The lines of `orderTotal` in src/orders.ts. */
const functionLines = [15, 36] as const;

/** Does in a window what Parley is for, as a user does it, and says how it went. False when a step failed. */
export async function runDemo({ vsix, apiKey, settings, screenshots }: DemoOptions): Promise<boolean> {
  mkdirSync(screenshots, { recursive: true });
  const sample = copySample();
  const [server, browser] = await Promise.all([startServer({ vsix, settings }), launchBrowser()]);
  try {
    const { page } = await openWindow(browser, server, {
      folder: sample.folder,
      viewport: { width: 1440, height: 900 },
    });
    let shots = 0;
    const shoot = async (name: string) => {
      await page.screenshot({ path: join(screenshots, `${String(++shots).padStart(2, '0')}-${name}.png`) });
    };
    for (const [title, run] of stepsOf(page, { apiKey, folder: sample.folder, shoot })) {
      const start = performance.now();
      try {
        await run();
      } catch (error) {
        await shoot('failed');
        console.log(`✘ ${title}\n`, error);
        return false;
      }
      console.log(`✔ ${title} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
    }
    console.log(`\nScreenshots: ${screenshots}`);
    return true;
  } finally {
    await browser.close();
    await server.close();
    sample.remove();
  }
}

function stepsOf(
  page: Page,
  { apiKey, folder, shoot }: { apiKey: string; folder: string; shoot: (name: string) => Promise<void> },
): [title: string, run: () => Promise<void>][] {
  const file = join(folder, 'src', 'orders.ts');
  const before = readFileSync(file, 'utf8');
  let chat: Chat;
  return [
    [
      'Set the key in a password box; the server is asked whether it is good',
      async () => {
        await runCommand(page, 'Parley: Set API Key');
        const { input } = inputBox(page);
        await input.waitFor();
        assert.equal(await input.getAttribute('type'), 'password');
        await input.fill(apiKey);
        await shoot('key');
        await fillInput(page, apiKey);
        const { toast, message } = notification(page, 'is set');
        await toast.waitFor();
        console.log(`  ${await message.innerText()}`);
        await shoot('key-is-set');
      },
    ],
    [
      'Ask in the chat; the model reads a file first',
      async () => {
        await openFile(page, 'orders.ts');
        chat = await openChat(page);
        await widenSideBar(page, 130);
        await shoot('chat-empty');
        const answer = await chat.ask('Where is the total of an order computed?', 120_000);
        assert.ok(answer.length > 20, 'an answer');
        assert.ok((await chat.tool(/^Tool: /).count()) > 0, 'a tool call');
        await shoot('chat-with-tool-call');
      },
    ],
    [
      'Explain the selection, from the context menu',
      async () => {
        await openFile(page, 'orders.ts');
        await selectLines(page, ...functionLines);
        const answer = await chat.turn(() => contextMenu(page, 'Parley', 'Explain Selection'), 120_000);
        assert.ok(answer.length > 20, 'an answer');
        await shoot('explain');
      },
    ],
    [
      'Refactor the selection and accept the diff',
      async () => {
        await openFile(page, 'orders.ts');
        await selectLines(page, ...functionLines);
        await runCommand(page, 'Parley: Refactor Selection');
        await fillInput(page, '');
        const changed = page.locator('.monaco-diff-editor .editor.modified .view-lines');
        await changed.waitFor({ timeout: 120_000 });
        await changed.getByText('orderTotal').first().waitFor();
        await shoot('refactor-diff');
        await runCommand(page, 'Parley: Accept Proposed Edit');
        await page.locator('.monaco-diff-editor').waitFor({ state: 'detached' });
        await openFile(page, 'orders.ts');
        await shoot('refactor-accepted');
        const after = readFileSync(file, 'utf8');
        assert.notEqual(after, before, 'the file has changed');
        assert.match(after, /export function orderTotal/);
        assert.ok(after.startsWith(before.slice(0, before.indexOf('export function'))), 'the rest is as it was');
      },
    ],
    ['The conversation', async () => console.log(`\n${await chat.transcript()}\n`)],
    [
      'Open the API tour and run cells of it: text as it arrives, and how alike texts are',
      async () => {
        await runCommand(page, 'Parley: Open API Tour');
        const tour = await openNotebook(page);
        await tour.run('Watch it arrive');
        await shoot('tour-streamed');
        await tour.run('Compare texts');
        await tour.outputs.locator('section[aria-label="Embeddings"] table').last().waitFor();
        await shoot('tour-heat-map');
        // As the README shows it: nothing but the notebook.
        await page.keyboard.press('Control+B');
        await page.locator('.part.sidebar').waitFor({ state: 'hidden' });
        await tour.reveal('Compare texts');
        await runCommand(page, 'View: Toggle Breadcrumbs');
        await runCommand(page, 'View: Toggle Status Bar Visibility');
        await page.locator('.part.statusbar').waitFor({ state: 'hidden' });
        await page.mouse.move(720, 10);
        await shoot('tour');
      },
    ],
  ];
}
