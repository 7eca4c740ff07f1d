import assert from 'node:assert/strict';
import { symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { caretOf, startCompletionServer, type CompletionServer } from '../support/completionServer.ts';
import { until } from '../support/until.ts';
import { setUserSettings, useProfiles } from './accountSetup.ts';
import { openDocument } from './cannedModel.ts';

const trigger = 'editor.action.inlineSuggest.trigger';
const commit = 'editor.action.inlineSuggest.commit';

let server: CompletionServer;
let files = 0;

/** Opens a new file with the caret at `│`. */
async function openAt(text: string, name = `inline${files++}.ts`): Promise<vscode.TextEditor> {
  const [before = '', after = ''] = text.split('│');
  const lines = before.split('\n');
  const caret = new vscode.Position(lines.length - 1, lines.at(-1)?.length ?? 0);
  return openDocument(name, before + after, new vscode.Selection(caret, caret));
}

/** Tries again and again, and asks VS Code for a proposal now and then: one that comes at a bad moment is not shown. */
async function proposing(what: string, attempt: () => Promise<boolean>, { firstAfterMs = 0 } = {}): Promise<void> {
  let next = Date.now() + firstAfterMs;
  await until(what, async () => {
    if (Date.now() >= next) {
      next = Date.now() + 4000;
      await vscode.commands.executeCommand(trigger);
    }
    return attempt();
  });
}

/** Runs a command that takes something of what is proposed, until the file holds this text. */
const accepts = ({ document }: vscode.TextEditor, text: string, command = commit) =>
  proposing(
    `the file is ${JSON.stringify(text)}`,
    async () => {
      if (document.getText() !== text) await vscode.commands.executeCommand(command);
      return document.getText() === text;
    },
    { firstAfterMs: 4000 },
  );

async function asks(count: number): Promise<typeof server.requests> {
  await proposing(`${count} requests`, () => Promise.resolve(server.requests.length >= count));
  return server.requests;
}

/** What was asked about where the caret stood within a proposal, after this text. */
const askedWithin = (before: string, proposal: string) =>
  server.requests
    .map((request) => caretOf(request).before)
    .filter((each) => each.startsWith(before) && each !== before && each !== before + proposal);

const type = (text: string) => vscode.commands.executeCommand('type', { text });

describe('inline completions', () => {
  before(async () => {
    server = await startCompletionServer();
    await useProfiles({ name: 'Here', baseURL: server.url, api: 'chatCompletions' });
  });
  after(async () => {
    await setUserSettings({
      'parley.profiles': undefined,
      'parley.activeProfile': undefined,
      'parley.inlineCompletions.enabled': undefined,
      'parley.inlineCompletions.hourlyBudgetUsd': undefined,
    });
    await server[Symbol.asyncDispose]();
  });
  beforeEach(() => {
    server.requests = [];
    server.answer = ({ path }) => (path === '/v1/completions' ? 404 : 'sum(prices);');
  });

  it('are off until they are turned on', async () => {
    await openAt('const total = │\n');
    await vscode.commands.executeCommand(trigger);
    await type('s');
    assert.equal(server.requests.length, 0);
  });

  describe('while they are on', () => {
    before(async () => {
      await vscode.commands.executeCommand('parley.toggleInlineCompletions');
      assert.equal(vscode.workspace.getConfiguration('parley').get('inlineCompletions.enabled'), true);
    });

    it('ask the cheapest model for what stands at the cursor, and what is proposed can be taken', async () => {
      const editor = await openAt('const total = │\nmore();\n');
      const [request] = await asks(1);
      assert.ok(request);
      assert.equal(request.body.model, 'gpt-4.1-nano');
      assert.deepEqual(caretOf(request), { before: 'const total = ', after: '\nmore();\n' });
      await accepts(editor, 'const total = sum(prices);\nmore();\n');
    });

    it('can be taken word by word, and what is left needs no request', async () => {
      const editor = await openAt('const total = │\n');
      await asks(1);
      await accepts(editor, 'const total = sum\n', 'editor.action.inlineSuggest.acceptNextWord');
      await accepts(editor, 'const total = sum(prices);\n');
      assert.deepEqual(askedWithin('const total = ', 'sum(prices);'), []);
    });

    it('come while one types, and typing what was proposed asks for nothing more', async () => {
      const editor = await openAt('│\nmore();\n');
      server.answer = () => 'tal = sum(prices);';
      await type('const to');
      const [first] = await until('it is asked', () => server.requests.length === 1 && server.requests);
      // The next keystroke would end it, also while the last of it is read.
      await first?.closed;
      await setTimeout(500);
      await type('tal');
      await accepts(editor, 'const total = sum(prices);\nmore();\n');
      assert.deepEqual(askedWithin('const to', 'tal = sum(prices);'), []);
    });

    it('end the request and its connection with the next keystroke', async () => {
      await openAt('│\n');
      server.answer = () => undefined;
      await type('a');
      const [first] = await until('it is asked', () => server.requests.length === 1 && server.requests);
      await type('b');
      await first?.closed;
      await until('it is asked anew', () => server.requests.length === 2);
    });

    it('go on from the entry that is chosen in the list of suggestions', async () => {
      const editor = await openAt('const prices = [];\n│\n');
      server.answer = (request) => (caretOf(request).before.endsWith('\nprices') ? '.push(1);' : '');
      await type('pri');
      await proposing('the entry is asked about', async () => {
        await vscode.commands.executeCommand('editor.action.triggerSuggest');
        return server.requests.some((request) => caretOf(request).before.endsWith('\nprices'));
      });
      await accepts(editor, 'const prices = [];\nprices.push(1);\n');
    });

    it('are none where the settings, the file, a comparison or several cursors say so', async () => {
      await openAt('const total = │\n', 'notes.md');
      await vscode.commands.executeCommand(trigger);
      await openAt('TOKEN=│\n', '.env');
      await vscode.commands.executeCommand(trigger);
      const link = await openAt('TOKEN=│\n', 'linked.txt');
      assert.equal(link.document.languageId, 'plaintext');
      await setUserSettings({ 'parley.inlineCompletions.languages': { plaintext: true } });
      await symlink('.env', join(dirname(link.document.uri.fsPath), 'harmless.txt'));
      const harmless = vscode.Uri.joinPath(link.document.uri, '../harmless.txt');
      await vscode.window.showTextDocument(harmless, { selection: new vscode.Range(0, 6, 0, 6) });
      await vscode.commands.executeCommand(trigger);
      const several = await openAt('one = │\ntwo = \n');
      await writeFile(`${several.document.uri.fsPath}.txt`, 'one = \n');
      several.selections = [new vscode.Selection(0, 6, 0, 6), new vscode.Selection(1, 6, 1, 6)];
      await vscode.commands.executeCommand(trigger);
      const { uri } = several.document;
      await vscode.commands.executeCommand('vscode.diff', harmless.with({ path: `${uri.path}.txt` }), uri, 'Two files');
      await vscode.commands.executeCommand(trigger);
      assert.deepEqual(server.requests, [], 'none so far');
      await setUserSettings({ 'files.readonlyInclude': { [`**/${basename(uri.path)}`]: true } });
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await vscode.window.showTextDocument(uri, { selection: new vscode.Range(0, 6, 0, 6) });
      await vscode.commands.executeCommand(trigger);
      // What would have been asked before this has been asked by then.
      const asked = await openAt('const total = │\n');
      await asks(1);
      await accepts(asked, 'const total = sum(prices);\n');
      assert.deepEqual(
        server.requests.map((request) => caretOf(request).before),
        ['const total = '],
      );
      await setUserSettings({ 'parley.inlineCompletions.languages': undefined, 'files.readonlyInclude': undefined });
    });

    it('keep to what is good of the languages in the settings, and lose nothing of what is written there', async () => {
      const written = { '*': false, python: 'sometimes' };
      await setUserSettings({ 'parley.inlineCompletions.languages': written });
      await openAt('const total = │\n');
      await vscode.commands.executeCommand(trigger);
      await vscode.commands.executeCommand('parley.inlineCompletionOptions', 'language');
      const { globalValue } = vscode.workspace.getConfiguration('parley').inspect('inlineCompletions.languages') ?? {};
      assert.deepEqual(globalValue, { ...written, typescript: true });
      assert.equal(server.requests.length, 0);
      // At the same place VS Code would not ask again.
      await type('1 + ');
      await asks(1);
      await setUserSettings({ 'parley.inlineCompletions.languages': undefined });
    });

    it('insert by the older completions where a server has them, and ask it no more where it refuses the suffix', async () => {
      server.models = ['local-coder'];
      await useProfiles({ name: 'Local', baseURL: server.url, api: 'chatCompletions' });
      server.answer = ({ path }) => (path === '/v1/completions' ? 'inserted();' : 'said();');
      const inserted = await openAt('one = │\nmore();\n');
      const [first] = await asks(1);
      assert.deepEqual(first && { path: first.path, model: first.body.model, ...caretOf(first) }, {
        path: '/v1/completions',
        model: 'local-coder',
        before: 'one = ',
        after: '\nmore();\n',
      });
      await accepts(inserted, 'one = inserted();\nmore();\n');

      server.answer = ({ path }) => (path === '/v1/completions' ? 400 : 'said();');
      const refused = await openAt('two = │\nmore();\n');
      await asks(server.requests.length + 1);
      await accepts(refused, 'two = said();\nmore();\n');
      server.requests = [];
      const chatted = await openAt('three = │\nmore();\n');
      await asks(1);
      await accepts(chatted, 'three = said();\nmore();\n');
      assert.deepEqual([...new Set(server.requests.map(({ path }) => path))], ['/v1/chat/completions']);
    });

    it('pause when the budget of the hour is used up, and go on with a greater one', async () => {
      server.models = ['gpt-4.1-nano'];
      await useProfiles({ name: 'Here', baseURL: server.url, api: 'chatCompletions' });
      server.usage = { prompt_tokens: 1000, completion_tokens: 1_000_000 };
      const dear = await openAt('one = │\n');
      await asks(1);
      await accepts(dear, 'one = sum(prices);\n');
      server.requests = [];
      const paused = await openAt('two = │\n');
      await vscode.commands.executeCommand(trigger);
      await type('1 + ');
      await vscode.commands.executeCommand('parley.inlineCompletionOptions', 'raise');
      // 40 cents have been spent, and a little more: twice the first 20 are not enough.
      assert.equal(vscode.workspace.getConfiguration('parley').get('inlineCompletions.hourlyBudgetUsd'), 0.8);
      assert.equal(server.requests.length, 0);
      await asks(1);
      await accepts(paused, 'two = 1 + sum(prices);\n');
    });
  });
});
