import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator } from 'playwright-core';
import { launchBrowser } from '../support/chromium.ts';
import { payloads } from './payloads.ts';
import { RequestsPage, requestDetails, requestRow } from './requestsPage.ts';
import type { Theme } from './themes.ts';

const many = (count: number) => Array.from({ length: count }, (_, index) => requestRow(index + 1));
const themes: readonly Theme[] = ['dark', 'light', 'highContrast', 'highContrastLight'];

const box = async (locator: Locator) => {
  const found = await locator.boundingBox();
  assert.ok(found, 'it is not drawn');
  return found;
};

describe('requests', () => {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  it('lists what each request took, and says in words what became of it', async () => {
    const rows = [
      requestRow(1),
      requestRow(2, { state: 'failed', status: 429, attempt: 2, problem: 'Rate limit reached.' }),
      requestRow(3, { state: 'cancelled' }),
    ];
    await using panel = await RequestsPage.open(browser, { rows });
    const cells = (index: number) => panel.rows.nth(index).getByRole('gridcell').allInnerTexts();
    const [time, ...first] = await cells(0);
    assert.match(time ?? '', /\d+:\d\d:\d\d/);
    assert.deepEqual(
      first.map((text) => text.trim()),
      ['Chat: Question 1', 'POST /responses', 'gpt-5', '200', '640 ms', '12.35 s', '123,456 → 7,890', '$0.0123'],
    );
    const [, , request, , status] = await cells(1);
    assert.equal(request, 'POST /responses (attempt 2)');
    assert.equal(status?.trim(), '429 failed');
    assert.match((await cells(2))[4] ?? '', /cancelled/);
    assert.deepEqual(panel.problems, []);
  });

  it('draws of thousands only what is near, follows new ones, and stays where one scrolls up to', async () => {
    await using panel = await RequestsPage.open(browser, { rows: many(5000) });
    assert.equal(await panel.list.getAttribute('aria-rowcount'), '5001');
    assert.ok((await panel.rows.count()) < 100);
    await panel.page.getByText('Chat: Question 5000', { exact: true }).waitFor();
    await panel.emit('rows', { changed: [requestRow(5001)], removed: [] });
    await panel.page.getByText('Chat: Question 5001', { exact: true }).waitFor();
    await panel.list.evaluate((list) => {
      list.scrollTop = 0;
    });
    await panel.page.getByText('Chat: Question 1', { exact: true }).waitFor();
    await panel.emit('rows', { changed: [requestRow(5002)], removed: [] });
    assert.equal(await panel.list.evaluate((list) => list.scrollTop), 0);
    await panel.emit('rows', { changed: [], removed: [1] });
    assert.equal(await panel.page.getByText('Chat: Question 1', { exact: true }).count(), 0);
  });

  it('is walked through by keyboard: rows, their tabs and events, and back to the list', async () => {
    const data = (index: number) => JSON.stringify({ type: 'response.output_text.delta', delta: `word ${index}` });
    const events = Array.from({ length: 450 }, (_, index) => ({ atMs: index, name: 'delta', data: data(index) }));
    await using panel = await RequestsPage.open(browser, {
      rows: many(300),
      details: { 300: requestDetails(300, { eventCount: events.length }) },
      events: { 300: events },
    });
    const { list, page } = panel;
    const chosen = () => list.getAttribute('aria-activedescendant');
    await list.focus();
    await page.keyboard.press('Home');
    assert.equal(await chosen(), 'request-1');
    await page.keyboard.press('ArrowUp');
    assert.equal(await chosen(), 'request-1');
    await page.keyboard.press('ArrowDown');
    assert.equal(await chosen(), 'request-2');
    await page.keyboard.press('PageDown');
    await page.keyboard.press('End');
    assert.equal(await chosen(), 'request-300');
    // Above the end of the list, and not behind its head.
    const [row, whole] = [await box(page.locator('#request-300')), await box(list)];
    assert.ok(row.y > whole.y && row.y + row.height <= whole.y + whole.height + 1);
    await panel.tab('Overview').focus();
    for (const name of ['Request', 'Answer']) {
      await page.keyboard.press('ArrowRight');
      assert.equal(await panel.tab(name).getAttribute('aria-selected'), 'true');
    }
    const shown = page.getByRole('list', { name: 'Events' }).getByRole('listitem');
    await shown.first().waitFor();
    assert.equal(await shown.count(), 200);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('treeitem', { name: /^delta: .*word 0/ }).waitFor();
    await page.getByRole('button', { name: 'Show more: 250 are left' }).press('Enter');
    await page.getByRole('button', { name: 'Show more: 50 are left' }).press('Enter');
    await page.getByRole('button', { name: /^Show more/ }).waitFor({ state: 'detached' });
    assert.equal(await shown.count(), 450);
    await page.keyboard.press('Shift+Tab');
    await panel.tab('Answer').press('Escape');
    await panel.tab('Answer').waitFor({ state: 'detached' });
    assert.ok(await list.evaluate((element) => element === document.activeElement));
    assert.equal(await list.locator('[aria-selected=true]').count(), 0);
  });

  it('keeps the events that were loaded while more arrive', async () => {
    const events = Array.from({ length: 500 }, (_, index) => ({ atMs: index, name: `event ${index}`, data: '{}' }));
    const running = requestRow(1, { state: 'running' });
    await using panel = await RequestsPage.open(browser, {
      rows: [running],
      details: { 1: requestDetails(1, { eventCount: 450 }) },
      events: { 1: events },
    });
    const { page } = panel;
    await panel.rows.first().click();
    await panel.tab('Answer').click();
    await page.getByRole('button', { name: 'Show more: 250 are left' }).click();
    await page.getByText('event 399', { exact: true }).waitFor();
    await page.evaluate(
      ([details]) => {
        const post = window.postMessage.bind(window);
        // The next details say that there are more events.
        Object.assign(window, {
          postMessage: (message: { result?: { eventCount?: number } }) =>
            post(message.result?.eventCount === undefined ? message : { ...message, result: details }),
        });
      },
      [requestDetails(1, { eventCount: 500 })] as const,
    );
    await panel.emit('rows', { changed: [{ ...running, state: 'done' }], removed: [] });
    await page.getByRole('button', { name: 'Show more: 100 are left' }).waitFor();
    assert.equal(await page.getByText('event 399', { exact: true }).count(), 1);
  });

  it('shows times, tokens and cost beside the details in a window of 1280 pixels', async () => {
    // What is left of the window beside the side bar, and all of it without one.
    for (const width of [930, 1280]) {
      await using panel = await RequestsPage.open(browser, { rows: many(30), width });
      await panel.rows.last().click();
      await panel.tab('Overview').waitFor();
      const list = await box(panel.list);
      for (const name of ['First token', 'Duration', 'Tokens', 'Cost']) {
        const column = await box(panel.page.getByRole('columnheader', { name }));
        assert.ok(column.x + column.width <= list.x + list.width, `${name} is out of sight at ${width} px`);
      }
      const cut = await panel.rows
        .last()
        .getByRole('gridcell')
        .evaluateAll((cells) =>
          cells.slice(4).flatMap((cell) => (cell.scrollWidth > cell.clientWidth ? cell.textContent : [])),
        );
      assert.deepEqual(cut, [], `cut at ${width} px`);
      await panel.screenshot(`requests-${width}`);
    }
  });

  it('filters by words, and says how many are left', async () => {
    const rows = [...many(20), requestRow(21, { feature: 'Notebook: cell 1', path: '/embeddings' })];
    await using panel = await RequestsPage.open(browser, { rows });
    const filter = panel.page.getByRole('searchbox', { name: 'Filter requests' });
    await filter.fill('CELL embed');
    await panel.page.getByRole('status').getByText('1 of 21').waitFor();
    assert.equal(await panel.rows.count(), 1);
    await filter.fill('nothing like it');
    await panel.page.getByText('None of 21 requests matches.').waitFor();
  });

  it('asks the extension for what the buttons say, and shows why it failed', async () => {
    await using panel = await RequestsPage.open(browser, {
      rows: many(2),
      state: { paused: true, recording: true, replaying: 'a.json' },
      failures: { saveAsCell: 'There is no room for <b>cells</b>.' },
    });
    const { page } = panel;
    await panel.rows.first().click();
    const names = ['Edit and Resend', 'Compare with…', 'curl', 'TypeScript', 'Python', /^Resume/, /^Stop writing/];
    for (const name of [...names, /^Export/, /^Replay a fixture/, /^Replaying a\.json/])
      await page.getByRole('button', { name }).click();
    assert.deepEqual(await panel.calls(), [
      { method: 'resend', params: 1 },
      { method: 'compare', params: 1 },
      { method: 'copyAs', params: { id: 1, format: 'curl' } },
      { method: 'copyAs', params: { id: 1, format: 'typescript' } },
      { method: 'copyAs', params: { id: 1, format: 'python' } },
      { method: 'pause', params: false },
      { method: 'record', params: false },
      { method: 'exportSession', params: undefined },
      { method: 'replay', params: undefined },
      { method: 'stopReplay', params: undefined },
    ]);
    await page.getByRole('button', { name: 'Save as Cell' }).click();
    await page.getByRole('alert').getByText('There is no room for <b>cells</b>.').waitFor();
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
  });

  it('offers nothing over a WebSocket that only requests of HTTP have', async () => {
    const frames = [
      { atMs: 1, direction: 'sent' as const, name: 'session.update', data: '{}' },
      { atMs: 2, direction: 'received' as const, name: 'session.updated', data: '{}' },
    ];
    await using panel = await RequestsPage.open(browser, {
      rows: [requestRow(1, { method: 'WEBSOCKET', path: '/realtime', status: 101 })],
      details: { 1: requestDetails(1, { eventCount: 2 }) },
      events: { 1: frames },
    });
    await panel.rows.first().click();
    await panel.page.getByRole('button', { name: 'Compare with…' }).waitFor();
    assert.equal(await panel.page.getByRole('button', { name: /curl|Resend|Save as Cell/ }).count(), 0);
    await panel.tab('Answer').click();
    await panel.page.getByRole('button', { name: /sent session\.update/ }).waitFor();
    await panel.page.getByRole('button', { name: /received session\.updated/ }).waitFor();
  });

  it('shows what is hostile as text, wherever it stands', async () => {
    const details = payloads.map((payload, index) => {
      const text = JSON.stringify({ [payload]: payload });
      const body = { text, type: payload, bytes: text.length, leftOut: 0 };
      return requestDetails(index, { url: payload, request: body, answerHeaders: [[payload, payload]], eventCount: 1 });
    });
    await using panel = await RequestsPage.open(browser, {
      rows: payloads.map((payload, index) =>
        requestRow(index, { feature: payload, path: payload, model: payload, problem: payload, requestId: payload }),
      ),
      details: Object.fromEntries(details.map((one) => [one.id, one])),
      events: Object.fromEntries(
        payloads.map((payload, index) => [index, [{ atMs: 0, name: payload, data: payload }]]),
      ),
    });
    const { page } = panel;
    await panel.list.press('Home');
    for (const name of ['Overview', 'Request', 'Answer', 'Headers']) {
      await panel.tab(name).click();
      await panel.list.press('Home');
      for (const payload of payloads) {
        if (name === 'Answer') await page.getByRole('list', { name: 'Events' }).getByRole('button').first().click();
        await panel.drawn();
        assert.equal(await page.evaluate(() => window.pwnedTimes), 0, payload);
        assert.equal(await page.locator('#root :is(script, iframe, img, svg, form, a, style)').count(), 0, payload);
        await panel.list.press('ArrowDown');
      }
    }
    assert.deepEqual([panel.strayRequests, panel.problems], [[], []]);
  });

  it('does not hang on an answer that is one enormous line or deeply nested', async () => {
    const line = 'x'.repeat(4 * 1024 * 1024);
    const nested = `${'['.repeat(5000)}1${']'.repeat(5000)}`;
    const bodyOf = (text: string, type: string) => ({ text, type, bytes: text.length, leftOut: 0 });
    await using panel = await RequestsPage.open(browser, {
      rows: many(2),
      details: {
        1: requestDetails(1, { answer: bodyOf(line, 'text/plain') }),
        2: requestDetails(2, { answer: bodyOf(nested, 'application/json') }),
      },
    });
    await panel.rows.first().click();
    await panel.tab('Answer').click();
    await panel.page.getByText('4,194,304 bytes').waitFor();
    await panel.rows.last().click();
    await panel.page.getByRole('tree', { name: 'Answer' }).waitFor();
    assert.deepEqual(panel.problems, []);
  });

  for (const theme of themes) {
    it(`is readable in ${theme}`, async () => {
      const rows = [
        ...many(12),
        requestRow(13, { state: 'failed', status: 500, problem: 'The server had an error.' }),
        requestRow(14, { state: 'running' }),
        requestRow(15),
      ];
      await using panel = await RequestsPage.open(browser, { rows, theme });
      await panel.rows.last().click();
      await panel.tab('Request').click();
      await panel.page.getByRole('tree', { name: 'Request' }).waitFor();
      // A row that is chosen differs from the others without its colour, where colours are not to be relied on.
      const outline = await panel.rows.last().evaluate((row) => getComputedStyle(row).outlineColor);
      if (theme.startsWith('highContrast')) assert.notEqual(outline, 'rgba(0, 0, 0, 0)');
      await panel.screenshot(`requests-${theme}`);
    });
  }
});
