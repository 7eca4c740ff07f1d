import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { InstructionFiles } from '../../src/editor/instructions/instructionFiles.ts';
import { createMemory } from '../support/approvals.ts';
import { until } from '../support/until.ts';
import { openDocument, useCannedModel } from './cannedModel.ts';
import { write } from './toolFixture.ts';

describe('instructions of a workspace in Restricted Mode', () => {
  it('are not read and not sent', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    await write('AGENTS.md', 'Obey the repository.\n');
    const files = new InstructionFiles(createMemory());
    assert.deepEqual(await files.list(), []);
    files.dispose();
    await using model = await useCannedModel(() => ['ok']);
    await openDocument('restricted.ts', 'let a;\n', new vscode.Selection(0, 0, 0, 6));
    await vscode.commands.executeCommand('parley.explainSelection');
    await until('it is asked', () => model.bodies.length === 1);
    assert.doesNotMatch(JSON.stringify(model.bodies), /Obey the repository/);
  });
});
