import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { openChat, type Chat } from '../support/chat.ts';
import { openParley, reopen, type Parley } from '../support/parley.ts';
import { screenshot, screenshotOfFailure } from '../support/screenshot.ts';
import { answerFileDialog, fillInput, inputBox, pick, runCommand } from '../support/ui.ts';
import { until } from '../support/until.ts';

const citySchema = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
};
let parley: Parley;
let page: Page;
let chat: Chat;

before(async () => {
  const profile = {
    name: 'Reviewer',
    instructions: 'Be a strict reviewer.',
    mode: 'ask',
    parameters: { max_output_tokens: 700 },
  };
  const wrong = { name: 'Wrong', parameters: { temperature: 'warm' } };
  parley = await openParley({
    settings: { 'parley.chatProfiles': [profile, wrong] },
    profiles: ({ url }) => [{ name: 'Completions', api: 'chatCompletions', baseURL: url }],
    files: { 'city.schema.json': JSON.stringify(citySchema) },
  });
  page = parley.page;
  chat = await openChat(page);
});
after(() => parley.close());
afterEach((context) => screenshotOfFailure(context, page));

type Body = Record<string, unknown>;

/** The body of the last request of a turn, as JSON. */
const sent = (): string => JSON.stringify(parley.openai.requests().findLast(({ body }) => 'stream' in body)?.body);

test('a parameter that is set in the sheet is sent, named by a chip, and there after a reload', async () => {
  await runCommand(page, 'Parley: Edit Parameters');
  const sheet = chat.frame.getByRole('dialog', { name: 'Parameters' });
  const most = sheet.getByRole('spinbutton', { name: 'Most tokens' });
  await most.fill('500');
  await most.press('Enter');
  const chip = chat.frame.getByRole('button', { name: '500 tokens', exact: true });
  await chip.waitFor();
  await screenshot(page, 'parameters-sheet');
  await most.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  await chat.ask('Hello');
  assert.match(sent(), /"max_(output|completion)_tokens":500|"max_tokens":500/);
  page = await reopen(parley);
  parley.page = page;
  chat = await openChat(page);
  await chat.frame.getByRole('button', { name: '500 tokens', exact: true }).waitFor();
  await chat.ask('Hello again');
  assert.match(sent(), /"max_(output|completion)_tokens":500|"max_tokens":500/);
});

test('a chat profile brings instructions, mode and parameters, to new conversations too', async () => {
  await runCommand(page, 'Parley: Switch Chat Profile');
  await inputBox(page).title.getByText('Switch Chat Profile').waitFor();
  await inputBox(page).widget.getByText('Entry 2 of parley.chatProfiles is ignored: parameters.temperature').waitFor();
  await screenshot(page, 'chat-profiles');
  await pick(page, 'Reviewer');
  await chat.frame.getByRole('button', { name: '700 tokens', exact: true }).waitFor();
  assert.equal(await chat.frame.getByRole('combobox', { name: 'Chat profile' }).inputValue(), 'Reviewer');
  assert.equal(await chat.frame.getByRole('combobox', { name: 'Mode' }).inputValue(), 'ask');
  await chat.begin();
  await chat.frame.getByRole('button', { name: '700 tokens', exact: true }).waitFor();
  await chat.ask('Hello');
  assert.match(sent(), /Be a strict reviewer\./);
  assert.match(sent(), /"max_(output|completion)_tokens":700|"max_tokens":700/);
  await chat.frame.getByRole('combobox', { name: 'Chat profile' }).selectOption({ label: 'No profile' });
  await chat.frame.getByRole('button', { name: '700 tokens', exact: true }).waitFor({ state: 'detached' });
});

test('what an MCP server is shown is asked for, kept secret, sent with the next message, and taken away again', async () => {
  const token = 'tok-4f1c9a27b3';
  await chat.begin();
  await runCommand(page, 'Parley: Edit Parameters');
  const sheet = chat.frame.getByRole('dialog', { name: 'Parameters' });
  await sheet.getByRole('textbox', { name: 'Name of the MCP server' }).fill('weather');
  await sheet.getByRole('textbox', { name: 'Address of the MCP server' }).fill('https://mcp.example/sse');
  await sheet.getByRole('button', { name: 'Add the MCP server' }).click();
  await sheet.getByRole('button', { name: 'Set the authorization of weather' }).click();
  const { input, message, title } = inputBox(page);
  await title.getByText('Authorization for the MCP Server weather').waitFor();
  await message.getByText(/shows it to mcp\.example/).waitFor();
  assert.equal(await input.getAttribute('type'), 'password');
  await screenshot(page, 'parameters-mcp-token');
  await fillInput(page, token);
  const change = sheet.getByRole('button', { name: 'Change the authorization of weather' });
  await change.waitFor();
  assert.ok(!(await sheet.innerHTML()).includes(token));
  await chat.message.focus();
  await chat.ask('Hello');
  const mcp = { server_label: 'weather', server_url: 'https://mcp.example/sse', require_approval: 'always' };
  assert.ok(sent().includes(JSON.stringify({ type: 'mcp', ...mcp, authorization: token })), sent());

  await runCommand(page, 'Parley: Edit Parameters');
  await change.click();
  await title.getByText('Authorization for the MCP Server weather').waitFor();
  await fillInput(page, '');
  await sheet.getByRole('button', { name: 'Set the authorization of weather' }).waitFor();
  await chat.message.focus();
  await chat.ask('Hello again');
  assert.ok(!sent().includes(token));
});

test('what the model or the other parameters rule out is disabled, and says why', async () => {
  await chat.begin();
  const sheet = await openSheet();
  const reasons = {
    Seed: 'This connection speaks the Responses API, which has nothing like it.',
    Temperature: 'gpt-5.4 does not take it while it reasons: set its effort to None.',
  };
  for (const [name, reason] of Object.entries(reasons)) await isOff(sheet, name, reason);
  await screenshot(page, 'parameters-reasons');
  await chooseModel('gpt-4.1');
  await setNumber(sheet, 'Temperature', '0.4');
  await isOff(sheet, 'Top P', 'Temperature is set: change one of the two.');
  await setNumber(sheet, 'Temperature', '9');
  await sheet.getByRole('alert').waitFor();
  await close(sheet);
  await chat.ask('Hello');
  assert.match(sent(), /"temperature":0\.4/);
});

test('an answer is held to a schema of the workspace, and shown as a tree', async () => {
  await chat.begin();
  const sheet = await openSheet();
  await sheet.getByRole('combobox', { name: 'Format' }).selectOption('json_schema');
  await inputBox(page).title.getByText('Schema of the Answers').waitFor();
  await pick(page, 'city.schema.json');
  await chip('city.schema.json').waitFor();
  await close(sheet);
  await chat.ask('The weather as JSON, please');
  const body = JSON.parse(sent()) as { text: { format: Body } };
  assert.deepEqual([body.text.format.type, body.text.format.schema], ['json_schema', citySchema]);
  await chat.log.getByRole('tree', { name: 'Structured answer' }).waitFor();
});

test('effort, verbosity, tier and what the server keeps go along', async () => {
  await chat.begin();
  await chooseModel('gpt-5.4');
  const sheet = await openSheet();
  await sheet.getByRole('combobox', { name: 'Verbosity' }).selectOption('low');
  await sheet.getByRole('combobox', { name: 'Service tier' }).selectOption('flex');
  await sheet.getByRole('checkbox', { name: 'Keep answers at the server' }).check();
  await chip('verbosity low · tier flex · stored').waitFor();
  await close(sheet);
  const effort = chat.frame.getByRole('combobox', { name: 'Reasoning effort' });
  await effort.selectOption('high');
  await until('it is taken', async () => (await effort.inputValue()) === 'high');
  await chat.ask('Hello');
  const { reasoning, text, service_tier, store } = JSON.parse(sent()) as Body;
  assert.deepEqual(
    { reasoning, text, service_tier, store },
    { reasoning: { effort: 'high', summary: 'auto' }, text: { verbosity: 'low' }, service_tier: 'flex', store: true },
  );
});

test('built-in tools go along, with a vector store of the server', async () => {
  const store = await fetch(`${parley.openai.url}/vector_stores`, post({ name: 'Handbook' }));
  const { id } = (await store.json()) as { id: string };
  await chat.begin();
  const sheet = await openSheet();
  for (const name of ['Web search', 'Code interpreter', 'Image generation', 'File search']) {
    await sheet.getByRole('checkbox', { name }).check();
  }
  await sheet.getByRole('checkbox', { name: 'Handbook' }).check();
  await chip('web search · file search · code interpreter · images').waitFor();
  await screenshot(page, 'parameters-tools');
  await close(sheet);
  await chat.ask('Hello');
  const body = JSON.parse(sent()) as { tools: Body[] };
  assert.deepEqual(
    body.tools.filter(({ type }) => type !== 'function'),
    [
      { type: 'web_search' },
      { type: 'file_search', vector_store_ids: [id] },
      { type: 'code_interpreter', container: { type: 'auto' } },
      { type: 'image_generation' },
    ],
  );
});

test('parameters of Chat Completions are sent, and its answers are alternatives', async () => {
  await runCommand(page, 'Parley: Switch Profile');
  await pick(page, 'Completions');
  await chooseModel('gpt-4.1');
  await chat.begin();
  const sheet = await openSheet();
  await setNumber(sheet, 'Answers', '3');
  await setNumber(sheet, 'Seed', '7');
  await setNumber(sheet, 'Presence penalty', '0.5');
  await setNumber(sheet, 'Frequency penalty', '-0.5');
  const stop = sheet.getByRole('textbox', { name: 'Stop texts' });
  await stop.fill('END');
  await stop.press('Enter');
  await sheet.getByRole('textbox', { name: 'Token id' }).fill('50256');
  await sheet.getByRole('textbox', { name: 'Bias', exact: true }).fill('-100');
  await sheet.getByRole('button', { name: 'Add a token bias' }).click();
  await chip(/3 answers/).waitFor();
  await close(sheet);
  await chat.ask('How is the tide, in several ways?');
  const { n, seed, presence_penalty, frequency_penalty, stop: stops, logit_bias } = JSON.parse(sent()) as Body;
  assert.deepEqual(
    { n, seed, presence_penalty, frequency_penalty, stops, logit_bias },
    { n: 3, seed: 7, presence_penalty: 0.5, frequency_penalty: -0.5, stops: ['END'], logit_bias: { 50256: -100 } },
  );
  const alternatives = chat.log.getByRole('group', { name: 'Alternatives' });
  await alternatives.getByText('1 of 3').waitFor();
  await alternatives.getByRole('button', { name: 'Next alternative' }).click();
  await chat.log.getByText('The tide is low.').waitFor();
  await screenshot(page, 'parameters-alternatives');
});

test('a retired Assistant is imported as a chat profile', async () => {
  const assistant = {
    object: 'assistant',
    name: 'Harbour master',
    model: 'gpt-4.1',
    instructions: 'You know the tides.',
    tools: [{ type: 'code_interpreter' }, { type: 'function', function: { name: 'ring_bell' } }],
  };
  const file = join(parley.folder, 'assistant.json');
  writeFileSync(file, JSON.stringify(assistant));
  await chat.begin();
  await runCommand(page, 'Parley: Import Assistant as Chat Profile');
  await pick(page, 'From a JSON File…');
  await answerFileDialog(page, 'Assistant as JSON', file);
  const dialog = page.getByRole('dialog');
  await dialog.getByText('The function ring_bell: Parley has no such tool.').waitFor();
  await screenshot(page, 'parameters-assistant');
  await dialog.getByRole('button', { name: 'Import and Use' }).click();
  const profile = chat.frame.getByRole('combobox', { name: 'Chat profile' });
  await until('it is used', async () => (await profile.inputValue()) === 'Harbour master');
  await chat.ask('Hello');
  assert.match(sent(), /You know the tides\./);
  assert.match(sent(), /"model":"gpt-4\.1"/);
});

const post = (body: object) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', 'openai-beta': 'assistants=v2' },
  body: JSON.stringify(body),
});

/** What differs from the default, in the composer. */
const chip = (name: string | RegExp): Locator =>
  chat.frame.getByRole('list', { name: 'Parameters that were changed' }).getByRole('button', { name });

async function openSheet(): Promise<Locator> {
  await runCommand(page, 'Parley: Edit Parameters');
  const sheet = chat.frame.getByRole('dialog', { name: 'Parameters' });
  await sheet.waitFor();
  return sheet;
}

async function close(sheet: Locator): Promise<void> {
  await sheet.getByRole('button', { name: 'Close the parameters' }).click();
  await sheet.waitFor({ state: 'detached' });
}

async function setNumber(sheet: Locator, name: string, value: string): Promise<void> {
  const field = sheet.getByRole('spinbutton', { name, exact: true });
  await field.fill(value);
  await field.press('Enter');
}

/** It takes nothing, and a screen reader says why, too. */
async function isOff(sheet: Locator, name: string, reason: string): Promise<void> {
  const field = sheet.getByRole('spinbutton', { name, exact: true });
  await until(`${name} says why it is off`, async () => {
    const about = await field.getAttribute('aria-describedby', { timeout: 3000 });
    return (await sheet.locator(`#${about}`).innerText({ timeout: 3000 })) === reason;
  });
  assert.ok(await field.isDisabled());
}

async function chooseModel(model: string): Promise<void> {
  await runCommand(page, 'Parley: Select Model');
  await inputBox(page).input.waitFor({ state: 'visible' });
  await fillInput(page, model);
  await chat.frame.getByRole('button', { name: `Model: ${model}`, exact: true }).waitFor();
}
