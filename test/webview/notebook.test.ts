import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator } from 'playwright-core';
import type { CellResult, ResultPart, TextPart } from '../../src/protocol/cellResult.ts';
import { launchBrowser } from '../support/chromium.ts';
import { until } from '../support/until.ts';
import { NotebookPage, resultOf } from './notebookPage.ts';
import { audio, embeddings, error, json, moderation, plot, progress, table, text, toolCall } from './resultSamples.ts';

const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** The page is drawn a moment after what changes it. */
const countIs = (elements: Locator, count: number) =>
  until(`there are ${count}: ${String(elements)}`, async () => (await elements.count()) === count);

describe('results of a notebook', () => {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  const show = async (parts: readonly ResultPart[], more: Partial<CellResult> = {}) => {
    const notebook = await NotebookPage.open(browser);
    await notebook.render(resultOf(parts, more));
    return notebook;
  };

  it('shows text as Markdown that grows in place, and what the reader opened stays open', async () => {
    await using notebook = await NotebookPage.open(browser);
    const { page } = notebook;
    const grow = (answer: string, streaming: boolean) =>
      notebook.render(
        resultOf(
          [
            { kind: 'text', role: 'reasoning', text: 'Because **of** that', streaming },
            { kind: 'text', role: 'answer', text: answer, streaming },
          ],
          { state: streaming ? 'running' : 'done' },
        ),
      );
    await grow('# Title\n\nOpening.\n\nFirst', true);
    await page.getByRole('heading', { name: 'Title' }).waitFor();
    const heading = await page.getByRole('heading', { name: 'Title' }).elementHandle();
    await page.getByText('Thinking…').click();
    await page.locator('.reasoning strong').waitFor();
    await grow('# Title\n\nOpening.\n\nFirst **word** and more\n\nNext', true);
    await grow('# Title\n\nOpening.\n\nFirst **word** and more\n\nNext', false);
    assert.ok(await heading.evaluate((element) => element.isConnected), 'the finished heading is the same element');
    assert.equal(await page.locator('.reasoning strong').innerText(), 'of');
    assert.equal(await page.locator('.answer strong').innerText(), 'word');
    assert.equal(await page.getByRole('status').innerText(), 'Done');
    assert.deepEqual(notebook.problems, []);
  });

  it('numbers the sources, and asks the extension to open one', async () => {
    await using notebook = await show(text);
    const sources = notebook.page.getByRole('list', { name: 'Sources' });
    await countIs(sources.getByRole('listitem'), 3);
    await countIs(sources.getByRole('link'), 2);
    await sources.getByRole('link', { name: 'How auroras form' }).click();
    await sources.getByRole('link', { name: 'Colours of the sky' }).press('Enter');
    assert.deepEqual(await notebook.posted(), [
      { type: 'openLink', url: 'https://example.org/aurora' },
      { type: 'openLink', url: 'https://example.com/colours?page=2' },
    ]);
    assert.equal(new URL(notebook.page.url()).pathname, '/');
  });

  it('copies plain text and code as they are', async () => {
    await using notebook = await show(text);
    await notebook.page.getByRole('button', { name: 'Copy talk.srt' }).click();
    assert.match(await notebook.clipboard(), /^1\n00:00:00,000 --> 00:00:02,400\n/);
    await notebook.page.locator('.codeBlock [data-code="copy"]').click();
    assert.match(await notebook.clipboard(), /^from openai import OpenAI\n[\s\S]*output_text\)$/);
    await countIs(notebook.page.locator('.codeActions button:visible'), 1);
  });

  it('shows the arguments and the output of a tool call', async () => {
    await using notebook = await show([toolCall, { ...toolCall, name: 'half', arguments: '{"place":"Tro' }]);
    const call = notebook.page.getByRole('region', { name: 'Tool call: get_weather' });
    await call.getByRole('treeitem', { name: 'hours: [3 items]' }).click();
    await call.getByRole('treeitem', { name: '1: 12' }).waitFor();
    await call.getByRole('tree', { name: 'Output of get_weather' }).getByText('"clear"').waitFor();
    await notebook.page.getByText('{"place":"Tro', { exact: true }).waitFor();
  });

  it('shows images, in full size by a click, and saves them', async () => {
    const image = { kind: 'image', mimeType: 'image/png', base64: pixel, caption: 'A dot' } as const;
    await using notebook = await show([image, { ...image, partial: true }]);
    const { page } = notebook;
    const shown = page.getByRole('img', { name: 'A dot' }).first();
    assert.equal(await shown.evaluate((element: HTMLImageElement) => element.naturalWidth), 1);
    const frame = page.getByRole('button', { name: 'A dot' }).first();
    await frame.click();
    await page.locator('[aria-pressed=true]').waitFor();
    await page.getByRole('button', { name: 'Save Image 1' }).click();
    assert.deepEqual(await notebook.posted(), [{ type: 'save', part: image }]);
    await countIs(page.getByRole('button', { name: /^Save/ }), 1);
  });

  it('says that an image is damaged', async () => {
    await using notebook = await show([{ kind: 'image', mimeType: 'image/png', base64: 'AAAA' }]);
    await notebook.page.getByText('Image cannot be shown').waitFor();
  });

  it('plays audio and shows its words', async () => {
    await using notebook = await show([audio]);
    const play = notebook.page.getByRole('button', { name: 'Play' });
    await notebook.page.locator('.audioTime', { hasText: '0:01' }).waitFor();
    await play.click();
    await notebook.page.getByText('The sky is clear tonight').waitFor();
    await notebook.page.getByRole('button', { name: 'Save As…' }).click();
    assert.deepEqual(
      (await notebook.posted()).map(({ type }) => type),
      ['save'],
    );
    assert.deepEqual(notebook.problems, []);
  });

  it('shows embeddings with their lengths and how alike they are', async () => {
    await using notebook = await show([embeddings]);
    const { page } = notebook;
    assert.match(await page.getByRole('row', { name: /^1 A fox in the snow 1,536 1\.0000/ }).innerText(), /0\.0123/);
    const heat = page.getByRole('table', { name: 'Cosine similarity' });
    await countIs(heat.getByRole('columnheader'), 4);
    const [alike, unlike] = await Promise.all(
      ['0.71', '0.09'].map((name) =>
        heat
          .getByRole('cell', { name, exact: true })
          .first()
          .evaluate((cell) => getComputedStyle(cell).backgroundColor),
      ),
    );
    assert.notEqual(alike, unlike);
  });

  it('shows scores as bars, highest first, and says what is flagged', async () => {
    await using notebook = await show([moderation]);
    const rows = await notebook.page.getByRole('row').allInnerTexts();
    assert.match(rows[1] ?? '', /violence[\s\S]*0\.8731[\s\S]*flagged/);
    assert.match(rows.at(-1) ?? '', /self-harm[\s\S]*< 0\.0001/);
    const widths = await notebook.page
      .locator('.bar > span')
      .evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().width));
    assert.deepEqual(
      widths,
      widths.toSorted((a, b) => b - a),
    );
    assert.ok((widths[0] ?? 0) > 100);
  });

  it('sorts a table by a click on its head, and copies it as it is shown', async () => {
    await using notebook = await show([table]);
    const { page } = notebook;
    const names = () => page.locator('tbody tr td:nth-child(2)').allInnerTexts();
    const head = page.getByRole('columnheader', { name: 'filename' });
    await head.getByRole('button').click();
    assert.deepEqual(await names(), ['batch_9.jsonl', 'batch_10.jsonl', 'train.jsonl']);
    assert.equal(await head.getAttribute('aria-sort'), 'ascending');
    await page.getByRole('columnheader', { name: 'bytes' }).getByRole('button').click();
    await page.getByRole('columnheader', { name: 'bytes' }).getByRole('button').click();
    assert.deepEqual(await names(), ['train.jsonl', 'batch_9.jsonl', 'batch_10.jsonl']);
    await notebook.render(resultOf([{ ...table, note: 'Again' }]));
    assert.deepEqual(await names(), ['train.jsonl', 'batch_9.jsonl', 'batch_10.jsonl'], 'an update keeps the order');
    await page.getByRole('button', { name: 'Copy as CSV' }).click();
    assert.equal(
      (await notebook.clipboard()).split(/\r?\n/)[1],
      'file-a1,train.jsonl,fine-tune,182044,2026-11-02 09:14,',
    );
  });

  it('copies no text as a formula, and quotes what needs it', async () => {
    await using notebook = await show([
      {
        kind: 'table',
        columns: ['a', 'b'],
        rows: [
          ['=HYPERLINK("x")', -5],
          ['two, "words"', 'x\ty'],
        ],
      },
    ]);
    await notebook.page.getByRole('button', { name: 'Copy as CSV' }).click();
    assert.equal(
      (await notebook.clipboard()).replaceAll('\r\n', '\n'),
      'a,b\n"\'=HYPERLINK(""x"")",-5\n"two, ""words""",x\ty\n',
    );
  });

  it('draws lines with axes, and has their numbers for who does not see them', async () => {
    await using notebook = await show([plot]);
    const { page } = notebook;
    await page.getByRole('img', { name: /^Loss by step\. train_loss: from 2\.4/ }).waitFor();
    await countIs(page.locator('.plot g.series > path'), 2);
    assert.ok((await page.locator('.axes text').allTextContents()).includes('300'));
    await page.getByText('Numbers').click();
    await countIs(page.getByRole('row'), 61);
  });

  it('shows how far a long operation is, and what the server has said', async () => {
    await using notebook = await show([progress], { state: 'running' });
    const { page } = notebook;
    const bar = page.getByRole('progressbar', { name: 'ftjob-7: running' });
    assert.equal(await bar.getAttribute('aria-valuenow'), '42');
    assert.match(await page.getByRole('log').innerText(), /Validating training file[\s\S]*Step 126/);
    await notebook.render(resultOf([{ kind: 'progress', label: 'Waiting', events: [] }], { state: 'running' }));
    assert.equal(await page.getByRole('progressbar').getAttribute('aria-valuenow'), null);
  });

  it('announces an error with its request id and its next steps', async () => {
    await using notebook = await show([error], { state: 'failed' });
    const alert = notebook.page.getByRole('alert');
    assert.match(await alert.innerText(), /Too many requests[\s\S]*429[\s\S]*Try again in 20 s[\s\S]*req_5f2a9c/);
    await alert.getByRole('button', { name: 'Copy the request id' }).click();
    assert.equal(await notebook.clipboard(), 'req_5f2a9c');
    await alert.getByRole('button', { name: 'Show Log' }).click();
    assert.deepEqual(await notebook.posted(), [{ type: 'action', action: 'showLog' }]);
  });

  it('offers nothing that needs the extension where there is none', async () => {
    await using notebook = await NotebookPage.open(browser, { messaging: false });
    const image = { kind: 'image', mimeType: 'image/png', base64: pixel } as const;
    await notebook.render(resultOf([error, image, audio, ...text]));
    await notebook.page.getByRole('button', { name: 'Play' }).waitFor();
    await countIs(notebook.page.getByRole('button', { name: /^(Save|Show Log|Select)/ }), 0);
    await countIs(notebook.page.getByRole('list', { name: 'Sources' }).getByRole('link'), 0);
  });

  it('shows notes, and that it waits or was cancelled', async () => {
    await using notebook = await show([], { state: 'running', notes: ['temperature was left out.'] });
    await notebook.page.getByRole('list', { name: 'Notes' }).getByText('temperature was left out.').waitFor();
    await notebook.page.getByText('Waiting for the answer…').waitFor();
    await notebook.render(resultOf([], { state: 'cancelled' }));
    await countIs(notebook.page.getByText('Cancelled'), 2);
  });

  it('unfolds JSON by keyboard and keeps it unfolded when more comes', async () => {
    await using notebook = await show([{ ...json, folded: true }]);
    const { page } = notebook;
    await countIs(page.getByRole('treeitem'), 0);
    await page.getByText('Response').click();
    await page.getByRole('treeitem', { name: /^id/ }).focus();
    for (const key of ['End', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
    const focused = () =>
      page.evaluate(
        () => document.querySelector('.output')?.shadowRoot?.activeElement?.getAttribute('aria-label') ?? undefined,
      );
    assert.equal(await focused(), 'input_tokens: 45');
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(), 'output_tokens: 120');
    await notebook.render(resultOf([{ ...json, label: 'Response', folded: true }]));
    assert.equal(await focused(), 'output_tokens: 120', 'an update keeps the focus');
    await page.keyboard.press('Control+c');
    assert.equal(await notebook.clipboard(), '120');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    assert.equal(await focused(), 'usage: {2 keys}');
    await countIs(page.getByRole('treeitem', { name: /tokens/ }), 0);
    await countIs(page.locator('[role="treeitem"][tabindex="0"]'), 1);
  });

  it('builds a long list in slices', async () => {
    const value = Array.from({ length: 50_000 }, (_, index) => ({ index }));
    await using notebook = await show([{ kind: 'json', label: 'List', value, folded: false }]);
    const items = notebook.page.getByRole('treeitem');
    await countIs(items, 101);
    await notebook.page.getByText('Show 100 of 49900 more').click();
    await countIs(items, 201);
  });

  it('keeps out of the page and is not reached by its styles', async () => {
    await using notebook = await show([...text, table, json]);
    const { page } = notebook;
    const outside = await page.evaluate(() => ({
      nodes: document.querySelector('.output')?.childNodes.length,
      sheets: document.styleSheets.length,
    }));
    assert.deepEqual(outside, { nodes: 0, sheets: 1 });
    assert.notEqual(
      await page
        .locator('.head')
        .first()
        .evaluate((head) => getComputedStyle(head).outlineWidth),
      '7px',
    );
  });

  it('says what could not be loaded, and tries again on request', async () => {
    await using notebook = await NotebookPage.open(browser);
    const { page } = notebook;
    const chunk = /\/chunks\/(audioPlayer|markdownText)-/;
    await page.route(chunk, (route) => route.abort());
    const answer: TextPart = { kind: 'text', role: 'answer', text: 'An answer, **plainly**' };
    await notebook.render(resultOf([audio, audio, answer]));
    const player = page.getByText('The player could not be loaded.');
    await player.first().waitFor();
    await countIs(player, 2);
    await page.getByText('An answer, **plainly**').waitFor();
    await page.getByText('The layout of this text could not be loaded.').waitFor();
    await notebook.screenshot('notebook-not-loaded');
    const retry = page.getByRole('button', { name: 'Try Again' });
    const asked = page.waitForRequest(chunk);
    await retry.first().click();
    await asked;
    await player.first().waitFor();
    await page.unroute(chunk);
    await retry.first().click();
    await page.locator('.audioTime').nth(1).waitFor();
    await retry.click();
    await page.locator('.answer strong').waitFor();
    await countIs(retry, 0);
  });

  it('makes room for another renderer when it is done with an element', async () => {
    await using notebook = await show([table]);
    const seen = await notebook.page.evaluate(() => {
      window.notebook.renderer.disposeOutputItem('output');
      const element = document.querySelector<HTMLElement>('.output');
      if (element) element.append('Another output');
      return [element?.innerText, element?.shadowRoot?.querySelector('table')];
    });
    assert.deepEqual(seen, ['Another output', null]);
  });

  it('says in a sentence what cannot be read, and shows the rest', async () => {
    const rest: TextPart = { kind: 'text', role: 'plain', text: 'Still here' };
    await using notebook = await show([
      { kind: 'table', columns: 'x', rows: null },
      { kind: 'image', mimeType: 'image/svg+xml', base64: 'AAAA' },
      { kind: 'constructor' },
      null,
      rest,
    ] as unknown as ResultPart[]);
    const { page } = notebook;
    await countIs(page.getByText('cannot be shown'), 4);
    await page.getByText('Still here').waitFor();
    for (const value of [null, 7, 'text', [], { state: 'done' }]) {
      await notebook.render(value);
      await page.getByText('This result cannot be read.').waitFor();
    }
    assert.deepEqual(notebook.problems, []);
  });
});
