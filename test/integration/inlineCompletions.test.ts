import assert from 'node:assert/strict';
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
  const editor = await openDocument(name, before + after, new vscode.Selection(0, 0, 0, 0));
  const caret = editor.document.positionAt(before.length);
  editor.selection = new vscode.Selection(caret, caret);
  return editor;
}

/** Takes what is proposed until the file holds this text. */
const accepts = ({ document }: vscode.TextEditor, text: string) =>
  until(`the file is ${JSON.stringify(text)}`, async () => {
    if (document.getText() !== text) await vscode.commands.executeCommand(commit);
    return document.getText() === text;
  });

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
      await until('it is asked', async () => {
        if (server.requests.length === 0) await vscode.commands.executeCommand(trigger);
        return server.requests.length > 0;
      });
      const [request] = server.requests;
      assert.ok(request);
      assert.equal(request.body.model, 'gpt-4.1-nano');
      assert.deepEqual(caretOf(request), { before: 'const total = ', after: '\nmore();\n' });
      await accepts(editor, 'const total = sum(prices);\nmore();\n');
      assert.equal(server.requests.length, 1);
    });
  });
});
