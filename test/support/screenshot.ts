import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { root } from './host.ts';

/** Saves what the page shows as out/e2e/NAME.png. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = join(root, 'out', 'e2e');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** For `afterEach`: keeps what the page showed when a test failed. */
export async function screenshotOfFailure(
  { passed, name }: { passed?: boolean; name: string },
  page: Page,
): Promise<void> {
  if (!passed) await screenshot(page, `failed-${name.replaceAll(/\W+/g, '-')}`);
}
