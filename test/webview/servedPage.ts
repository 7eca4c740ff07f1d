import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { root } from '../support/host.ts';

const contentTypes: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.ttf': 'font/ttf',
};

interface Served {
  page: Page;
  origin: string;
  close: () => Promise<void>;
}

/** An empty tab, and a server with a page of this HTML and the project's files below it. */
export async function servePage(browser: Browser, html: string, options: BrowserContextOptions): Promise<Served> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://page');
    if (pathname === '/') {
      response.writeHead(200, { 'content-type': 'text/html' }).end(html);
      return;
    }
    readFile(join(root, pathname)).then(
      (body) => response.writeHead(200, { 'content-type': contentTypes[extname(pathname)] ?? '' }).end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const context = await browser.newContext(options);
  const close = async () => {
    await context.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { page: await context.newPage(), origin, close };
}

/** A built page in a browser tab; the test plays the extension's side. */
export class ServedPage implements AsyncDisposable {
  readonly page: Page;
  /** Addresses asked for, other than those of the page itself. */
  readonly strayRequests: string[] = [];
  /** Errors the page did not catch, and everything it blocked. */
  readonly problems: string[] = [];
  readonly #served: Served;

  protected constructor(served: Served) {
    const { page, origin } = served;
    this.page = page;
    this.#served = served;
    page.on('request', (request) => {
      if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith('data:'))
        this.strayRequests.push(request.url());
    });
    page.on('pageerror', (error) => this.problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.problems.push(message.text());
    });
  }

  /** Opens the page in its tab. */
  protected async load(): Promise<void> {
    await this.page.goto(this.#served.origin);
  }

  /** Waits until what has happened is drawn. */
  async drawn(): Promise<void> {
    await this.page.evaluate(
      () => new Promise((resolve) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(resolve)), 50)),
    );
  }

  /** Leaves a picture in out/webview/: of what is in sight, or of the whole page. */
  async screenshot(name: string, { fullPage = false } = {}): Promise<void> {
    await mkdir(join(root, 'out/webview'), { recursive: true });
    await this.page.screenshot({ path: join(root, 'out/webview', `${name}.png`), fullPage });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#served.close();
  }
}

/** A script's argument as text that cannot end the script. */
export const toScript = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');
