import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { PlayerEvents, Speech } from '../../src/protocol/player.ts';
import { root } from '../support/host.ts';
import { bodyClasses, contentTypes, fonts, themes, type Theme } from './chatPage.ts';

declare global {
  interface Window {
    playerCalls: string[];
  }
}

const nonce = 'dGVzdCBub25jZQ==';
const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'self'; font-src 'self'; img-src 'self' data:`;

/** The built speech panel in a browser tab, with the extension's side played by the test. */
export class PlayerPage implements AsyncDisposable {
  readonly page: Page;
  /** Errors the page did not catch, and everything it blocked. */
  readonly problems: string[] = [];
  readonly #close: () => Promise<void>;

  private constructor(page: Page, close: () => Promise<void>) {
    this.page = page;
    this.#close = close;
  }

  static async open(browser: Browser, speech: Speech, theme: Theme = 'dark'): Promise<PlayerPage> {
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://page');
      if (pathname === '/') {
        response.writeHead(200, { 'content-type': 'text/html' }).end(html(speech, theme));
        return;
      }
      readFile(join(root, pathname)).then(
        (body) => response.writeHead(200, { 'content-type': contentTypes[extname(pathname)] ?? '' }).end(body),
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const context = await browser.newContext({ viewport: { width: 480, height: 320 } });
    const page = await context.newPage();
    const player = new PlayerPage(page, async () => {
      await context.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    page.on('pageerror', (error) => player.problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') player.problems.push(message.text());
    });
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await page.getByRole('group', { name: 'Speech' }).waitFor();
    return player;
  }

  async emit<K extends keyof PlayerEvents>(name: K, payload: PlayerEvents[K]): Promise<void> {
    await this.page.evaluate(([event, value]) => window.postMessage({ rpc: 'event', name: event, payload: value }), [
      name,
      payload,
    ] as const);
  }

  /** The methods called, but `ready`. */
  async calls(): Promise<string[]> {
    return (await this.page.evaluate(() => window.playerCalls)).filter((method) => method !== 'ready');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#close();
  }
}

function html(speech: Speech, theme: Theme): string {
  const variables = Object.entries({ ...themes[theme], ...fonts });
  const setup = `(${installHost.toString()})(${JSON.stringify({ speech, variables }).replaceAll('<', '\\u003c')})`;
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/dist/webview/player.css" />
    <script nonce="${nonce}">${setup}</script>
  </head>
  <body class="${bodyClasses[theme]}">
    <div id="root"></div>
    <script type="module" nonce="${nonce}" src="/dist/webview/player.js"></script>
  </body>
</html>`;
}

/** Runs in the page, before anything else. */
function installHost(given: { speech: unknown; variables: [string, string][] }): void {
  const { style } = document.documentElement;
  for (const [name, value] of given.variables) style.setProperty(name, value);
  style.background = 'var(--vscode-editor-background)';
  window.playerCalls = [];
  const postMessage = ({ id, method }: { id: number; method: string }) => {
    window.playerCalls.push(method);
    window.postMessage({ rpc: 'answer', id, result: method === 'ready' ? given.speech : null });
  };
  Object.assign(window, { acquireVsCodeApi: () => ({ postMessage }) });
}
