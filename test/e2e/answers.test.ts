import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openChat, type Chat } from '../support/chat.ts';
import { openParley, type Parley } from '../support/parley.ts';
import { screenshot, screenshotOfFailure } from '../support/screenshot.ts';
import { answerFileDialog, fillInput, inputBox, notification, pick, runCommand, widenSideBar } from '../support/ui.ts';
import { until } from '../support/until.ts';

let parley: Parley;
let page: Page;
let chat: Chat;

before(async () => {
  // The same server by its other API, which has answers of its own.
  const completions = { name: 'Completions', api: 'chatCompletions' };
  parley = await openParley({ profiles: ({ url }) => [{ ...completions, baseURL: url }] });
  page = parley.page;
  chat = await openChat(page);
  await widenSideBar(page, 160);
});
after(() => parley.close());
afterEach((context) => screenshotOfFailure(context, page));

/** The input of the last request. */
const sentInput = () => parley.openai.requests().at(-1)?.body.input as Record<string, unknown>[];

test('shows what tools of the server did, an image and numbered sources, and sends all of it back', async () => {
  const said = await chat.ask('Show every kind of answer');
  assert.match(said, /stable since ES2019\.\s+1\s+The report has the numbers\s*2\s*\./);
  const image = chat.log.getByRole('img', { name: 'A fox at dawn' });
  await image.scrollIntoViewIfNeeded();
  assert.equal(await image.evaluate((element: HTMLImageElement) => element.naturalWidth), 192);
  await chat
    .tool(/Ran code/)
    .locator('summary')
    .click();
  await chat.log.getByRole('img', { name: 'Image made by the code' }).waitFor();
  const searches = { 'Searched the web': 'developer.mozilla.org/sort', 'Searched files': 'Sorting took 12 ms.' };
  for (const [title, detail] of Object.entries(searches)) {
    const search = chat.tool(new RegExp(title));
    await search.locator('summary').click();
    await search.getByText(detail).first().waitFor();
  }
  await chat.log.getByText('print(sorted([3, 1, 2]))').waitFor();
  await screenshot(page, 'answers');

  await chat.log.getByRole('button', { name: 'Token probabilities' }).click();
  await chat.log.getByRole('option').first().focus();
  await page.keyboard.press('ArrowRight');
  await chat.log.getByRole('table', { name: 'Token and its alternatives' }).waitFor();
  await chat.log.getByRole('button', { name: 'Usage details' }).click();
  await chat.log.getByRole('table', { name: 'Usage details' }).scrollIntoViewIfNeeded();
  await screenshot(page, 'answers-probabilities');

  await chat.log.getByRole('button', { name: 'Open image' }).last().click();
  await page.locator('.tab.active[data-resource-name="a-fox-at-dawn.png"]').waitFor();
  await screenshot(page, 'answers-image');

  await chat.ask('And as JSON, please');
  await chat.log.getByRole('tree', { name: 'Structured answer' }).waitFor();
  assert.deepEqual(
    sentInput()
      .map(({ type }) => type)
      .filter((type) => typeof type === 'string' && type.endsWith('_call')),
    ['web_search_call', 'file_search_call', 'code_interpreter_call', 'image_generation_call'],
  );
});

test('exports it as Markdown with its images beside', async () => {
  await runCommand(page, 'Parley: Export Conversation');
  await answerFileDialog(page, 'Export Conversation', join(parley.folder, 'fox.md'));
  await notification(page, 'Exported to fox.md.').toast.waitFor();
  const text = readFileSync(join(parley.folder, 'fox.md'), 'utf8');
  assert.match(text, /!\[A fox at dawn\]\(fox-files\/2-a-fox-at-dawn\.png\)/);
  const images = readdirSync(join(parley.folder, 'fox-files')).sort();
  assert.deepEqual(images, ['1-figure.png', '2-a-fox-at-dawn.png']);
  assert.equal(
    readFileSync(join(parley.folder, 'fox-files', '2-a-fox-at-dawn.png'))
      .subarray(1, 4)
      .toString(),
    'PNG',
  );
});

test('asks before an MCP server runs a tool, and tells it a yes or a no', async () => {
  await chat.begin();
  const approved = await chat.turn(async () => {
    await chat.send('Ask the weather server');
    const card = chat.tool(/Run forecast on the MCP server weather/);
    await card.getByText('Bern').waitFor();
    await screenshot(page, 'answers-approval');
    await card.getByRole('button', { name: 'Approve once' }).click();
  });
  assert.match(approved, /It will rain in Bern/);
  await chat
    .tool(/weather: forecast/)
    .locator('summary')
    .click();
  await chat.log.getByText('"tomorrow": "rain"').waitFor();

  const denied = await chat.turn(async () => {
    await chat.send('Ask the weather server again');
    await chat.log.getByRole('button', { name: 'Deny', exact: true }).click();
  });
  assert.match(denied, /Then I do not know the weather/);
  const { type, approve } = sentInput().at(-1) ?? {};
  assert.deepEqual([type, approve], ['mcp_approval_response', false]);
});

test('saves a file that the code interpreter has made, and says when the server has it no more', async () => {
  await chat.begin();
  await chat.ask('Give me the squares as a file');
  const sources = chat.log.getByRole('region', { name: 'Sources' });
  await sources.getByRole('button', { name: 'Save squares.csv' }).click();
  const { input } = inputBox(page);
  await until('it asks where', async () => (await input.inputValue({ timeout: 5000 })).endsWith('/squares.csv'));
  await input.press('Enter');
  await notification(page, 'Saved squares.csv.').button('Open').click();
  await page.locator('.tab.active[data-resource-name="squares.csv"]').waitFor();
  assert.equal(readFileSync(join(parley.folder, 'squares.csv'), 'utf8'), 'n,square\n1,1\n2,4\n');
  await screenshot(page, 'answers-file');

  await sources.getByRole('button', { name: 'Save old.csv' }).click();
  await until('it asks where', async () => (await input.inputValue({ timeout: 5000 })).endsWith('/old.csv'));
  await input.press('Enter');
  await chat.frame.getByRole('alert').getByText('The server does not have this file any more').waitFor();
});

test('shows an image while it comes', async () => {
  await chat.begin();
  await chat.send('Draw a fox when you are told');
  await chat.log.getByRole('img', { name: 'The image so far' }).waitFor();
  await screenshot(page, 'answers-partial');
  parley.openai.goOn();
  await chat.log.getByRole('img', { name: 'A fox at dawn' }).waitFor();
  assert.equal(await chat.log.getByRole('img', { name: 'The image so far' }).count(), 0);
});

test('says of an answer that was cut off why, and continues it', async () => {
  await chat.begin();
  const cut = await chat.ask('Tell me a long story');
  assert.match(cut, /^Once upon a time a fox$/m);
  await chat.log.getByText('The answer reached the output limit of the model.').waitFor();
  const rest = await chat.turn(() => chat.log.getByRole('button', { name: 'Continue', exact: true }).click());
  assert.match(rest, /lived in a harbour\./);
  assert.equal(await chat.log.getByRole('button', { name: 'Continue', exact: true }).count(), 0, 'it is complete');
});

test('shows a refusal as one', async () => {
  await chat.begin();
  await chat.ask('Hot-wire a car');
  const refusal = chat.log.getByRole('article', { name: 'Answer' });
  await refusal.getByText('The model refused').waitFor();
  await refusal.getByText('I cannot help with that.').waitFor();
  await screenshot(page, 'answers-refusal');
});

test('plays what is spoken beside its transcript, and saves it', async () => {
  await runCommand(page, 'Parley: Switch Profile');
  await pick(page, 'Completions');
  await chooseModel('gpt-audio');
  await chat.begin();
  await chat.message.evaluate((field) => {
    const data = new DataTransfer();
    data.items.add(new File(['RIFF'], 'memo.wav', { type: 'audio/wav' }));
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await chat.frame.getByRole('button', { name: 'Remove memo.wav' }).waitFor();
  assert.match(await chat.ask('Say it aloud'), /The harbour opens at nine\./);
  const heard = { type: 'input_audio', input_audio: { data: Buffer.from('RIFF').toString('base64'), format: 'wav' } };
  assert.ok(JSON.stringify(parley.openai.requests().at(-1)?.body.messages).includes(JSON.stringify(heard)));
  await chat.log.getByRole('group', { name: 'memo.wav' }).waitFor();
  const player = chat.log.getByRole('group', { name: 'Spoken answer' });
  await player.getByRole('button', { name: 'Play' }).click();
  await player.getByRole('button', { name: 'Pause' }).waitFor();
  await until('it has been played', async () => (await player.getByRole('slider').inputValue()) !== '0');
  await screenshot(page, 'answers-audio');
  const target = join(parley.folder, 'spoken.wav');
  await player.getByRole('button', { name: 'Save As…' }).click();
  await answerFileDialog(page, 'Save Audio', target);
  await until('it is saved', () => existsSync(target) && readFileSync(target).subarray(0, 4).toString() === 'RIFF');
});

test('says by category what a content filter found and stopped', async () => {
  await chooseModel('gpt-4.1');
  await chat.begin();
  const stopped = await chat.ask('Say something violent');
  assert.match(stopped, /^It began with a$/m);
  await chat.log.getByText('The content filter of the server cut the answer.').waitFor();
  await chat.log.getByText('Content filter: violence').waitFor();
  await chat.log.getByRole('row', { name: 'violence the answer medium yes' }).waitFor();
  await chat.log.getByRole('row', { name: /^jailbreak your message/ }).waitFor();
  await screenshot(page, 'answers-filter');
});

async function chooseModel(model: string): Promise<void> {
  await runCommand(page, 'Parley: Select Model');
  await inputBox(page).input.waitFor({ state: 'visible' });
  await fillInput(page, model);
  await chat.frame.getByRole('button', { name: `Model: ${model}`, exact: true }).waitFor();
}
