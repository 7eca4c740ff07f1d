import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/chromium.ts';
import { until } from '../support/until.ts';
import { ChatPage } from './chatPage.ts';
import { answer, result, snapshot, user } from './samples.ts';

const turn = [user('First question'), answer('An answer'), result()];
const running = [user('First question'), answer('An ans', 'streaming')];
const beside = (more: object) => ({ conversationId: 'one', alternatives: [], queue: [], ...more });

describe('queue and versions', () => {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  it('queues with Enter while a turn runs, steers with Ctrl+Enter, and Stop stays', async () => {
    await using chat = await ChatPage.open(browser, { snapshot: snapshot(running) });
    const { page } = chat;
    const field = page.getByRole('textbox', { name: 'Message' });
    assert.match((await field.getAttribute('placeholder')) ?? '', /Enter: send after this answer/);
    await field.fill('And then');
    await page.getByRole('button', { name: 'Stop', exact: true }).waitFor();
    await field.press('Enter');
    await until('the field is empty', async () => (await field.inputValue()) === '');
    await field.fill('No, this way');
    await field.press('Control+Enter');
    await until('both are sent', async () => (await chat.calls()).length === 2);
    assert.deepEqual(await chat.calls(), [
      { method: 'send', params: { text: 'And then', attachments: [] } },
      { method: 'send', params: { text: 'No, this way', attachments: [], steers: true } },
    ]);
    const queue = [
      { id: 'q1', text: 'And then', attachments: 1, steers: false },
      { id: 'q2', text: 'No, this way', attachments: 0, steers: true },
    ];
    await chat.emit('beside', beside({ queue }));
    const list = page.getByRole('list', { name: 'Messages that wait' });
    await list.getByText('goes with the next request').waitFor();
    await chat.screenshot('queue');
    await list.getByRole('button', { name: 'Send now' }).click();
    assert.deepEqual(await chat.call('steer'), { id: 'q1' });
    await chat.answer('takeQueued', { result: { text: 'And then', attachments: [] } });
    await list.getByRole('button', { name: 'Edit the waiting message 1' }).click();
    assert.deepEqual(await chat.call('takeQueued'), { id: 'q1' });
    await until('it is in the field', async () => (await field.inputValue()) === 'And then');
    await list.getByRole('button', { name: 'Remove the waiting message 2' }).click();
    await until('it is taken out', async () => (await chat.calls()).at(-1)?.params !== undefined);
    assert.deepEqual((await chat.calls()).at(-1), { method: 'takeQueued', params: { id: 'q2' } });
    assert.equal(await field.inputValue(), 'And then');
    assert.deepEqual(chat.problems, []);
  });

  it('sends what waits after a stopped turn on request, and asks for the rest of the answer', async () => {
    const queue = ['q1', 'q2'].map((id) => ({ id, text: `<b>${id}</b>`, attachments: 0, steers: false }));
    const stopped = [user('x'), answer('An ans'), result({ end: 'cancelled' })];
    await using chat = await ChatPage.open(browser, { snapshot: snapshot(stopped, { beside: beside({ queue }) }) });
    const { page } = chat;
    const list = page.getByRole('list', { name: 'Messages that wait' });
    assert.equal(await list.locator('b').count(), 0);
    await list.getByRole('button', { name: 'Send', exact: true }).click();
    await chat.call('sendQueued');
    await page.getByRole('button', { name: 'Continue' }).click();
    await chat.call('continueAnswer');
  });

  it('offers to continue a text that the connection cut off, and nothing where no text had arrived', async () => {
    const failed = result({ end: 'failed', error: { kind: 'network', message: 'reset' } });
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([user('x'), answer('Half'), failed]) });
    await chat.page.getByRole('button', { name: 'Continue' }).waitFor();
    await chat.emit('snapshot', snapshot([user('x'), failed]));
    await until('it is gone', async () => (await chat.page.getByRole('button', { name: 'Continue' }).count()) === 0);
  });

  it('says which version is shown where there are several, and goes to the others by keyboard', async () => {
    const alternatives = [{ itemId: 'a1', position: 1, branches: [0, 2, 5], chosen: 1 }];
    await using chat = await ChatPage.open(browser, { snapshot: snapshot(turn, { beside: beside({ alternatives }) }) });
    const { page } = chat;
    const versions = page.getByRole('group', { name: 'Version 2 of 3' });
    await versions.getByText('2 / 3').waitFor();
    await chat.screenshot('versions');
    await versions.getByRole('button', { name: 'Next version' }).press('Enter');
    assert.deepEqual(await chat.call('choose'), { position: 1, branch: 5 });
    await chat.emit('beside', beside({ alternatives: [{ ...alternatives[0], chosen: 2 }] }));
    const last = page.getByRole('group', { name: 'Version 3 of 3' });
    assert.ok(await last.getByRole('button', { name: 'Next version' }).isDisabled());
    await chat.emit('turn', [{ type: 'item', item: { ...user('more', 'u2') } }]);
    assert.ok(await last.getByRole('button', { name: 'Previous version' }).isDisabled(), 'a turn runs');
  });

  it('answers again, with another model too, forks and copies from every message', async () => {
    const later = [user('Second', 'u2'), answer('Another', 'complete', 'a2'), result({ id: 'r2' })];
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([...turn, ...later]) });
    const { page } = chat;
    const take = async (at: number, entry: string) => {
      const more = page.getByRole('button', { name: 'More actions' }).nth(at);
      await more.focus();
      await more.press('Enter');
      await page.getByRole('menuitem', { name: entry, exact: true }).press('Enter');
    };
    await take(0, 'Copy Message');
    await take(1, 'Answer Again');
    await take(1, 'Answer Again with Another Model…');
    await take(2, 'Fork from Here');
    assert.deepEqual(await chat.calls(), [
      { method: 'copy', params: { text: 'First question' } },
      { method: 'retry', params: { itemId: 'r1' } },
      { method: 'retryWith', params: { itemId: 'r1' } },
      { method: 'fork', params: { itemId: 'u2' } },
    ]);
    await page.getByRole('button', { name: 'More actions' }).nth(1).click();
    await chat.screenshot('answer-menu');
  });
});
