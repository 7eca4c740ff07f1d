import type { Browser } from 'playwright-core';
import type { Transcript } from '../../src/agent/transcript.ts';
import type { ChatEvents, ChatMethods, ChatSnapshot, FirstSnapshot, ViewState } from '../../src/protocol/chat.ts';
import { firstSnapshot } from './samples.ts';
import { ServedPage, servePage, toScript } from './servedPage.ts';
import { bodyClasses, fonts, themes, type Theme } from './themes.ts';

export type Call = {
  [K in keyof ChatMethods]: { method: K; params: Parameters<ChatMethods[K]>[0] };
}[keyof ChatMethods];

/** What a call gets: a result, a failure, or nothing at all. */
export type Answer = { result: unknown } | { failure: string } | 'none';

interface FakeHost {
  calls: { id: number; method: string; params: unknown }[];
  answers: Record<string, Answer>;
  /** What VS Code keeps for the page. */
  state: unknown;
  /** The whole conversation: `items` is answered from it. */
  transcript: readonly unknown[];
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
  /** The whole conversation, of which the snapshot may hold the end alone. */
  transcript?: Transcript;
  /** What an earlier page of the view left behind. */
  view?: Partial<ViewState>;
}

/** The built webview in a browser tab, with the extension's side played by the test. */
export class ChatPage extends ServedPage {
  static async open(browser: Browser, options: ChatPageOptions): Promise<ChatPage> {
    const viewport = { width: options.width ?? 380, height: options.height ?? 720 };
    const chat = new ChatPage(await servePage(browser, html(options), { viewport }));
    await chat.load();
    await chat.page.getByRole('textbox', { name: 'Message' }).waitFor();
    return chat;
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

  /** Lets calls of this method get what they got before `answer`. */
  async forgetAnswer(method: keyof ChatMethods): Promise<void> {
    await this.page.evaluate((name) => Reflect.deleteProperty(window.fakeHost.answers, name), method);
  }

  /** Answers the first call of this method, which has got nothing yet. */
  async answerLate(method: keyof ChatMethods, answer: Exclude<Answer, 'none'>): Promise<void> {
    await this.page.evaluate(
      ([name, given]) => {
        const call = window.fakeHost.calls.find((one) => one.method === name);
        window.postMessage(
          'failure' in given
            ? { rpc: 'failure', id: call?.id, message: given.failure }
            : { rpc: 'answer', id: call?.id, result: given.result },
        );
      },
      [method, answer] as const,
    );
  }

  /** All calls but `ready`, `keep` and `items`, oldest first. */
  async calls(): Promise<readonly Call[]> {
    const calls = await this.page.evaluate(() => window.fakeHost.calls);
    const asked = calls.filter(({ method }) => !['ready', 'keep', 'items'].includes(method));
    return asked.map(({ method, params }) => ({ method, params })) as Call[];
  }

  /** Waits for the first call of this method. */
  async call<K extends keyof ChatMethods>(method: K): Promise<Parameters<ChatMethods[K]>[0]> {
    const handle = await this.page.waitForFunction(
      (name) => window.fakeHost.calls.find((call) => call.method === name),
      method as string,
    );
    return (await handle.evaluate((call) => call?.params)) as Parameters<ChatMethods[K]>[0];
  }

  /** What the page began with and has kept since, put together as the extension does. */
  async view(): Promise<ViewState> {
    const { calls, answers } = await this.page.evaluate(() => window.fakeHost);
    const changes = calls.flatMap(({ method, params }) => (method === 'keep' ? [params as Partial<ViewState>] : []));
    return Object.assign({}, (answers.ready as { result: FirstSnapshot }).result.view, ...changes) as ViewState;
  }

  /** What VS Code keeps for the page. */
  async state(): Promise<unknown> {
    return this.page.evaluate(() => window.fakeHost.state);
  }
}

const nonce = 'dGVzdCBub25jZQ==';
const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'self'; font-src 'self'; img-src 'self' data:`;

function html({
  snapshot,
  theme = 'dark',
  contentSecurityPolicy = true,
  view,
  transcript = [],
}: ChatPageOptions): string {
  const variables = Object.entries({ ...themes[theme], ...fonts });
  const setup = `(${installFakeHost.toString()})(${toScript({ first: firstSnapshot(snapshot, view), transcript, variables })})`;
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

/** Runs in the page, before anything else. */
function installFakeHost(given: {
  first: unknown;
  transcript: readonly unknown[];
  variables: [string, string][];
}): void {
  const { style } = document.documentElement;
  for (const [name, value] of given.variables) style.setProperty(name, value);
  style.background = 'var(--vscode-sideBar-background)';
  const { first, transcript } = given;
  const host: FakeHost = { calls: [], answers: { ready: { result: first } }, state: undefined, transcript };
  window.fakeHost = host;
  const postMessage = ({ id, method, params }: { id: number; method: string; params: unknown }) => {
    host.calls.push({ id, method, params });
    const { from, to } = (params ?? {}) as { from?: number; to?: number };
    const whole = method === 'items' ? { result: host.transcript.slice(from, to) } : { result: null };
    const answer = host.answers[method] ?? whole;
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
