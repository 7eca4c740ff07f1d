import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import type { Item } from '../../src/agent/transcript.ts';
import { launchBrowser } from '../support/chromium.ts';
import { ChatPage } from './chatPage.ts';
import { answer, result, snapshot, toolCall, user } from './samples.ts';
import type { Theme } from './themes.ts';

const plan = (...states: ('open' | 'doing' | 'done')[]): Item => {
  const texts = ['Read the report', 'Rename `formatRow` in four files', 'Run the tests', 'Say what changed'];
  const items = states.map((state, at) => ({ text: texts[at] ?? '', state }));
  const done = states.filter((state) => state === 'done').length;
  return toolCall({
    id: `plan-${states.join()}`,
    callId: `plan-${states.join()}`,
    name: 'todo',
    title: `Plan: ${done} of ${states.length} done`,
    arguments: JSON.stringify({ items }),
    output: 'ok',
  });
};

const runs = (progress: string) =>
  toolCall({ id: 'r1', callId: 'r1', name: 'run_tests', title: 'Run npm test', status: 'running', progress });

const question: Item = {
  type: 'question',
  id: 'q1',
  at: 0,
  status: 'waiting',
  question: {
    text: 'Which database should the cache use?\nBoth are in the project.',
    options: [
      { id: '0', label: 'SQLite', description: 'A file, nothing to run' },
      { id: '1', label: 'Postgres, as the rest of the service does' },
    ],
    field: 'Another answer',
  },
};

describe('cards of the agent', () => {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  it('show the end of what a command prints, and stop it without stopping the turn', async () => {
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([user('Run the tests'), runs('')]) });
    const { page } = chat;
    const stop = page.getByRole('button', { name: 'Stop the command' });
    await stop.waitFor();
    assert.equal(await page.getByLabel('Output so far').count(), 0);
    const lines = Array.from({ length: 60 }, (_, at) => `✔ test ${at}`).join('\n');
    await chat.emit('turn', [{ type: 'item', item: runs(lines) }]);
    const output = page.getByLabel('Output so far');
    const end = await output.evaluate((pre) => [pre.scrollTop, pre.scrollHeight > pre.clientHeight]);
    assert.deepEqual(end, [0, true], 'the last line is in view: the box scrolls from its end');
    await stop.click();
    assert.deepEqual(await chat.call('stopCall'), { callId: 'r1' });
    assert.ok((await chat.calls()).every(({ method }) => method !== 'stop'));
    const ended = toolCall({
      id: 'r1',
      callId: 'r1',
      name: 'run_tests',
      title: 'Run npm test',
      output: 'Exit code 0.',
    });
    await chat.emit('turn', [{ type: 'item', item: ended }]);
    assert.equal(await stop.count(), 0);
  });

  it('show what a command prints as plain text', async () => {
    const hostile = '<img src=x onerror="document.title=1"><b>bold</b> [link](command:x)';
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([user('Run'), runs(hostile)]) });
    assert.equal(await chat.page.getByLabel('Output so far').innerText(), hostile);
    assert.deepEqual(chat.problems, []);
  });

  it('show the plan above the message, folded on demand to what is being done', async () => {
    const transcript = [user('Rename it'), plan('doing', 'open', 'open', 'open')];
    await using chat = await ChatPage.open(browser, { snapshot: snapshot(transcript) });
    const { page } = chat;
    const steps = page.getByRole('list', { name: 'Steps of the plan' });
    await chat.emit('turn', [{ type: 'item', item: plan('done', 'doing', 'open', 'open') }]);
    assert.equal(await steps.getByRole('listitem').count(), 4);
    assert.equal(await page.locator('[aria-current=step]').innerText(), 'Rename `formatRow` in four files');
    assert.equal(await page.getByRole('progressbar', { name: 'Plan' }).getAttribute('value'), '1');
    await page.locator('summary.todoLine').focus();
    await page.keyboard.press('Enter');
    await steps.waitFor({ state: 'hidden' });
    await page.locator('summary.todoLine').getByText('Rename `formatRow` in four files').waitFor();
    await page.locator('summary.todoLine').getByText('1 of 4 done').waitFor();
    await chat.emit('turn', [
      { type: 'item', item: plan('done', 'done', 'done', 'done') },
      { type: 'item', item: answer('Done.') },
      { type: 'item', item: result() },
    ]);
    await page.locator('summary.todoLine').getByText('4 of 4 done').waitFor();
    await chat.emit('turn', [{ type: 'item', item: user('And now something else', 'u2') }]);
    await page.locator('.todo').waitFor({ state: 'detached' });
  });

  it('give a question the margins of the other cards and its field the width of the card', async () => {
    await using chat = await ChatPage.open(browser, {
      snapshot: snapshot([user('Add a cache'), plan('doing', 'open'), question]),
    });
    const { page } = chat;
    const boxOf = async (selector: string) => {
      const box = await page.locator(selector).first().boundingBox();
      assert.ok(box, selector);
      return box;
    };
    const [card, tool] = [await boxOf('.question'), await boxOf('.toolCall')];
    assert.deepEqual([card.x, card.width], [tool.x, tool.width]);
    const [field, choice] = [await boxOf('.choices vscode-textfield'), await boxOf('.choice')];
    assert.deepEqual([field.x, field.width], [choice.x, choice.width]);
  });

  for (const theme of ['dark', 'light', 'highContrast', 'highContrastLight'] satisfies readonly Theme[])
    it(`look right in ${theme}`, async () => {
      const output = '> shop@1.0.0 test\n> node --test\n\n✔ adds up (1.2ms)\n✔ rounds (0.4ms)\n▶ formats';
      const transcript = [
        user('Rename formatRow and run the tests'),
        plan('done', 'done', 'doing', 'open'),
        question,
        runs(output),
      ];
      await using chat = await ChatPage.open(browser, { snapshot: snapshot(transcript), theme });
      await chat.screenshot(`agentCards-${theme}`);
      assert.deepEqual(chat.problems, []);
    });
});
