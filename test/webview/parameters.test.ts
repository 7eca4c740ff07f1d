import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { parameterStates } from '../../src/agent/models/parameterStates.ts';
import type { HostedTools, RequestParameters } from '../../src/agent/models/requestParameters.ts';
import type { ParametersState } from '../../src/protocol/chat.ts';
import { launchBrowser } from '../support/chromium.ts';
import { until } from '../support/until.ts';
import { ChatPage, type ChatPageOptions } from './chatPage.ts';
import { snapshot } from './samples.ts';

function stateOf(
  parameters: RequestParameters = {},
  hostedTools: HostedTools = {},
  more: Partial<ParametersState> & { model?: string; api?: 'responses' | 'chatCompletions' } = {},
): ParametersState {
  const { model = 'gpt-4.1', api = 'responses', ...rest } = more;
  const states = parameterStates(api, model, { parameters });
  const lists = { authorized: [], changed: [], profiles: [], profileProblems: [] };
  const shared = { conversationId: 'one', ...lists, maxOutputTokens: 32_768 };
  return { ...shared, parameters, hostedTools, states, ...rest };
}

async function openSheet(browser: Browser, state: ParametersState, options: Partial<ChatPageOptions> = {}) {
  const chat = await ChatPage.open(browser, { snapshot: snapshot([]), height: 1200, ...options });
  await chat.emit('parameters', state);
  await chat.page.getByRole('button', { name: 'Parameters', exact: true }).click();
  const sheet = chat.page.getByRole('dialog', { name: 'Parameters' });
  await sheet.waitFor();
  return { chat, sheet, [Symbol.asyncDispose]: () => chat[Symbol.asyncDispose]() };
}

const lastSettings = async (chat: ChatPage): Promise<unknown> =>
  (await chat.calls()).findLast(({ method }) => method === 'setSettings')?.params;

describe('the sheet of parameters', () => {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  it('sets a number once it is complete, without sending the message', async () => {
    await using open = await openSheet(browser, stateOf({ seed: 1 }, {}, { api: 'chatCompletions' }));
    const { chat, sheet } = open;
    const field = sheet.getByRole('spinbutton', { name: 'Temperature' });
    await field.fill('0.3');
    await field.press('Enter');
    assert.deepEqual(await chat.call('setSettings'), { parameters: { seed: 1, temperature: 0.3 }, hostedTools: {} });
    await field.fill('9');
    await field.press('Enter');
    await sheet.getByRole('alert').waitFor();
    assert.equal((await chat.calls()).filter(({ method }) => method === 'setSettings').length, 1);
    assert.ok(!(await chat.calls()).some(({ method }) => method === 'send'));
    await sheet.getByRole('button', { name: 'Reset Seed' }).click();
    assert.deepEqual(await lastSettings(chat), { parameters: { temperature: 0.3 }, hostedTools: {} });
  });

  it('loses no change where the extension takes its time, and takes one back that it refuses', async () => {
    await using open = await openSheet(browser, stateOf({}, {}, { api: 'chatCompletions' }));
    const { chat, sheet } = open;
    await chat.answer('setSettings', 'none');
    await sheet.getByRole('spinbutton', { name: 'Seed' }).fill('7');
    await sheet.getByRole('checkbox', { name: 'Keep answers at the server' }).check();
    assert.deepEqual(await lastSettings(chat), { parameters: { seed: 7, store: true }, hostedTools: {} });
    await chat.emit('parameters', stateOf({ seed: 7 }, {}, { api: 'chatCompletions' }));
    await chat.answer('setSettings', { failure: 'The disk is full.' });
    await sheet.getByRole('combobox', { name: 'Service tier' }).selectOption('flex');
    const parameters = { seed: 7, store: true, service_tier: 'flex' };
    assert.deepEqual(await lastSettings(chat), { parameters, hostedTools: {} });
    await chat.page.getByRole('alert').getByText('The disk is full.').waitFor();
    assert.equal(await sheet.getByRole('combobox', { name: 'Service tier' }).inputValue(), '');
  });

  it('sets the voice of a model that speaks', async () => {
    await using open = await openSheet(browser, stateOf({}, {}, { api: 'chatCompletions', model: 'gpt-audio' }));
    await open.sheet.getByRole('combobox', { name: 'Voice' }).selectOption('Marin');
    assert.deepEqual(await lastSettings(open.chat), { parameters: { voice: 'marin' }, hostedTools: {} });
  });

  it('closes with its conversation', async () => {
    await using open = await openSheet(browser, stateOf({}));
    const { chat, sheet } = open;
    await chat.emit('snapshot', snapshot([], { conversation: { id: 'two', title: 'Another' } }));
    await chat.emit('parameters', { ...stateOf({}), conversationId: 'two' });
    assert.equal(await sheet.count(), 0);
  });

  it('says why a control is of no use', async () => {
    await using open = await openSheet(browser, stateOf({ temperature: 1 }));
    const { sheet } = open;
    const topP = sheet.getByRole('spinbutton', { name: 'Top P' });
    assert.ok(await topP.isDisabled());
    await sheet.getByText('Temperature is set: change one of the two.').waitFor();
    assert.match((await topP.getAttribute('aria-describedby')) ?? '', /about-top_p/);
    const seed = sheet.getByRole('spinbutton', { name: 'Seed' });
    assert.ok(await seed.isDisabled());
    assert.ok(!(await sheet.getByRole('spinbutton', { name: 'Temperature' }).isDisabled()));
  });

  it('takes stop texts, biases and MCP servers, and lets them go', async () => {
    await using open = await openSheet(browser, stateOf({ stop: ['A'] }, {}, { api: 'chatCompletions', model: 'x' }));
    const { chat, sheet } = open;
    const stop = sheet.getByRole('textbox', { name: 'Stop texts' });
    await stop.fill('END');
    await stop.press('Enter');
    assert.deepEqual(await lastSettings(chat), { parameters: { stop: ['A', 'END'] }, hostedTools: {} });
    await sheet.getByRole('button', { name: 'Remove A' }).click();
    assert.deepEqual(await lastSettings(chat), { parameters: { stop: ['END'] }, hostedTools: {} });
    await sheet.getByRole('textbox', { name: 'Token id' }).fill('50256');
    await sheet.getByRole('textbox', { name: 'Bias', exact: true }).fill('-100');
    await sheet.getByRole('button', { name: 'Add a token bias' }).click();
    assert.deepEqual(await lastSettings(chat), {
      parameters: { stop: ['END'], logit_bias: { '50256': -100 } },
      hostedTools: {},
    });
    await chat.emit('parameters', stateOf());
    await sheet.getByRole('textbox', { name: 'Name of the MCP server' }).fill('docs');
    const address = sheet.getByRole('textbox', { name: 'Address of the MCP server' });
    await address.fill('http://example.com/mcp');
    assert.ok(await sheet.getByRole('button', { name: 'Add the MCP server' }).isDisabled());
    await address.fill('https://example.com/mcp');
    await address.press('Enter');
    const server = { server_label: 'docs', server_url: 'https://example.com/mcp', require_approval: 'always' };
    assert.deepEqual(await lastSettings(chat), { parameters: {}, hostedTools: { mcp: [server] } });
    await chat.emit('parameters', stateOf({}, { mcp: [{ ...server, require_approval: 'always' }] }));
    await sheet.getByRole('button', { name: 'Set the authorization of docs' }).click();
    const asked = (await chat.calls()).find(({ method }) => method === 'authorizeMcpServer');
    assert.deepEqual(asked?.params, { label: 'docs' });
    const trusted = {
      server_label: 'wiki',
      server_url: 'https://example.com/wiki',
      require_approval: 'never',
    } as const;
    const kept = stateOf({}, { mcp: [{ ...server, require_approval: 'always' }, trusted] }, { authorized: ['docs'] });
    await chat.emit('parameters', kept);
    await sheet.getByRole('button', { name: 'Change the authorization of docs' }).waitFor();
    const servers = sheet.getByRole('list', { name: 'Remote MCP servers' }).getByRole('listitem');
    assert.match(await servers.nth(1).innerText(), /calls are not asked about/);
    assert.doesNotMatch(await servers.first().innerText(), /not asked about/);
  });

  it('searches the vector stores that are chosen of those the server has', async () => {
    await using open = await openSheet(browser, stateOf());
    const { chat, sheet } = open;
    await chat.answer('listVectorStores', { result: [{ id: 'vs_1', name: 'Handbook' }] });
    await sheet.getByRole('checkbox', { name: 'File search' }).check();
    await sheet.getByRole('checkbox', { name: 'Handbook' }).check();
    assert.deepEqual(await lastSettings(chat), {
      parameters: {},
      hostedTools: { file_search: { vector_store_ids: ['vs_1'] } },
    });
  });

  it('asks for the file of a schema', async () => {
    await using open = await openSheet(browser, stateOf());
    const { chat, sheet } = open;
    await chat.answer('chooseSchema', { result: 'schemas/order.json' });
    await sheet.getByRole('combobox', { name: 'Format' }).selectOption('json_schema');
    const format = { type: 'json_schema', file: 'schemas/order.json', strict: true };
    await until('the format is set', async () => (await lastSettings(chat)) !== undefined);
    assert.deepEqual(await lastSettings(chat), { parameters: { format }, hostedTools: {} });
  });

  it('closes with Escape, which stops no turn, and gives the focus back', async () => {
    await using open = await openSheet(browser, stateOf());
    const { chat, sheet } = open;
    await chat.page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    assert.equal(await chat.page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Parameters');
    assert.ok(!(await chat.calls()).some(({ method }) => method === 'stop'));
    await chat.page.keyboard.press('Enter');
    await sheet.waitFor();
  });

  it('opens by command and by the chip that names what was changed, which puts it back too', async () => {
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([]) });
    await chat.emit('parameters', stateOf({ seed: 7 }, {}, { changed: ['seed 7', 'web search'] }));
    await chat.page.getByRole('button', { name: 'seed 7 · web search' }).click();
    const sheet = chat.page.getByRole('dialog', { name: 'Parameters' });
    await sheet.waitFor();
    await sheet.getByRole('button', { name: 'Close the parameters' }).click();
    await chat.emit('editParameters', null);
    await sheet.waitFor();
    await chat.page.getByRole('button', { name: 'Reset the parameters' }).click();
    await chat.call('resetSettings');
  });

  it('switches the chat profile', async () => {
    await using chat = await ChatPage.open(browser, { snapshot: snapshot([]) });
    const profiles = [{ name: 'Reviewer', description: 'Strict' }, { name: 'Poet' }];
    await chat.emit('parameters', stateOf({}, {}, { profiles, profile: 'Poet' }));
    const picker = chat.page.getByRole('combobox', { name: 'Chat profile' });
    assert.equal(await picker.inputValue(), 'Poet');
    await picker.selectOption('Reviewer');
    assert.deepEqual(await chat.call('useChatProfile'), { name: 'Reviewer' });
    assert.equal(await picker.inputValue(), 'Poet');
    await picker.selectOption({ label: 'More…' });
    await chat.call('switchChatProfile');
  });

  for (const theme of ['dark', 'light', 'highContrast'] as const) {
    it(`looks right in ${theme}`, async () => {
      const state = stateOf(
        { temperature: 0.2, logprobs: true, format: { type: 'json_schema', file: 'schemas/order.json', strict: true } },
        { web_search: { allowed_domains: ['example.com'] } },
        { changed: ['temperature 0.2'] },
      );
      await using open = await openSheet(browser, state, { theme });
      await open.chat.screenshot(`parameters-${theme}`);
    });
  }
});
