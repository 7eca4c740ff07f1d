import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from '../support/until.ts';
import { openDocument, useCannedModel } from './cannedModel.ts';

describe('the commands in Restricted Mode', () => {
  it('explain, but propose no edit and ask nobody for one', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    await using model = await useCannedModel(() => ['```ts\nlet b;\n```']);
    await openDocument('restricted.ts', 'let a;\n', new vscode.Selection(0, 0, 0, 6));
    await vscode.commands.executeCommand('parley.documentSelection');
    assert.deepEqual(model.prompts, []);
    const inputs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ input }) => input));
    assert.ok(!inputs.some((input) => input instanceof vscode.TabInputTextDiff));

    await vscode.commands.executeCommand('parley.explainSelection');
    await until('the question is asked', () => model.prompts.length === 1);
    const tools = (model.bodies[0]?.tools ?? []).map((tool) => tool.function.name);
    assert.ok(tools.includes('read_file'));
    for (const name of ['edit_file', 'create_file', 'rename_symbol', 'run_in_terminal']) {
      assert.ok(!tools.includes(name), name);
    }
  });
});
