import type { Browser } from 'playwright-core';
import type { PlayerEvents, Speech } from '../../src/protocol/player.ts';
import { ServedPage, servePage, toScript } from './servedPage.ts';
import { bodyClasses, fonts, themes, type Theme } from './themes.ts';

declare global {
  interface Window {
    playerCalls: string[];
  }
}

const nonce = 'dGVzdCBub25jZQ==';
const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'self'; font-src 'self'; img-src 'self' data:`;

/** The built speech panel in a browser tab, with the extension's side played by the test. */
export class PlayerPage extends ServedPage {
  static async open(browser: Browser, speech: Speech, theme: Theme = 'dark'): Promise<PlayerPage> {
    const viewport = { width: 480, height: 320 };
    const player = new PlayerPage(await servePage(browser, html(speech, theme), { viewport }));
    await player.load();
    await player.page.getByRole('group', { name: 'Speech' }).waitFor();
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
}

function html(speech: Speech, theme: Theme): string {
  const variables = Object.entries({ ...themes[theme], ...fonts });
  const setup = `(${installHost.toString()})(${toScript({ speech, variables })})`;
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
