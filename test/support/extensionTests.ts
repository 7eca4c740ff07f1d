import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { companionsOf } from './companions.ts';
import { root } from './host.ts';
import { extensionsUnderTest, vsixUnderTest } from './package.ts';
import { startServer } from './vscodeServer.ts';
import { openWindow } from './window.ts';
import { addSecondFolder, copySample } from './workspace.ts';

export interface Counts {
  passed: number;
  failed: number;
}

/** The report of test/integration/index.ts. */
export interface ExtensionTestResults {
  stats: { passes: number; failures: number; pending: number };
}

/** Marks the lines of Mocha's report among all that VS Code logs. */
export const reportMark = '[mocha] ';

export interface ExtensionTestOptions {
  grep?: string | undefined;
  timeoutMs?: number;
  /** Takes each line of the report. */
  print?: (line: string) => void;
}

/**
 * Runs a bundled integration test file in the extension host of a VS Code of its own, on a copy of the sample
 * workspace. A file with `untrusted` in its name runs in Restricted Mode, one with `multiRoot` in a workspace of two
 * folders, one that `companionsOf` knows beside another extension. Its `TEST_*` variables are this process's.
 */
export async function runExtensionTests(
  browser: Browser,
  file: string,
  { grep, timeoutMs = 420_000, print = console.log }: ExtensionTestOptions = {},
): Promise<Counts> {
  const workspace = copySample();
  const resultsFile = join(workspace.folder, '..', 'results.json');
  const env: Record<string, string> = { TEST_FILE: file, TEST_RESULTS: resultsFile, TEST_WORKSPACE: workspace.folder };
  for (const [name, value] of Object.entries(process.env)) if (name.startsWith('TEST_')) env[name] ??= value ?? '';
  if (grep !== undefined) env.TEST_GREP = grep;
  const vsix = vsixUnderTest();
  const server = await startServer({ env, untrusted: /untrusted/i.test(file), ...(vsix && { vsix }) });
  const log: string[] = [];
  try {
    const { page, testsExit } = await openWindow(browser, server, {
      folder: /multiRoot/i.test(file) ? addSecondFolder(workspace.folder) : workspace.folder,
      extensions: [...extensionsUnderTest(), ...companionsOf(file)],
      extensionTests: join(root, 'out', 'integration', 'index.cjs'),
      onLog: (line) => {
        if (line.startsWith(reportMark)) print(line.slice(reportMark.length));
        else log.push(line);
      },
    });
    const exit = await withTimeout(testsExit, timeoutMs);
    const results = existsSync(resultsFile) && (JSON.parse(readFileSync(resultsFile, 'utf8')) as ExtensionTestResults);
    if (exit !== 0) {
      mkdirSync(join(root, 'out', 'integration'), { recursive: true });
      await page.screenshot({ path: join(root, 'out', 'integration', `${file}.png`) });
    }
    await page.context().close();
    if (!results) {
      print(`${file}: ${exit === undefined ? `no end after ${timeoutMs / 1000} s` : 'no result'}`);
      print(log.slice(-40).join('\n'));
      return { passed: 0, failed: 1 };
    }
    return { passed: results.stats.passes, failed: results.stats.failures + results.stats.pending };
  } finally {
    await server.close();
    workspace.remove();
  }
}

/** Undefined when the time is over. */
async function withTimeout<T>(promise: Promise<T>, timeoutMs: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), timeoutMs);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
