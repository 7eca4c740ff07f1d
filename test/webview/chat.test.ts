import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/chromium.ts';
import { ChatPage } from './chatPage.ts';
import { answer, at, result, snapshot, toolCall, user } from './samples.ts';
import { until } from '../support/until.ts';

const dotPng = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

describe('chat', () => {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  it('welcomes who has no key and offers the first steps', async () => {
    const account = { profile: 'OpenAI', server: 'api.openai.com', ready: false, restricted: false };
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([], { account }) });
    const { page } = chat;
    await chat.screenshot('welcome');
    await page.getByRole('button', { name: 'Set API Key' }).click();
    await page.getByRole('button', { name: 'Use a Local or Custom Server' }).click();
    await page.getByRole('button', { name: 'Get Started' }).click();
    assert.deepEqual(
      (await chat.calls()).map(({ params }) => params),
      [{ action: 'setApiKey' }, { action: 'useLocalServer' }, { action: 'openWalkthrough' }],
    );
    await page.getByRole('textbox', { name: 'Message' }).fill('Hello');
    assert.ok(await page.getByRole('button', { name: 'Send' }).isDisabled(), 'nothing can be sent yet');
    await chat.emit('account', { ...account, ready: true });
    await page.getByRole('button', { name: 'Send' }).click();
    assert.equal((await chat.call('send')).text, 'Hello');
  });

  it('offers starters in an empty chat and shows the notice of the account', async () => {
    const notice = 'offline demo: canned answers';
    const account = { profile: 'Demo', server: '127.0.0.1:4010', ready: true, restricted: false, notice };
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([], { account }) });
    const { page } = chat;
    assert.ok(await page.getByText(notice).isVisible());
    await chat.screenshot('starters');
    await page.getByRole('button', { name: /Write tests/ }).click();
    await chat.drawn();
    assert.match(await page.getByRole('textbox', { name: 'Message' }).inputValue(), /^Write tests/);
    await chat.emit('snapshot', snapshot([user('x'), answer('y'), result()], { account }));
    assert.ok(await page.getByText(notice).isVisible(), 'the notice stays above the chat');
  });

  it('says in Restricted Mode what does not work, and leads to the trust of the workspace', async () => {
    const { account } = snapshot([]);
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([], { account }) });
    const { page } = chat;
    const manage = page.getByRole('button', { name: 'Manage Workspace Trust' });
    assert.equal(await manage.count(), 0);
    await chat.emit('account', { ...account, restricted: true });
    await manage.click();
    assert.deepEqual(await chat.call('runAction'), { action: 'manageTrust' });
  });

  it('works from the first moment, streams, stops on Escape and says what it cost', async () => {
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([]) });
    const { page } = chat;
    const field = page.getByRole('textbox', { name: 'Message' });
    await chat.answer('send', 'none');
    await field.fill('Why is the sky blue?');
    await field.press('Enter');
    await page.getByText('Working…').waitFor();
    assert.equal(await field.inputValue(), '');
    await chat.emit('turn', [
      { type: 'item', item: user('Why is the sky blue?') },
      { type: 'item', item: answer('', 'streaming') },
    ]);
    await chat.emit('turn', [{ type: 'delta', itemId: 'a1', delta: 'Because of **Rayleigh' }]);
    await chat.emit('turn', [{ type: 'delta', itemId: 'a1', delta: ' scattering**.' }]);
    assert.equal(await page.locator('.answer strong').textContent(), 'Rayleigh scattering');
    assert.equal(await page.getByText('Working…').count(), 0);
    assert.equal(await page.getByRole('status').innerText(), 'Answering…');
    await chat.screenshot('streaming');
    await field.press('Escape');
    await chat.call('stop');
    const counts = { inputTokens: 1200, cachedTokens: 1000, outputTokens: 34, reasoningTokens: 5, costUsd: 0.0012 };
    const usage = { ...counts, estimated: true } as const;
    await chat.emit('turn', [{ type: 'item', item: result({ end: 'cancelled', usage, dropped: ['images: a'] }) }]);
    await page.getByText('Stopped.').waitFor();
    await page.getByText('Not sent: images: a.').waitFor();
    assert.equal(
      (await page.locator('.resultFacts').innerText()).replaceAll(/\s+/g, ' '),
      'gpt-5.4 about 1,200 in (1,000 cached) about 34 out (5 reasoning) about $0.0012 4.2 s',
    );
    await page.getByRole('button', { name: 'Usage details' }).click();
    await page.getByRole('row', { name: 'Cost about $0.0012' }).waitFor();
    assert.equal(await page.getByRole('status').innerText(), 'Stopped');
    assert.deepEqual(chat.problems, []);
  });

  it('keeps what was typed when it cannot be sent, and says why', async () => {
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([]) });
    const { page } = chat;
    const field = page.getByRole('textbox', { name: 'Message' });
    await chat.answer('send', { failure: 'The extension is restarting.' });
    await field.fill('Hello');
    await field.press('Enter');
    await page.getByRole('alert').getByText('The extension is restarting.').waitFor();
    assert.equal(await field.inputValue(), 'Hello', 'the text is back');
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await chat.drawn();
    assert.equal(await page.getByRole('alert').count(), 0);
  });

  it('puts what could not be sent before what was written meanwhile', async () => {
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([]) });
    const { page } = chat;
    const field = page.getByRole('textbox', { name: 'Message' });
    await chat.answer('send', 'none');
    await field.fill('Hello');
    await field.press('Enter');
    await chat.call('send');
    await field.fill('And');
    await chat.answerLate('send', { failure: 'The disk is full.' });
    await page.getByRole('alert').getByText('The disk is full.').waitFor();
    assert.equal(await field.inputValue(), 'Hello\nAnd');
  });

  it('restores to a message, and takes that back until the conversation goes on', async () => {
    await using chat = await ChatPage.open(browser, {
      snapshot: snapshot([user('Change it'), answer('Done'), result()]),
    });
    const { page } = chat;
    await page.getByRole('article', { name: 'You' }).hover();
    await page.getByRole('button', { name: 'Restore to here' }).click();
    assert.deepEqual(await chat.call('restore'), { itemId: 'u1' });
    const note = page.getByRole('note', { name: 'Restored' });
    await chat.emit('restored', { conversationId: 'another', at: at + 1, text: '1 file restored.' });
    assert.equal(await note.count(), 0, 'it is of another conversation');
    await chat.emit('turn', [{ type: 'truncated', fromItemId: 'u1' }]);
    await chat.emit('restored', { conversationId: 'one', at: at + 1, text: '2 files restored, 2 messages removed.' });
    assert.match(await note.innerText(), /2 files restored, 2 messages removed\. Undo Restore/);
    await chat.screenshot('restored');
    await page.getByRole('button', { name: 'Undo Restore' }).click();
    await chat.call('undoRestore');
    const later = { ...user('And now', 'u2'), at: at + 2 };
    await chat.emit('turn', [
      { type: 'item', item: later },
      { type: 'item', item: result() },
    ]);
    assert.equal(await note.count(), 0, 'the conversation has gone on');
    assert.deepEqual(chat.problems, []);
  });

  it('asks for approval: once, for longer, or no with a reason', async () => {
    const approval = {
      kind: 'write',
      title: 'Edit src/a.ts',
      detail: 'Replaces 3 lines.',
      scope: 'write',
      tool: 'edit_file',
      diff: { uri: 'parley-proposed:/a.ts', added: 12, removed: 3 },
    } as const;
    const waiting = toolCall({ status: 'awaitingApproval', title: 'Edit src/a.ts', approval });
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([user('Change it'), waiting]) });
    const { page } = chat;
    assert.equal(await page.getByRole('status').innerText(), 'Approval needed: Edit src/a.ts');
    await chat.screenshot('approval');
    const { height = 0 } = (await page.getByRole('button', { name: 'Deny' }).first().boundingBox()) ?? {};
    assert.ok(height > 0 && height < 40, 'a button is one line high');
    await page.getByRole('button', { name: 'Show diff' }).click();
    assert.deepEqual(await chat.call('reveal'), { callId: 'c1' });
    await page.getByRole('button', { name: 'Approve for longer' }).click();
    assert.deepEqual(await page.getByRole('menuitem').allInnerTexts(), [
      'For this conversation\nevery change by `edit_file` in this conversation, until the window closes; protected files still ask',
      'In this workspace\nevery change by `edit_file` in this workspace, in every conversation; protected files still ask',
      'Always\nevery change by `edit_file` in every workspace; protected files still ask',
    ]);
    await chat.screenshot('approvalMenu');
    await page.getByRole('menuitem', { name: 'In this workspace' }).click();
    await chat.emit('turn', [
      { type: 'item', item: { ...waiting, status: 'succeeded', durationMs: 50, output: 'Done' } },
    ]);
    assert.equal(await page.getByRole('button', { name: 'Approve once' }).count(), 0);
    await chat.emit('turn', [
      { type: 'item', item: toolCall({ ...waiting, id: 't2', callId: 'c2' }) },
      { type: 'item', item: toolCall({ ...waiting, id: 't3', callId: 'c3' }) },
    ]);
    await page.getByRole('button', { name: 'Approve once' }).first().click();
    const reason = page.getByRole('textbox', { name: 'Reason for denying' }).last();
    await reason.fill('Not this file');
    await page.getByRole('button', { name: 'Deny' }).last().click();
    const decisions = (await chat.calls()).filter(({ method }) => method === 'decide').map(({ params }) => params);
    assert.deepEqual(decisions, [
      { callId: 'c1', decision: 'workspace' },
      { callId: 'c2', decision: 'once' },
      { callId: 'c3', decision: 'deny', reason: 'Not this file' },
    ]);
  });

  it('offers what an approval of a command would cover, by keyboard', async () => {
    const approval = {
      kind: 'run',
      title: 'Run a command',
      detail: './check.sh && npm test -- --watch',
      scope: './check.sh, npm test',
      covers: 'every `./check.sh …` and every `npm test …`',
      widest: 'workspace',
    } as const;
    const waiting = toolCall({ status: 'awaitingApproval', title: 'Run ./check.sh', approval });
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([user('Check it'), waiting]) });
    const { page } = chat;
    const toggle = page.getByRole('button', { name: 'Approve for longer' });
    await toggle.focus();
    await page.keyboard.press('Enter');
    const items = page.getByRole('menuitem');
    assert.equal(await items.count(), 2, 'a program of this workspace is not approved for others');
    await chat.drawn();
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    assert.match((await focused()) ?? '', /^For this conversationevery `\.\/check\.sh …` and every `npm test …`/);
    await page.keyboard.press('ArrowUp');
    assert.match((await focused()) ?? '', /^In this workspace/);
    await page.keyboard.press('Escape');
    await chat.drawn();
    assert.equal(await items.count(), 0);
    assert.equal(await toggle.getAttribute('aria-expanded'), 'false');
    assert.equal((await chat.calls()).length, 0, 'Escape closed the menu and stopped nothing');
    await page.keyboard.press('Enter');
    await items.first().waitFor();
    await until('the first one has the focus', async () => (await focused())?.startsWith('For this'));
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    assert.deepEqual(await chat.call('decide'), { callId: 'c1', decision: 'workspace' });
    await chat.screenshot('approvalCommand');
  });

  it('asks a question, answered with a key, a click or a text', async () => {
    const question = {
      type: 'question',
      id: 'q1',
      at: 0,
      status: 'waiting',
      question: {
        text: 'Which test runner?',
        options: [
          { id: 'mocha', label: 'Mocha' },
          { id: 'node', label: 'node:test', description: 'Nothing to install' },
        ],
        field: 'Another one',
      },
    } as const;
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([user('Add a test'), question]) });
    const { page } = chat;
    await page.getByRole('status').getByText('Question: Which test runner?').waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Mocha' }).focus();
    await chat.screenshot('question');
    // Goes to an editor group in VS Code.
    await page.keyboard.press('Control+1');
    await page.keyboard.press('2');
    assert.deepEqual(await chat.call('answer'), { questionId: 'q1', answer: { option: 'node' } });
    const answered = { ...question, status: 'answered', answer: { option: 'node' } } as const;
    await chat.emit('turn', [
      { type: 'item', item: answered },
      { type: 'item', item: { ...question, id: 'q2' } },
    ]);
    await page.getByRole('article', { name: 'Question' }).first().getByText('node:test').waitFor();
    const field = page.getByRole('textbox', { name: 'Another one' });
    await field.fill('vitest, of 2026');
    await field.press('Enter');
    assert.deepEqual((await chat.calls()).at(-1)?.params, { questionId: 'q2', answer: { text: 'vitest, of 2026' } });
  });

  it('says why a call asks every time', async () => {
    const approval = { kind: 'run', title: 'Run a command', detail: 'npm test > log', why: 'redirects' } as const;
    const waiting = toolCall({ status: 'awaitingApproval', title: 'Run npm test > log', approval });
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([user('Check it'), waiting]) });
    const { page } = chat;
    await page.getByText('This asks every time: it redirects.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Approve for longer' }).count(), 0);
    await chat.screenshot('approvalAlways');
  });

  it('folds tool calls and reasoning, and opens them', async () => {
    const images = [{ kind: 'image', label: 'src/dot.png', mediaType: 'image/png', data: dotPng }] as const;
    const call = toolCall({ name: 'read_file', title: 'Read src/a.ts', output: 'line one', images });
    const thought = {
      type: 'reasoning',
      id: 'g1',
      at: 0,
      text: 'I *wonder*',
      status: 'complete',
      durationMs: 65_000,
    } as const;
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([user('x'), thought, call, result()]) });
    const { page } = chat;
    assert.equal(await page.getByText('line one').count(), 0, 'nothing of it is there before it is opened');
    await page.getByText('Read src/a.ts').click();
    await page.getByText('line one').waitFor();
    const image = page.getByRole('img', { name: 'src/dot.png' });
    assert.equal(await image.evaluate((element: HTMLImageElement) => element.decode().then(() => 'shown')), 'shown');
    await page.getByText('Thought for 1 min 5 s').click();
    // Visible at the latest with the second frame: what is out of view is not drawn.
    await page.locator('.reasoning em', { hasText: 'wonder' }).waitFor();
  });

  it('shows errors as cards with the next step', async () => {
    const error = { kind: 'auth', message: 'Incorrect API key provided.', status: 401, requestId: 'req_1' } as const;
    await using chat = await ChatPage.open(browser, {
      snapshot: snapshot([user('Hi'), result({ end: 'failed', error })]),
    });
    const { page } = chat;
    await chat.screenshot('error');
    await page.getByText('Incorrect API key provided.', { exact: false }).first().waitFor();
    await page.getByRole('button', { name: 'Set API Key' }).click();
    assert.deepEqual(await chat.call('runAction'), { action: 'setApiKey' });
    await page.getByRole('button', { name: 'Retry', exact: true }).click();
    await chat.call('retry');
  });

  it('counts down to the time a server names before it offers to retry', async () => {
    const error = { kind: 'rateLimit', message: 'Slow down', status: 429, retryAfterMs: 2500 } as const;
    await using chat = await ChatPage.open(browser, {
      snapshot: snapshot([user('Hi'), result({ at: Date.now(), end: 'failed', error })]),
    });
    const card = chat.page.locator('.errorCard');
    const waiting = card.getByRole('button', { name: /^Retry in \d s$/ });
    await waiting.waitFor();
    await waiting.click({ force: true });
    assert.deepEqual(await chat.calls(), []);
    await card.getByRole('button', { name: 'Retry', exact: true }).click();
    await chat.call('retry');
  });

  it('tells of a retry that is waiting', async () => {
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([user('Hi')]) });
    const { page } = chat;
    const until = Date.now() + 30_000;
    await chat.emit('turn', [{ type: 'retrying', attempt: 1, until, reason: 'The server is busy.' }]);
    await page.getByText(/The server is busy\. Attempt 2 in \d+ s\./).waitFor();
    await chat.emit('turn', [{ type: 'item', item: answer('Hello', 'streaming') }]);
    assert.equal(await page.getByText('The server is busy.').count(), 0);
  });

  it('copies, inserts, applies, makes files of and runs code; opens links only by asking', async () => {
    const text = '```ts\nlet a = 1;\n```\n\n```bash\nnpm test\n```\n\n[docs](https://example.org/a?b=c)';
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([user('x'), answer(text), result()]) });
    const { page } = chat;
    const block = page.locator('.codeBlock').first();
    for (const name of ['Copy', 'Insert at Cursor', 'Apply in Editor', 'New File'])
      await block.getByRole('button', { name, exact: true }).click();
    assert.equal(await block.getByRole('button', { name: 'Run in Terminal' }).count(), 0, 'TypeScript is no command');
    await page.getByRole('button', { name: 'Run in Terminal' }).click();
    await page.getByRole('link', { name: 'docs' }).click();
    await page.getByRole('link', { name: 'docs' }).press('Enter');
    await page.getByRole('button', { name: 'Copy answer' }).click();
    assert.deepEqual(await chat.calls(), [
      { method: 'copy', params: { text: 'let a = 1;' } },
      { method: 'insertAtCursor', params: { text: 'let a = 1;' } },
      { method: 'applyCode', params: { text: 'let a = 1;', language: 'ts' } },
      { method: 'newFile', params: { text: 'let a = 1;', language: 'ts' } },
      { method: 'runInTerminal', params: { text: 'npm test' } },
      { method: 'openLink', params: { href: 'https://example.org/a?b=c' } },
      { method: 'openLink', params: { href: 'https://example.org/a?b=c' } },
      { method: 'copyAnswer', params: { resultId: 'r1' } },
    ]);
  });
});
