import type { FrameLocator, Locator, Page } from 'playwright-core';
import { until } from './until.ts';

/** An API notebook in the active editor. */
export interface Notebook {
  /** Where outputs are drawn: all of the notebook share one frame, which holds what is near. */
  outputs: FrameLocator;
  list: Locator;
  runAll(): Promise<void>;
  /** Scrolls to a heading, through the outline of the editor, and selects its cell. */
  reveal(title: string): Promise<void>;
  /** Scrolls to a heading and runs the cell below it; resolves when that has figures of an answer. */
  run(title: string): Promise<void>;
}

/** Waits until a notebook is open. */
export async function openNotebook(page: Page): Promise<Notebook> {
  const list = page.locator('.notebookOverlay .cell-list-container').last();
  const runAll = page.locator('.notebook-toolbar-container').last().getByRole('button', { name: 'Run All' });
  await runAll.waitFor();
  const notebook: Notebook = {
    outputs: page.frameLocator('iframe.webview.ready:not([src*="purpose=webviewView"])').frameLocator('#active-frame'),
    list,
    runAll: () => runAll.click(),
    reveal: async (title) => {
      const input = page.locator('.quick-input-widget .quick-input-box input');
      const row = page
        .locator('.quick-input-widget .monaco-list-row')
        .filter({ has: page.locator('.label-name').getByText(title, { exact: true }) });
      const shown = page
        .locator('.breadcrumbs-control .monaco-breadcrumb-item')
        .last()
        .getByText(title, { exact: true });
      // The list goes when an output that is late takes the focus; the cell that was selected before stays for a moment.
      await until(
        `“${title}” is shown`,
        async () => {
          if (!(await input.isVisible())) await page.keyboard.press('Control+Shift+O');
          await input.fill(`@${title}`, { timeout: 5000 });
          await row.first().click({ timeout: 5000 });
          await shown.waitFor({ timeout: 10_000 });
          return true;
        },
        { timeoutMs: 90_000 },
      );
    },
    run: async (title) => {
      await notebook.reveal(title);
      const cell = list.locator('.code-cell-row.focused');
      await until(`the cell below “${title}” is selected`, async () => {
        if (!(await cell.isVisible())) await page.keyboard.press('ArrowDown');
        await cell.waitFor({ timeout: 2000 });
        return true;
      });
      await page.keyboard.press('Control+Enter');
      await cell.getByText(/^200 · /).waitFor({ timeout: 120_000 });
    },
  };
  return notebook;
}
