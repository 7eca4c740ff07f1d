import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/chromium.ts';
import { until } from '../support/until.ts';
import { assistant, dotPng, everything, serverCall } from './answerSamples.ts';
import { ChatPage } from './chatPage.ts';
import { answer, result, snapshot, user } from './samples.ts';
import type { Theme } from './themes.ts';

const themes: readonly Theme[] = ['dark', 'light', 'highContrast', 'highContrastLight'];

describe('answers', () => {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  for (const theme of themes) {
    it(`shows one of each kind in ${theme}`, async () => {
      await using chat = await ChatPage.open(browser, { snapshot: snapshot(everything), theme, height: 2600 });
      const { page } = chat;
      await page.getByRole('button', { name: 'Token probabilities' }).click();
      await page.getByRole('listbox', { name: 'Token probabilities' }).waitFor();
      await page.getByRole('treeitem', { name: /^name/ }).waitFor();
      await page.getByRole('button', { name: 'Play' }).waitFor();
      await page.getByRole('button', { name: 'Usage details' }).click();
      for (const name of [/Searched files/, /Ran code/, /weather: forecast/, /Tools of the MCP server/]) {
        await page.getByRole('article', { name }).locator('summary').click();
      }
      await page.getByText('The server is away.').waitFor();
      await chat.screenshot(`answers-${theme}`);
    });
  }

  it('numbers what is cited, lists the sources and opens them through the extension', async () => {
    await using chat = await ChatPage.open(browser, { snapshot: snapshot(everything) });
    const { page } = chat;
    const cited = page.getByRole('article', { name: 'Answer' }).first();
    assert.match((await cited.locator('.markdown').textContent()) ?? '', /ES2019\. 1 The report has the numbers2\./);
    const sources = cited.getByRole('region', { name: 'Sources' });
    assert.deepEqual(await sources.getByRole('listitem').allTextContents(), [
      'Array.prototype.sort developer.mozilla.org',
      'report.md file-1',
    ]);
    await cited.getByRole('link', { name: 'Source 1: Array.prototype.sort' }).press('Enter');
    assert.deepEqual(await chat.call('openLink'), { href: 'https://developer.mozilla.org/sort' });
  });

  it('saves a file that the code interpreter has made, and no other', async () => {
    const citations = [
      { kind: 'file', fileId: 'file-1', name: 'report.md' },
      { kind: 'file', fileId: 'cfile_1', name: '<b>squares</b>.csv', containerId: 'cntr_1' },
    ] as const;
    const transcript = [user('x'), assistant('Here it is.', { id: 'a9', citations }), result()];
    await using chat = await ChatPage.open(browser, { snapshot: snapshot(transcript) });
    const save = chat.page.getByRole('region', { name: 'Sources' }).getByRole('button');
    assert.equal(await save.count(), 1);
    await chat.screenshot('answers-file');
    await save.press('Enter');
    assert.deepEqual(await chat.call('saveContainerFile'), { itemId: 'a9', fileId: 'cfile_1' });
    assert.equal(await save.getAttribute('aria-label'), 'Save <b>squares</b>.csv');
  });

  it('opens no hostile address and shows no hostile markup', async () => {
    const evil = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>';
    const text = 'Said [here] and there.';
    const hostile = [
      user('x'),
      serverCall({
        id: 's1',
        call: { kind: 'webSearch', queries: [evil], sources: ['javascript:window.hit=1', 'command:x'] },
      }),
      serverCall({
        id: 's2',
        input: `\`\`\`\n${evil}`,
        call: {
          kind: 'codeInterpreter',
          containerId: evil,
          outputs: [
            { type: 'image', url: 'https://evil.example/pixel.png' },
            { type: 'logs', text: evil },
          ],
        },
      }),
      serverCall({
        id: 's3',
        call: { kind: 'imageGeneration', prompt: evil, image: { mediaType: 'image/png', data: 'no' } },
      }),
      assistant(text, {
        citations: [
          { kind: 'url', url: 'javascript:window.hit=1', title: evil, start: 5, end: 11 },
          { kind: 'file', fileId: evil, name: evil, start: 900, end: 901 },
        ],
      }),
      result(),
    ];
    await using chat = await ChatPage.open(browser, { snapshot: snapshot(hostile), contentSecurityPolicy: false });
    const { page } = chat;
    for (const summary of await page.locator('.serverCall summary').all()) await summary.click();
    await page.getByText('This image cannot be shown').waitFor();
    assert.equal(
      await page.locator('[data-href^="javascript"], [data-href^="command"], script:not([src]):not([nonce])').count(),
      0,
    );
    assert.equal(await page.locator('img').count(), 0, 'nothing is fetched from elsewhere');
    assert.equal(await page.evaluate(() => 'hit' in window), false);
    assert.equal(await page.getByRole('link').count(), 1, 'the picture elsewhere is only named');
  });

  it('shows an image while it comes and does not keep what it looked like', async () => {
    const making = serverCall({ status: 'running', call: { kind: 'imageGeneration' } });
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([user('Draw'), making]) });
    const { page } = chat;
    await chat.emit('turn', [{ type: 'partialImage', itemId: 's1', image: { mediaType: 'image/png', data: dotPng } }]);
    await page.getByRole('img', { name: 'The image so far' }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Save image' }).count(), 0);
    const image = { mediaType: 'image/png', data: dotPng };
    const made = serverCall({ call: { kind: 'imageGeneration', prompt: 'A fox', image } });
    await chat.emit('turn', [
      { type: 'item', item: made },
      { type: 'item', item: result() },
    ]);
    await page.getByRole('img', { name: 'A fox' }).waitFor();
    await page.getByRole('button', { name: 'Save image' }).click();
    assert.deepEqual(await chat.call('saveMedia'), { itemId: 's1', index: 0 });
    await page.getByRole('button', { name: 'Open image' }).click();
    assert.deepEqual(await chat.call('openImage'), { itemId: 's1', index: 0 });
  });

  it('takes a recording, and plays one that was sent', async () => {
    const memo = { kind: 'audio', label: 'memo.wav', format: 'wav', data: 'UklGRg==' } as const;
    const heard = { ...user('What is said?'), attachments: [memo] };
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([heard, answer('Hello.'), result()]) });
    const { page } = chat;
    await page.getByRole('group', { name: 'memo.wav' }).getByText('cannot be played here').waitFor();
    await page.getByRole('textbox', { name: 'Message' }).evaluate((box) => {
      const data = new DataTransfer();
      data.items.add(new File(['RIFF'], 'tune.wav', { type: 'audio/wav' }));
      box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    });
    await page.getByRole('button', { name: 'Remove tune.wav' }).waitFor();
    await page.getByRole('textbox', { name: 'Message' }).fill('And this?');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    assert.deepEqual((await chat.call('send')).attachments, [
      { kind: 'audio', label: 'tune.wav', format: 'wav', data: 'UklGRg==' },
    ]);
  });

  it('goes through alternatives and says which one counts', async () => {
    await using chat = await ChatPage.open(browser, { snapshot: snapshot(everything) });
    const { page } = chat;
    const switcher = page.getByRole('group', { name: 'Alternatives' });
    await switcher.getByText('1 of 3').waitFor();
    await switcher.getByRole('button', { name: 'Next alternative' }).press('Enter');
    await page.getByText('No, it is not.').waitFor();
    const goOn = switcher.getByRole('button', { name: 'Go on from this one' });
    await goOn.press('Enter');
    assert.deepEqual(await chat.call('chooseAlternative'), { itemId: 'a4', index: 0 });
    await switcher.getByText('1 of 3').waitFor();
    assert.equal(await goOn.count(), 0, 'the first is the one that counts');
    await switcher.getByRole('button', { name: 'Next alternative' }).press('Enter');
    await switcher.getByRole('button', { name: 'Next alternative' }).press('Enter');
    await page.getByText('The model refused').waitFor();
    assert.ok(await switcher.getByRole('button', { name: 'Next alternative' }).isDisabled());
  });

  it('leads through the probabilities of tokens by keyboard', async () => {
    await using chat = await ChatPage.open(browser, { snapshot: snapshot(everything) });
    const { page } = chat;
    const toggle = page.getByRole('button', { name: 'Token probabilities' });
    await toggle.click();
    const detail = page.getByRole('table', { name: 'Token and its alternatives' });
    assert.match((await detail.textContent()) ?? '', /Yes40\.7 %No54\.9 %/);
    await page.getByRole('option').first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await until('the third token is explained', async () => (await detail.textContent())?.includes('␣that'));
    await page.keyboard.press('End');
    await until('the last token is explained', async () => (await detail.textContent())?.startsWith('.100.0 %'));
    await toggle.click();
    assert.equal(await detail.count(), 0);
  });

  it('folds an answer that is JSON, and shows and copies it raw', async () => {
    const text = '{"name":"tea","tags":["hot","green"]}';
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([user('x'), answer(text), result()]) });
    const { page } = chat;
    const tags = page.getByRole('treeitem', { name: /^tags/ });
    assert.equal(await tags.getAttribute('aria-expanded'), 'false');
    await tags.focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('treeitem', { name: /"green"/ }).waitFor();
    await page.getByRole('button', { name: 'Raw JSON' }).click();
    await page.locator('.codeBlock').getByText('"hot"').waitFor();
    await page.getByRole('button', { name: 'Copy JSON' }).click();
    assert.deepEqual(await chat.call('copy'), { text });
  });

  it('tells usage per request, and the content filter by category', async () => {
    await using chat = await ChatPage.open(browser, { snapshot: snapshot(everything) });
    const { page } = chat;
    await page.getByRole('button', { name: 'Usage details' }).click();
    const table = page.getByRole('table', { name: 'Usage details' });
    assert.deepEqual(await table.getByRole('row').allTextContents(), [
      'TokensRequest 1Request 2Turn',
      'Input5007001,200',
      'of these cached4006001,000',
      'Output100200300',
      'of these reasoning6040100',
      'of these audio04040',
      'Cost$0.0040$0.0083$0.0123',
    ]);
    await page.getByText('Content filter: violence').waitFor();
    await page.getByRole('row', { name: 'violence the answer medium yes' }).waitFor();
  });
});
