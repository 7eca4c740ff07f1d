import { format } from 'node:util';
import { resolve } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { VSCodeServer } from './vscodeServer.ts';

export interface WindowOptions {
  folder?: string;
  /** Extensions under development. */
  extensions?: readonly string[];
  /** A CommonJS module whose `run` is called in the extension host. */
  extensionTests?: string;
  /** What the workbench and, with `extensionTests`, the extension host log. */
  onLog?: (line: string) => void;
  viewport?: { width: number; height: number };
}

export interface VSCodeWindow {
  page: Page;
  /** Resolves when `extensionTests` is done: 0 when its `run` resolved. */
  testsExit: Promise<number>;
}

/** How long anything that must come may take: nothing is waited for longer than it takes. */
const slowMachineMs = 60_000;

/**
 * Opens a window and waits until its extensions are known (with `extensionTests`: until the workbench is restored).
 * A browser gives a fresh context, with state and secrets of its own; a context shares them between its windows.
 */
export async function openWindow(
  where: Browser | BrowserContext,
  server: VSCodeServer,
  options: WindowOptions = {},
): Promise<VSCodeWindow> {
  const viewport = options.viewport ?? { width: 1280, height: 800 };
  const context = 'newContext' in where ? await where.newContext({ viewport }) : where;
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.origin });
  const page = await context.newPage();
  page.setDefaultTimeout(slowMachineMs);
  let exit: (code: number) => void = () => undefined;
  const testsExit = new Promise<number>((resolve) => (exit = resolve));
  await page.exposeFunction('codeAutomationExit', (code: number) => exit(code));
  const { onLog } = options;
  if (onLog) await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => onLog(format(...args)));
  await page.addInitScript(prepareWindow, {
    extensions: (options.extensions ?? []).map((path) => remoteUri(server, path)),
    extensionTestsPath: options.extensionTests && remoteUri(server, options.extensionTests),
    secretKeyHalf: [...Buffer.alloc(32, 7)],
  });
  await page.goto(windowUrl(server, options.folder));
  await reached(page, options.extensionTests ? 'code/LifecyclePhase/Restored' : 'code/didLoadExtensions');
  return { page, testsExit };
}

/** Waits for a performance mark of VS Code. */
export const reached = (page: Page, mark: string) =>
  page.waitForFunction((name) => performance.getEntriesByName(name).length > 0, mark, { timeout: 2 * slowMachineMs });

/** The address of a window on a folder or a workspace file. */
export function windowUrl(server: VSCodeServer, folder?: string): string {
  const kind = folder?.endsWith('.code-workspace') ? 'workspace' : 'folder';
  const query = new URLSearchParams(folder === undefined ? { ew: 'true' } : { [kind]: resolve(folder) });
  query.set('payload', '[["skipWelcome","true"],["skipReleaseNotes","true"]]');
  return `${server.origin}/?${query}`;
}

const remoteUri = (server: VSCodeServer, path: string) => ({
  scheme: 'vscode-remote',
  authority: `127.0.0.1:${server.port}`,
  path: resolve(path),
});

type RemoteUri = ReturnType<typeof remoteUri>;

interface Preparation {
  extensions: RemoteUri[];
  extensionTestsPath: RemoteUri | undefined | '';
  secretKeyHalf: number[];
}

/** Runs in the page before any script of VS Code. */
function prepareWindow({ extensions, extensionTestsPath, secretKeyHalf }: Preparation): void {
  document.addEventListener('readystatechange', () => {
    const meta = document.getElementById('vscode-workbench-web-configuration');
    if (!meta || meta.dataset.prepared) return;
    const configuration = JSON.parse(meta.getAttribute('data-settings') ?? '{}') as Record<string, unknown>;
    configuration.developmentOptions = {
      ...(extensions.length > 0 && { extensions }),
      ...(extensionTestsPath && { extensionTestsPath }),
    };
    meta.setAttribute('data-settings', JSON.stringify(configuration));
    meta.dataset.prepared = 'true';
  });
  // Every further webview looks for a newer service worker and waits two to three seconds for it.
  if ('ServiceWorkerRegistration' in globalThis) {
    ServiceWorkerRegistration.prototype.update = function () {
      return Promise.resolve(this);
    };
  }
  // In a browser VS Code encrypts secrets with half a key from code-server's own front, which is not running here.
  const fetchReally = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    if (!url.endsWith('/mint-key')) return fetchReally(input, init);
    return Promise.resolve(new Response(new Uint8Array(secretKeyHalf)));
  };
}
