import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/chromium.ts';
import { until } from '../support/until.ts';
import { ChatPage } from './chatPage.ts';
import { answer, result, snapshot, user } from './samples.ts';

const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** Pastes or drops a file on the composer. */
const give = (page: Page, event: 'paste' | 'drop', name: string, type: string, base64: string, padBytes = 0) =>
  page.getByRole('textbox', { name: 'Message' }).evaluate(
    (field, given) => {
      const bytes = Uint8Array.from(atob(given.base64), (character) => character.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes, new Uint8Array(given.padBytes)], given.name, { type: given.type }));
      const options = { bubbles: true, cancelable: true };
      field.dispatchEvent(
        given.event === 'paste'
          ? new ClipboardEvent('paste', { ...options, clipboardData: data })
          : new DragEvent('drop', { ...options, dataTransfer: data }),
      );
    },
    { event, name, type, base64, padBytes },
  );

describe('composer', () => {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  it('grows, makes new lines with Shift+Enter and sends with Enter', async () => {
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([]) });
    const field = chat.page.getByRole('textbox', { name: 'Message' });
    const before = await field.evaluate((element) => element.clientHeight);
    await field.pressSequentially('one');
    for (let line = 0; line < 4; line++) await field.press('Shift+Enter');
    await field.pressSequentially('two');
    assert.ok((await field.evaluate((element) => element.clientHeight)) > before + 40);
    assert.deepEqual(await chat.calls(), []);
    await field.press('Enter');
    assert.deepEqual(await chat.call('send'), { text: 'one\n\n\n\ntwo', attachments: [] });
  });

  it('does not send while an input method is composing', async () => {
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([]) });
    const field = chat.page.getByRole('textbox', { name: 'Message' });
    await field.fill('にほん');
    await field.evaluate((element) =>
      element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true })),
    );
    assert.deepEqual(await chat.calls(), []);
  });

  it("shows the workspace's instructions, opens them and switches them off and on", async () => {
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([]) });
    const files = [
      { label: 'AGENTS.md', uri: 'file:///w/AGENTS.md', on: true, cut: false },
      { label: 'src/AGENTS.md', uri: 'file:///w/src/AGENTS.md', on: false, cut: true },
    ];
    await chat.emit('instructions', files);
    const list = chat.page.getByRole('list', { name: 'Instructions of the workspace' });
    const on = list.getByRole('switch', { name: 'Send AGENTS.md', exact: true });
    const off = list.getByRole('switch', { name: 'Send src/AGENTS.md' });
    assert.deepEqual([await on.isChecked(), await off.isChecked()], [true, false]);
    await list.getByRole('button', { name: 'src/AGENTS.md', exact: true }).click();
    assert.deepEqual(await chat.call('openFile'), { uri: 'file:///w/src/AGENTS.md' });
    await off.press('Enter');
    assert.deepEqual(await chat.call('switchInstructions'), { uri: 'file:///w/src/AGENTS.md', on: true });
    await chat.screenshot('instructions');
    await chat.emit('instructions', []);
    await until('they are gone', async () => (await list.count()) === 0);
  });

  it('attaches selections and files, pasted images and dropped files, and takes them away', async () => {
    const selection = {
      kind: 'selection',
      label: 'a.ts:1–2',
      uri: 'file:///a.ts',
      languageId: 'typescript',
      text: 'x',
    };
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([]) });
    const { page } = chat;
    await chat.answer('attach', { result: [selection] });
    await page.getByRole('button', { name: 'Attach selection' }).click();
    await give(page, 'paste', 'shot.png', 'image/png', pixel);
    await give(page, 'drop', 'notes.txt', 'text/plain', btoa('remember'));
    await page.getByRole('button', { name: 'Remove notes.txt' }).waitFor();
    await chat.screenshot('attachments');
    await page.getByRole('button', { name: 'Remove a.ts:1–2' }).click();
    await page.getByRole('textbox', { name: 'Message' }).fill('Look');
    await page.getByRole('button', { name: 'Send' }).click();
    assert.deepEqual(await chat.call('send'), {
      text: 'Look',
      attachments: [
        { kind: 'image', label: 'shot.png', mediaType: 'image/png', data: pixel },
        { kind: 'file', label: 'notes.txt', uri: '', languageId: 'plaintext', text: 'remember' },
      ],
    });
    assert.equal(await page.getByRole('button', { name: /^Remove/ }).count(), 0);
    assert.deepEqual(chat.problems, []);
  });

  it('asks the extension for files dragged from the explorer', async () => {
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([]) });
    await chat.page.getByRole('textbox', { name: 'Message' }).evaluate((field) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.setData('text/uri-list', 'file:///w/a.ts\r\nfile:///w/b.ts');
      field.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }));
    });
    assert.deepEqual(await chat.call('attachUris'), { uris: ['file:///w/a.ts', 'file:///w/b.ts'] });
  });

  it('refuses images over 20 MB and files that are no text with a sentence', async () => {
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([]) });
    const { page } = chat;
    await give(page, 'paste', 'huge.png', 'image/png', pixel, 21 * 1024 * 1024);
    await page.getByRole('alert').getByText('huge.png is 21.0 MB. Images of up to 20 MB can be attached.').waitFor();
    await give(page, 'drop', 'data.bin', 'application/octet-stream', btoa('\xff\xfe\x00'));
    await page.getByRole('alert').getByText('data.bin is neither text, an image nor a recording').waitFor();
    assert.equal(await page.getByRole('button', { name: /^Remove/ }).count(), 0);
  });

  it('keeps the draft over a reload of the view', async () => {
    const attachments = [{ kind: 'file', label: 'a.ts', uri: 'file:///a.ts', languageId: 'typescript', text: 'x' }];
    await using first = await ChatPage.open(browser, { snapshot: snapshot([]) });
    await first.answer('attach', { result: attachments });
    await first.page.getByRole('button', { name: 'Attach files' }).click();
    await first.page.getByRole('textbox', { name: 'Message' }).fill('half a thou');
    const view = await until('the draft is kept', async () => {
      const kept = await first.view();
      return kept.text === 'half a thou' && kept;
    });
    assert.deepEqual(await first.state(), { viewId: 'view' });
    await using second = await ChatPage.open(browser, { snapshot: snapshot([]), view });
    assert.equal(await second.page.getByRole('textbox', { name: 'Message' }).inputValue(), 'half a thou');
    await second.page.getByRole('button', { name: 'Remove a.ts' }).waitFor();
  });

  it('tells of a draft at once where the user turns away, and of an attachment once', async () => {
    const attachments = [{ kind: 'file', label: 'a.ts', uri: 'file:///a.ts', languageId: 'typescript', text: 'x' }];
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([]) });
    await chat.answer('attach', { result: attachments });
    await chat.page.getByRole('button', { name: 'Attach files' }).click();
    await until('the attachment is kept', async () => (await chat.view()).attachments.length === 1);
    const kept = await chat.page.evaluate(() => {
      const field = document.querySelector('textarea');
      if (!field) throw new Error('There is no field.');
      field.value = 'half';
      field.dispatchEvent(new Event('input', { bubbles: true }));
      window.dispatchEvent(new Event('blur'));
      return window.fakeHost.calls.filter(({ method }) => method === 'keep').map(({ params }) => params);
    });
    assert.deepEqual(kept, [{ attachments }, { text: 'half' }]);
  });

  it('recalls the last message with Up for editing, and Escape gives the draft back', async () => {
    const transcript = [user('First question'), answer('One'), result()];
    await using chat = await ChatPage.open(browser, { snapshot: snapshot(transcript) });
    const { page } = chat;
    const field = page.getByRole('textbox', { name: 'Message' });
    await field.press('ArrowUp');
    await chat.drawn();
    assert.equal(await field.inputValue(), 'First question');
    await chat.screenshot('editing');
    await field.press('Escape');
    await chat.drawn();
    assert.equal(await field.inputValue(), '');
    await page.getByRole('button', { name: 'Edit and send again' }).click();
    await field.fill('Better question');
    await field.press('Enter');
    assert.deepEqual(await chat.call('editAndResend'), { itemId: 'u1', text: 'Better question' });
  });

  it('edits a message in its own conversation only, and goes on where it cannot be sent', async () => {
    const transcript = [user('First question'), answer('One'), result()];
    await using chat = await ChatPage.open(browser, { snapshot: snapshot(transcript) });
    const { page } = chat;
    const field = page.getByRole('textbox', { name: 'Message' });
    await field.press('ArrowUp');
    await field.fill('Better question');
    await chat.emit('snapshot', snapshot([], { conversation: { id: 'two', title: 'Another' } }));
    assert.equal(await field.inputValue(), '');
    await chat.emit('snapshot', snapshot(transcript));
    assert.equal(await field.inputValue(), 'Better question', 'it waits where it was begun');
    await chat.answer('editAndResend', { failure: 'The disk is full.' });
    await field.press('Enter');
    await page.getByRole('alert').getByText('The disk is full.').waitFor();
    assert.equal(await field.inputValue(), 'Better question');
    await page.getByText('Editing an earlier message').waitFor();
  });

  it('fills from the extension without losing what was typed', async () => {
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([]) });
    const field = chat.page.getByRole('textbox', { name: 'Message' });
    await field.fill('Mine');
    await chat.emit('compose', { text: 'Theirs' });
    assert.equal(await field.inputValue(), 'Mine\nTheirs');
    assert.ok(await field.evaluate((element) => element === document.activeElement));
  });

  it('shows the mode and changes it with the keyboard, in the conversation shown only', async () => {
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([], { mode: 'ask' }) });
    const picker = chat.page.getByRole('combobox', { name: 'Mode' });
    assert.equal(await picker.inputValue(), 'ask');
    await picker.focus();
    await picker.press('ArrowUp');
    assert.deepEqual(await chat.call('selectMode'), { mode: 'edit' });
    await chat.emit('mode', { conversationId: 'another', mode: 'plan' });
    assert.equal(await picker.inputValue(), 'ask');
    await chat.emit('mode', { conversationId: 'one', mode: 'plan' });
    assert.equal(await picker.inputValue(), 'plan');
    await chat.screenshot('modes');
  });

  it('picks models from a live list with the keyboard, or takes a name the server did not list', async () => {
    const options = ['gpt-5.4', 'gpt-5.4-mini', 'o4-mini'].map((id) => ({ id, efforts: [], images: true }));
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([]) });
    const { page } = chat;
    await chat.answer('listModels', { result: options });
    await page.getByRole('button', { name: 'Model: gpt-5.4' }).click();
    const filter = page.getByRole('combobox', { name: /Filter models/ });
    await page.getByRole('listbox').getByRole('option').nth(2).waitFor();
    await chat.screenshot('models');
    await filter.pressSequentially('mini');
    assert.deepEqual(await page.getByRole('listbox').getByRole('option').allInnerTexts(), [
      'gpt-5.4-mini',
      'o4-mini',
      'Use “mini”',
    ]);
    await filter.press('ArrowDown');
    await filter.press('Enter');
    assert.deepEqual(await chat.call('selectModel'), { model: 'o4-mini' });
    assert.equal(await page.getByRole('listbox').count(), 0);
    await page.getByRole('combobox', { name: 'Reasoning effort' }).selectOption('high');
    assert.deepEqual(await chat.call('selectEffort'), { effort: 'high' });
    await chat.answer('listModels', { failure: 'The connection failed' });
    await page.getByRole('button', { name: 'Model: gpt-5.4' }).click();
    await page.getByRole('alert').getByText('The connection failed').waitFor();
    await filter.press('Escape');
    assert.equal(await page.getByRole('listbox').count(), 0);
    await chat.emit('model', { id: 'plain', effort: 'default', option: { id: 'plain', efforts: [], images: false } });
    assert.equal(await page.getByRole('combobox', { name: 'Reasoning effort' }).count(), 0);
  });
});
