import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { CellResult, RendererRequest } from '../../src/protocol/cellResult.ts';
import type { RendererApi, RendererContext } from '../../src/webview/notebook/rendererApi.ts';
import { root } from '../support/host.ts';
import { bodyClasses, contentTypes, fonts, themes, type Theme } from './chatPage.ts';

declare global {
  interface Window {
    notebook: { renderer: RendererApi; posted: unknown[]; pwned: number };
    pwned: () => void;
  }
}

interface NotebookPageOptions {
  theme?: Theme;
  width?: number;
  height?: number;
  /** False for a notebook without its extension. */
  messaging?: boolean;
}

/** A page of outputs as a notebook has it, with the built renderer; the test plays the editor. */
export class NotebookPage implements AsyncDisposable {
  readonly page: Page;
  readonly strayRequests: string[] = [];
  /** Errors the page did not catch, and everything it blocked. */
  readonly problems: string[] = [];
  readonly #close: () => Promise<void>;

  private constructor(page: Page, close: () => Promise<void>) {
    this.page = page;
    this.#close = close;
  }

  static async open(browser: Browser, options: NotebookPageOptions = {}): Promise<NotebookPage> {
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
      viewport: { width: options.width ?? 900, height: options.height ?? 800 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    const notebook = new NotebookPage(page, async () => {
      await context.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith('data:'))
        notebook.strayRequests.push(request.url());
    });
    page.on('pageerror', (error) => notebook.problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') notebook.problems.push(message.text());
    });
    await page.goto(origin);
    await page.waitForFunction(() => 'notebook' in window);
    return notebook;
  }

  /** Draws a result in the output of this name, which is made where it is new. Any value: a file may hold anything. */
  async render(result: unknown, id = 'output'): Promise<void> {
    await this.page.evaluate(
      ([name, value]) => {
        let element = document.getElementById(name);
        if (!element) {
          element = document.createElement('div');
          element.id = name;
          element.className = 'output';
          document.body.append(element);
        }
        window.notebook.renderer.renderOutputItem({ id: name, json: () => value }, element);
      },
      [id, result] as const,
    );
    await this.drawn();
  }

  /** Waits until what has happened is drawn. */
  async drawn(): Promise<void> {
    await this.page.evaluate(
      () => new Promise((resolve) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(resolve)), 20)),
    );
  }

  /** What was asked of the extension, oldest first. */
  async posted(): Promise<readonly RendererRequest[]> {
    return (await this.page.evaluate(() => window.notebook.posted)) as RendererRequest[];
  }

  clipboard(): Promise<string> {
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /** Leaves a picture of the whole page in out/webview/. */
  async screenshot(name: string): Promise<void> {
    await mkdir(join(root, 'out/webview'), { recursive: true });
    await this.page.screenshot({ path: join(root, 'out/webview', `${name}.png`), fullPage: true });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#close();
  }
}

/** A result with these parts. */
export const resultOf = (parts: CellResult['parts'], more: Partial<CellResult> = {}): CellResult => ({
  request: { method: 'POST', path: '/responses' },
  state: 'done',
  notes: [],
  parts,
  ...more,
});

/** As VS Code's notebooks have it, with no more than the page's own origin for scripts, styles and fonts. */
const policy = `default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src data:; font-src 'self'; connect-src https:`;

const darkCharts = {
  '--vscode-charts-blue': '#3794ff',
  '--vscode-charts-orange': '#d18616',
  '--vscode-charts-purple': '#b180d7',
  '--vscode-charts-yellow': '#cca700',
};
const lightCharts = {
  '--vscode-charts-blue': '#1a85ff',
  '--vscode-charts-orange': '#d18616',
  '--vscode-charts-purple': '#652d90',
  '--vscode-charts-yellow': '#bf8803',
};

function html({ theme = 'dark', messaging = true }: NotebookPageOptions): string {
  const charts = theme === 'light' || theme === 'highContrastLight' ? lightCharts : darkCharts;
  const variables = Object.entries({ ...charts, ...themes[theme], ...fonts });
  const start = `(${install.toString()})(await import('/dist/webview/notebook.js'), ${messaging})`;
  return `<!doctype html>
<html lang="en" style="${variables.map(([name, value]) => `${name}: ${value.replaceAll('"', "'")}`).join('; ')}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <link rel="icon" href="data:," />
    <style>
      body { margin: 0; background: var(--vscode-editor-background); }
      .output { margin: 12px; padding: 4px 8px; }
      .card, .row, .head { outline: 7px solid red; }
    </style>
    <script type="module">${start}</script>
  </head>
  <body class="${bodyClasses[theme]}"></body>
</html>`;
}

/** Runs in the page. */
function install(module: { activate(context: RendererContext): RendererApi }, messaging: boolean): void {
  const posted: unknown[] = [];
  const context = messaging ? { postMessage: (message: unknown) => void posted.push(message) } : {};
  const notebook = { renderer: module.activate(context), posted, pwned: 0 };
  window.pwned = () => {
    notebook.pwned++;
  };
  window.notebook = notebook;
}
