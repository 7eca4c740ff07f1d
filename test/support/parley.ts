import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from './chromium.ts';
import { demoProfile, startOpenAIServer, type OpenAIServer, type OpenAIServerOptions } from './openaiServer.ts';
import { extensionsUnderTest, vsixUnderTest } from './package.ts';
import { startServer, type ServerOptions, type VSCodeServer } from './vscodeServer.ts';
import { runCommand } from './ui.ts';
import { openWindow, reached } from './window.ts';
import { copySample } from './workspace.ts';

/** A window of a real VS Code with Parley, on a copy of the sample workspace, beside a local OpenAI server. */
export interface Parley {
  page: Page;
  context: BrowserContext;
  browser: Browser;
  server: VSCodeServer;
  openai: OpenAIServer;
  /** The workspace's folder. */
  folder: string;
  close(): Promise<void>;
}

export interface ParleyOptions extends ServerOptions {
  openai?: OpenAIServerOptions;
  /** More entries of `parley.profiles`, for the same server. */
  profiles?: (server: OpenAIServer) => readonly object[];
  /** Texts of more files in the workspace, by name. */
  files?: Readonly<Record<string, string>>;
  /** Folders of other extensions that run beside it. */
  others?: readonly string[];
}

/** Opens it with the local server as the active profile. What was begun ends where a part of it fails. */
export async function openParley(options: ParleyOptions = {}): Promise<Parley> {
  const begun = new AsyncDisposableStack();
  try {
    const sample = copySample();
    begun.defer(() => sample.remove());
    for (const [name, text] of Object.entries(options.files ?? {})) writeFileSync(join(sample.folder, name), text);
    const openai = await startOpenAIServer(options.openai);
    begun.defer(() => openai.close());
    const profile = demoProfile(openai.url);
    const profiles = [profile, ...(options.profiles?.(openai) ?? [])];
    const settings = { 'parley.profiles': profiles, 'parley.activeProfile': profile.name, ...options.settings };
    const vsix = options.vsix ?? vsixUnderTest();
    const server = await startServer({ ...options, settings, ...(vsix && { vsix }) });
    begun.defer(() => server.close());
    const browser = await launchBrowser();
    begun.defer(() => browser.close());
    const extensions = [...extensionsUnderTest(vsix), ...(options.others ?? [])];
    const { page } = await openWindow(browser, server, { folder: sample.folder, extensions });
    return {
      page,
      context: page.context(),
      browser,
      server,
      openai,
      folder: sample.folder,
      close: () => begun.disposeAsync(),
    };
  } catch (error) {
    await begun.disposeAsync();
    throw error;
  }
}

/** Runs the command that reloads the window. */
export async function reload(page: Page): Promise<void> {
  await page.evaluate(() => performance.mark('before the reload'));
  await runCommand(page, 'Developer: Reload Window');
  await page.waitForFunction(() => performance.getEntriesByName('before the reload').length === 0);
  await reached(page, 'code/didLoadExtensions');
}

/** Ends the window as a crash does, and opens another on the same workspace, with its state and secrets. */
export async function reopen({ context, page, server, folder }: Parley): Promise<Page> {
  await page.close();
  return (await openWindow(context, server, { folder, extensions: extensionsUnderTest() })).page;
}
