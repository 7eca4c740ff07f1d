import { readFileSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { ChatEvents, ChatMethods, ChatSnapshot } from '../../src/protocol/chat.ts';
import { root } from '../support/host.ts';

export type Theme = 'dark' | 'light' | 'highContrast' | 'highContrastLight';

/** The colours of VS Code's own themes, as a webview gets them. */
export const themes = JSON.parse(readFileSync(join(root, 'test/webview/themes.json'), 'utf8')) as Record<
  Theme,
  Record<string, string>
>;
export const bodyClasses: Record<Theme, string> = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  highContrast: 'vscode-high-contrast',
  highContrastLight: 'vscode-high-contrast vscode-high-contrast-light',
};
export const fonts = {
  '--vscode-font-family': 'system-ui, sans-serif',
  '--vscode-font-size': '13px',
  '--vscode-font-weight': 'normal',
  '--vscode-editor-font-family': 'monospace',
  '--vscode-editor-font-size': '13px',
};
export const contentTypes: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.ttf': 'font/ttf',
};

export type Call = {
  [K in keyof ChatMethods]: { method: K; params: Parameters<ChatMethods[K]>[0] };
}[keyof ChatMethods];

/** What a call gets: a result, a failure, or nothing at all. */
export type Answer = { result: unknown } | { failure: string } | 'none';

interface FakeHost {
  calls: { method: string; params: unknown }[];
  answers: Record<string, Answer>;
  state: unknown;
}

declare global {
  interface Window {
    fakeHost: FakeHost;
  }
}

export interface ChatPageOptions {
  snapshot: ChatSnapshot;
  theme?: Theme;
  width?: number;
  height?: number;
  /** False leaves the sanitiser alone with what it must stop. */
  contentSecurityPolicy?: boolean;
  /** What an earlier view left behind. */
  state?: unknown;
}

/** The built webview in a browser tab, with the extension's side played by the test. */
export class ChatPage implements AsyncDisposable {
  readonly page: Page;
  /** Addresses asked for, other than those of the webview itself. */
  readonly strayRequests: string[] = [];
  /** Errors the page did not catch, and everything it blocked. */
  readonly problems: string[] = [];
  readonly #close: () => Promise<void>;

  private constructor(page: Page, close: () => Promise<void>) {
    this.page = page;
    this.#close = close;
  }

  static async open(browser: Browser, options: ChatPageOptions): Promise<ChatPage> {
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://page');
      if (pathname === '/') {
        response.writeHead(200, { 'content-type': 'text/html' }).end(html(options));
        return;
      }
      readFile(join(root, pathname)).then(
        (body) => response.writeHead(200, { 'content-type': contentTypes[extname(pathname)] ?? '' }).end(body),
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const context = await browser.newContext({
      viewport: { width: options.width ?? 380, height: options.height ?? 720 },
    });
    const page = await context.newPage();
    const chat = new ChatPage(page, async () => {
      await context.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith('data:'))
        chat.strayRequests.push(request.url());
    });
    page.on('pageerror', (error) => chat.problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') chat.problems.push(message.text());
    });
    await page.goto(origin);
    await page.getByRole('textbox', { name: 'Message' }).waitFor();
    return chat;
  }

  /** Waits until what has happened is drawn. */
  async drawn(): Promise<void> {
    await this.page.evaluate(
      () => new Promise((resolve) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(resolve)), 50)),
    );
  }

  /** Sends an event and waits until it is drawn. */
  async emit<K extends keyof ChatEvents>(name: K, payload: ChatEvents[K]): Promise<void> {
    await this.page.evaluate(([event, value]) => window.postMessage({ rpc: 'event', name: event, payload: value }), [
      name,
      payload,
    ] as const);
    await this.drawn();
  }

  /** Decides what calls of this method get from now on. */
  async answer(method: keyof ChatMethods, answer: Answer): Promise<void> {
    await this.page.evaluate(
      ([name, value]) => {
        window.fakeHost.answers[name] = value;
      },
      [method, answer] as const,
    );
  }

  /** All calls but `ready`, oldest first. */
  async calls(): Promise<readonly Call[]> {
    const calls = await this.page.evaluate(() => window.fakeHost.calls);
    return calls.filter(({ method }) => method !== 'ready') as Call[];
  }

  /** Waits for the first call of this method. */
  async call<K extends keyof ChatMethods>(method: K): Promise<Parameters<ChatMethods[K]>[0]> {
    const handle = await this.page.waitForFunction(
      (name) => window.fakeHost.calls.find((call) => call.method === name),
      method as string,
    );
    return (await handle.evaluate((call) => call?.params)) as Parameters<ChatMethods[K]>[0];
  }

  async state(): Promise<unknown> {
    return this.page.evaluate(() => window.fakeHost.state);
  }

  /** Leaves a picture in out/webview/. */
  async screenshot(name: string): Promise<void> {
    await mkdir(join(root, 'out/webview'), { recursive: true });
    await this.page.screenshot({ path: join(root, 'out/webview', `${name}.png`) });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#close();
  }
}

const nonce = 'dGVzdCBub25jZQ==';
const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'self'; font-src 'self'; img-src 'self' data:`;

function html({ snapshot, theme = 'dark', contentSecurityPolicy = true, state }: ChatPageOptions): string {
  const variables = Object.entries({ ...themes[theme], ...fonts });
  const setup = `(${installFakeHost.toString()})(${toScript({ snapshot, state, variables })})`;
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    ${contentSecurityPolicy ? `<meta http-equiv="Content-Security-Policy" content="${policy}" />` : ''}
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/dist/webview/main.css" />
    <script nonce="${nonce}">${setup}</script>
  </head>
  <body class="${bodyClasses[theme]}">
    <div id="root"></div>
    <script type="module" nonce="${nonce}" src="/dist/webview/main.js"></script>
  </body>
</html>`;
}

const toScript = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

/** Runs in the page, before anything else. */
function installFakeHost(given: { snapshot: unknown; state: unknown; variables: [string, string][] }): void {
  const { style } = document.documentElement;
  for (const [name, value] of given.variables) style.setProperty(name, value);
  style.background = 'var(--vscode-sideBar-background)';
  const host: FakeHost = { calls: [], answers: { ready: { result: given.snapshot } }, state: given.state };
  window.fakeHost = host;
  const postMessage = ({ id, method, params }: { id: number; method: string; params: unknown }) => {
    host.calls.push({ method, params });
    const answer = host.answers[method] ?? { result: null };
    if (answer === 'none') return;
    window.postMessage(
      'failure' in answer
        ? { rpc: 'failure', id, message: answer.failure }
        : { rpc: 'answer', id, result: answer.result },
    );
  };
  const setState = (next: unknown) => {
    host.state = next;
  };
  Object.assign(window, { acquireVsCodeApi: () => ({ postMessage, setState, getState: () => host.state }) });
}
