import type { Browser, Locator } from 'playwright-core';
import type {
  RequestDetails,
  RequestRow,
  RequestsEvents,
  RequestsState,
  ShownEvent,
} from '../../src/protocol/requests.ts';
import { ServedPage, servePage, toScript } from './servedPage.ts';
import { bodyClasses, fonts, themes, type Theme } from './themes.ts';

export interface Inspected {
  rows: readonly RequestRow[];
  /** What is told of a request that has nothing here is `detailsOf`. */
  details?: Record<number, RequestDetails>;
  events?: Record<number, readonly ShownEvent[]>;
  state?: RequestsState;
  /** What calls of these methods fail with. */
  failures?: Record<string, string>;
}

interface Options extends Inspected {
  theme?: Theme;
  width?: number;
  height?: number;
}

declare global {
  interface Window {
    inspectorCalls: { method: string; params: unknown }[];
    pwnedTimes: number;
  }
}

/** The built panel "Requests" in a browser tab; the test plays the extension. */
export class RequestsPage extends ServedPage {
  static async open(browser: Browser, options: Options): Promise<RequestsPage> {
    const viewport = { width: options.width ?? 1280, height: options.height ?? 400 };
    const panel = new RequestsPage(await servePage(browser, html(options), { viewport }));
    await panel.load();
    await panel.page.getByRole('searchbox', { name: 'Filter requests' }).waitFor();
    await panel.drawn();
    return panel;
  }

  get list(): Locator {
    return this.page.getByRole('grid', { name: 'Requests' });
  }

  get rows(): Locator {
    return this.page.locator('.rows > .listRow');
  }

  tab(name: string): Locator {
    return this.page.getByRole('tab', { name });
  }

  /** Sends an event and waits until it is drawn. */
  async emit<K extends keyof RequestsEvents>(name: K, payload: RequestsEvents[K]): Promise<void> {
    await this.page.evaluate(([event, value]) => window.postMessage({ rpc: 'event', name: event, payload: value }), [
      name,
      payload,
    ] as const);
    await this.drawn();
  }

  /** What was asked of the extension so far, but for what is drawn; the oldest first. */
  async calls(): Promise<readonly { method: string; params: unknown }[]> {
    const calls = await this.page.evaluate(() => window.inspectorCalls);
    return calls.filter(({ method }) => !['ready', 'details', 'events'].includes(method));
  }
}

export const requestRow = (id: number, more: Partial<RequestRow> = {}): RequestRow => ({
  id,
  startedAt: Date.UTC(2026, 0, 5, 10, 0, id % 60),
  attempt: 1,
  feature: `Chat: Question ${id}`,
  method: 'POST',
  path: '/responses',
  server: 'api.openai.com',
  model: 'gpt-5',
  state: 'done',
  status: 200,
  firstTokenMs: 640,
  durationMs: 12_345,
  inputTokens: 123_456,
  outputTokens: 7890,
  costUsd: 0.0123,
  requestId: `req_${id}`,
  ...more,
});

export const requestDetails = (id: number, more: Partial<RequestDetails> = {}): RequestDetails => {
  const text = JSON.stringify({ model: 'gpt-5', input: `Question ${id}` });
  return {
    id,
    url: 'https://api.openai.com/v1/responses',
    requestHeaders: [['content-type', 'application/json']],
    request: { text, type: 'application/json', bytes: text.length, leftOut: 0 },
    answerHeaders: [
      ['content-type', 'text/event-stream'],
      ['x-ratelimit-remaining-requests', '499'],
    ],
    eventCount: 0,
    ...more,
  };
};

const nonce = 'dGVzdCBub25jZQ==';
const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'self'; font-src 'self'; img-src 'self' data:`;

function html({ theme = 'dark', rows, details, events, state, failures }: Options): string {
  const given = {
    rows,
    details: Object.fromEntries(rows.map(({ id }) => [id, details?.[id] ?? requestDetails(id)])),
    events: events ?? {},
    state: state ?? { paused: false, recording: false },
    failures: failures ?? {},
    variables: Object.entries({ ...themes[theme], ...fonts }),
  };
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/dist/webview/requests.css" />
    <script nonce="${nonce}">(${install.toString()})(${toScript(given)})</script>
  </head>
  <body class="${bodyClasses[theme]}">
    <div id="root"></div>
    <script type="module" nonce="${nonce}" src="/dist/webview/requests.js"></script>
  </body>
</html>`;
}

/** Runs in the page, before anything else. */
function install(given: {
  rows: unknown;
  state: unknown;
  details: Record<number, unknown>;
  events: Record<number, readonly unknown[]>;
  failures: Record<string, string>;
  variables: [string, string][];
}): void {
  const { style } = document.documentElement;
  for (const [name, value] of given.variables) style.setProperty(name, value);
  style.background = 'var(--vscode-panel-background, var(--vscode-editor-background))';
  window.inspectorCalls = [];
  window.pwnedTimes = 0;
  Object.assign(window, { pwned: () => window.pwnedTimes++ });
  const answerTo = (method: string, params: unknown): unknown => {
    if (method === 'ready') return { rows: given.rows, state: given.state };
    if (method === 'details') return given.details[params as number];
    if (method !== 'events') return null;
    const { id, from } = params as { id: number; from: number };
    return (given.events[id] ?? []).slice(from, from + 200);
  };
  const postMessage = ({ id, method, params }: { id: number; method: string; params: unknown }) => {
    window.inspectorCalls.push({ method, params });
    const message = given.failures[method];
    window.postMessage(
      message === undefined ? { rpc: 'answer', id, result: answerTo(method, params) } : { rpc: 'failure', id, message },
    );
  };
  Object.assign(window, { acquireVsCodeApi: () => ({ postMessage }) });
}
