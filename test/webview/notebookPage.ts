import type { Browser } from 'playwright-core';
import type { CellResult, RendererRequest } from '../../src/protocol/cellResult.ts';
import type { RendererApi, RendererContext } from '../../src/webview/notebook/rendererApi.ts';
import { ServedPage, servePage } from './servedPage.ts';
import { bodyClasses, fonts, themes, type Theme } from './themes.ts';

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
export class NotebookPage extends ServedPage {
  static async open(browser: Browser, options: NotebookPageOptions = {}): Promise<NotebookPage> {
    const viewport = { width: options.width ?? 900, height: options.height ?? 800 };
    const permissions = ['clipboard-read', 'clipboard-write'];
    const notebook = new NotebookPage(await servePage(browser, html(options), { viewport, permissions }));
    await notebook.load();
    await notebook.page.waitForFunction(() => 'notebook' in window);
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

  /** What was asked of the extension, oldest first. */
  async posted(): Promise<readonly RendererRequest[]> {
    return (await this.page.evaluate(() => window.notebook.posted)) as RendererRequest[];
  }

  clipboard(): Promise<string> {
    return this.page.evaluate(() => navigator.clipboard.readText());
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
