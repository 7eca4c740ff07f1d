import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { ImagePart } from '../../src/protocol/cellResult.ts';
import { launchBrowser } from '../support/chromium.ts';
import type { Theme } from './themes.ts';
import { NotebookPage } from './notebookPage.ts';
import { everything } from './resultSamples.ts';

/** A night sky, drawn by the browser. */
const draw = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 512;
    canvas.height = 320;
    const context = canvas.getContext('2d');
    if (!context) throw new Error('The browser draws nothing.');
    const sky = context.createLinearGradient(0, 0, 200, 320);
    const colors = ['#0b1026', '#1b3a5c', '#2fa37c', '#8fe3a0', '#10182e'];
    colors.forEach((color, index) => sky.addColorStop(index / (colors.length - 1), color));
    context.fillStyle = sky;
    context.fillRect(0, 0, 512, 320);
    return canvas.toDataURL('image/png').slice('data:image/png;base64,'.length);
  });

describe('looks of results', () => {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  for (const theme of ['dark', 'light', 'highContrast', 'highContrastLight'] as const satisfies Theme[]) {
    it(`shows every kind of result in ${theme}`, async () => {
      await using notebook = await NotebookPage.open(browser, { theme });
      const { page } = notebook;
      const image: ImagePart = { kind: 'image', mimeType: 'image/png', base64: await draw(page) };
      const results = everything([
        { ...image, caption: 'A green aurora above a dark forest' },
        { ...image, partial: true },
      ]);
      for (const [index, result] of results.entries()) await notebook.render(result, `output${index}`);
      await page.locator('.hljs-keyword').first().waitFor();
      await page.getByRole('button', { name: 'Play' }).waitFor();
      await page.getByText('usage').click();
      await notebook.screenshot(`results-${theme}`, { fullPage: true });
      const unreadable = await page.evaluate(() => {
        const visible = (color: string) => color !== 'rgba(0, 0, 0, 0)';
        return [...document.querySelectorAll('.output')].flatMap(({ shadowRoot }) =>
          [...(shadowRoot?.querySelectorAll('p, td, th, button, span, text') ?? [])]
            .filter((element) => !visible(getComputedStyle(element).color))
            .map(({ outerHTML }) => outerHTML),
        );
      });
      assert.deepEqual(unreadable, []);
      assert.deepEqual(notebook.problems, []);
      assert.deepEqual(notebook.strayRequests, []);
    });
  }
});
