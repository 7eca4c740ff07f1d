import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { ChatAction } from '../../src/protocol/chat.ts';
import type { ResultPart } from '../../src/protocol/cellResult.ts';
import { launchBrowser } from '../support/chromium.ts';
import { NotebookPage, resultOf } from './notebookPage.ts';
import { payloads } from './payloads.ts';

/** The payload wherever a part takes text. */
const partsWith = (text: string): readonly ResultPart[] => [
  { kind: 'text', role: 'answer', label: text, text, citations: [{ title: text, url: text }, { title: text }] },
  { kind: 'text', role: 'refusal', label: text, text },
  { kind: 'text', role: 'plain', label: text, text },
  { kind: 'text', role: 'reasoning', label: text, text },
  { kind: 'toolCall', name: text, type: text, arguments: JSON.stringify({ [text]: text }), output: text, status: text },
  { kind: 'image', mimeType: 'image/png', base64: 'AAAA', caption: text },
  {
    kind: 'embeddings',
    items: [1, 2].map(() => ({ label: text, dimensions: 2, norm: 1, head: [1] })),
    similarity: [
      [1, 0],
      [0, 1],
    ],
  },
  { kind: 'moderation', label: text, flagged: true, categories: [{ name: text, score: 1, flagged: true }] },
  { kind: 'table', label: text, columns: [text], rows: [[text]], note: text },
  {
    kind: 'plot',
    label: text,
    xLabel: text,
    series: [
      {
        name: text,
        points: [
          [0, 1],
          [1, 2],
        ],
      },
    ],
  },
  { kind: 'progress', label: text, fraction: 1, events: [{ text }] },
  {
    kind: 'error',
    title: text,
    text,
    actions: [text as ChatAction],
    error: { kind: 'server', message: text, requestId: text },
  },
  { kind: 'json', label: text, value: { [text]: [text] }, folded: false },
];

/** Elements and attributes that a payload must not have brought. */
const forbiddenIn = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const bad = new Set(
      'script style iframe object embed link meta base form input textarea video audio template'.split(' '),
    );
    const all = [...(document.querySelector('.output')?.shadowRoot?.querySelectorAll('*') ?? [])];
    return all
      .filter(
        (element) =>
          (bad.has(element.localName) && !element.classList.contains('audioSeek')) ||
          element.localName.includes('-') ||
          [...element.attributes].some(({ name }) => /^(on|href$|srcdoc$|srcset$|action$|id$)/.test(name)) ||
          !(element.getAttribute('src') ?? 'data:image/').startsWith('data:image/') ||
          /^(?!https?:|mailto:)/i.test(element.getAttribute('data-href') ?? 'https:'),
      )
      .map(({ outerHTML }) => outerHTML.slice(0, 200));
  });

describe('results that want to do harm', () => {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  it('run, load and open nothing, whichever part they are in', async () => {
    await using notebook = await NotebookPage.open(browser);
    const { page } = notebook;
    await notebook.render(resultOf([{ kind: 'text', role: 'answer', text: '**ready**' }]));
    await page.locator('strong').waitFor();
    for (const [index, payload] of payloads.entries()) {
      await notebook.render(
        { ...resultOf(partsWith(payload), { notes: [payload] }), request: { method: payload, path: payload } },
        'output',
      );
      assert.deepEqual(await forbiddenIn(page), [], `payload ${index}: ${payload}`);
    }
    assert.equal(await page.evaluate(() => window.notebook.pwned), 0);
    assert.equal(await page.getByText('cannot be shown', { exact: false }).count(), 1, 'only the damaged image');
    assert.deepEqual(notebook.strayRequests, []);
    assert.deepEqual(await notebook.posted(), []);
    assert.equal(new URL(page.url()).pathname, '/');
  });

  it('are pointed at, pressed and opened without anything but links being asked for', async () => {
    await using notebook = await NotebookPage.open(browser);
    const { page } = notebook;
    await notebook.render(resultOf(partsWith(payloads.join('\n\n'))));
    await page.locator('.answer a').first().waitFor();
    await page.evaluate(() => {
      const root = document.querySelector('.output')?.shadowRoot;
      for (const summary of root?.querySelectorAll('summary') ?? []) summary.click();
      for (const element of root?.querySelectorAll<HTMLElement>('a, .markdown *, th button') ?? []) {
        element.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
        element.click();
      }
    });
    await notebook.drawn();
    const posted = await notebook.posted();
    assert.ok(posted.length > 0);
    for (const request of posted) {
      assert.equal(request.type, 'openLink');
      assert.match(request.url, /^(https?:|mailto:)/i);
    }
    assert.equal(await page.evaluate(() => window.notebook.pwned), 0);
    assert.deepEqual(notebook.strayRequests, []);
    assert.equal(new URL(page.url()).pathname, '/');
  });
});
