import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import type { ApprovalRequest } from '../../src/agent/approval.ts';
import { launchBrowser } from '../support/chromium.ts';
import { ChatPage } from './chatPage.ts';
import { snapshot, toolCall, user } from './samples.ts';

const files = [
  { name: 'src/orders.ts', added: 3, removed: 2 },
  { name: 'src/<b>money</b>.ts', added: 7, removed: 0, becomes: 'new' },
  { name: 'src/old.ts', added: 0, removed: 9, becomes: 'deleted' },
] as const;

const approval: ApprovalRequest = {
  kind: 'write',
  title: 'Change 3 files',
  detail: 'Edit src/orders.ts: 3 lines added, 2 removed',
  diff: { uri: 'parley-proposed:/orders.ts', added: 10, removed: 11, files },
};

describe('the card of a change of several files', () => {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  it('lists the files with their lines, each opening its own diff, by keys too', async () => {
    const waiting = toolCall({ status: 'awaitingApproval', title: 'Change 3 files', approval });
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([user('Do it'), waiting]) });
    const rows = chat.page.getByRole('list', { name: 'Changed files' }).getByRole('listitem');
    assert.deepEqual(
      (await rows.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' ')),
      ['src/orders.ts +3 −2', 'src/<b>money</b>.ts new +7 −0', 'src/old.ts deleted +0 −9'],
    );
    await chat.page.getByRole('button', { name: 'src/old.ts' }).focus();
    await chat.page.keyboard.press('Enter');
    assert.deepEqual(await chat.call('reveal'), { callId: 'c1', file: 2 });
    assert.equal(await chat.page.getByText('3 lines added').count(), 0, 'nothing is said twice');
    await chat.screenshot('changedFiles');
  });

  it('says afterwards what was written, which may be less', async () => {
    const done = toolCall({ title: 'Change 3 files', approval, files: [{ ...files[0], added: 1 }] });
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([user('Do it'), done]) });
    const list = chat.page.getByRole('list', { name: 'Changed files' });
    assert.match(await list.innerText(), /^src\/orders\.ts\s+\+1\s+−2$/);
    assert.equal(await list.getByRole('button').count(), 0);
    await chat.screenshot('changedFiles-done');
    assert.deepEqual(chat.problems, []);
  });
});
