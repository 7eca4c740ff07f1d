import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startCompletionServer } from '../support/completionServer.ts';
import { setUserSettings, useProfiles } from './accountSetup.ts';
import { openDocument, useCannedModel } from './cannedModel.ts';
import { until } from '../support/until.ts';

describe('inline completions in Restricted Mode', () => {
  it('are none, also while they are on', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    await using server = await startCompletionServer();
    await useProfiles({ name: 'Here', baseURL: server.url, api: 'chatCompletions' });
    await setUserSettings({ 'parley.inlineCompletions.enabled': true, 'parley.inlineCompletions.delayMs': 0 });
    await openDocument('restricted.ts', 'const total = \n', new vscode.Selection(0, 14, 0, 14));
    await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    await vscode.commands.executeCommand('type', { text: 's' });
    // By the time that something else has been asked and answered, that would have been too.
    await using model = await useCannedModel(() => ['A total.']);
    await vscode.commands.executeCommand('parley.explainSelection');
    await until('the question is asked', () => model.prompts.length === 1);
    assert.equal(server.requests.length, 0);
    await setUserSettings({
      'parley.inlineCompletions.enabled': undefined,
      'parley.inlineCompletions.delayMs': undefined,
    });
  });
});
