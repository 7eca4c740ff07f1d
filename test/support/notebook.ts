import type { FrameLocator, Locator, Page } from 'playwright-core';
import { until } from './until.ts';

/** An API notebook in the active editor. */
export interface Notebook {
  /** Where outputs are drawn: all of the notebook share one frame, which holds what is near. */
  outputs: FrameLocator;
  list: Locator;
  runAll(): Promise<void>;
  /** Scrolls to a heading, through the outline of the editor. */
  reveal(title: string): Promise<void>;
}

/** Waits until a notebook is open. */
export async function openNotebook(page: Page): Promise<Notebook> {
  const list = page.locator('.notebookOverlay .cell-list-container').last();
  const runAll = page.locator('.notebook-toolbar-container').getByRole('button', { name: 'Run All' });
  await runAll.waitFor();
  return {
    outputs: page.frameLocator('iframe.webview.ready:not([src*="purpose=webviewView"])').frameLocator('#active-frame'),
    list,
    runAll: () => runAll.click(),
    reveal: async (title) => {
      const input = page.locator('.quick-input-widget .quick-input-box input');
      await until(`“${title}” is shown`, async () => {
        if (!(await input.isVisible())) await page.keyboard.press('Control+Shift+O');
        await input.fill(`@${title}`, { timeout: 2000 });
        await page
          .locator('.quick-input-widget .monaco-list-row')
          .filter({ has: page.locator('.label-name').getByText(title, { exact: true }) })
          .first()
          .click({ timeout: 2000 });
        return true;
      });
    },
  };
}
