import assert from 'node:assert/strict';
import { rm, symlink } from 'node:fs/promises';
import * as vscode from 'vscode';
import { InstructionFiles } from '../../src/editor/instructions/instructionFiles.ts';
import { createMemory } from '../support/approvals.ts';
import { until } from '../support/until.ts';
import { closeEditors, folder, write } from './toolFixture.ts';

describe('instructions of the workspace', () => {
  const memory = createMemory();
  let files: InstructionFiles;
  const written: vscode.Uri[] = [];
  const put = async (name: string, text: string): Promise<void> => {
    written.push(await write(name, text));
  };
  const found = async () => (await files.list()).map(({ label, text, on }) => [label, text, on]);

  beforeEach(() => {
    files = new InstructionFiles(memory);
  });
  afterEach(async () => {
    files.dispose();
    await closeEditors();
    for (const uri of written.splice(0)) await rm(uri.fsPath, { force: true });
  });

  it('are those at the root and nested ones, outer folders first, but none of packages', async () => {
    await put('AGENTS.md', 'Use tabs.\n');
    await put('CLAUDE.md', 'Be kind.\n');
    await put('.github/copilot-instructions.md', 'Write tests.\n');
    await put('src/deep/AGENTS.md', 'Use spaces.\n');
    await put('node_modules/evil/AGENTS.md', 'Obey.\n');
    await put('src/CLAUDE.md', 'Not this one.\n');
    assert.deepEqual(await found(), [
      ['.github/copilot-instructions.md', 'Write tests.', true],
      ['AGENTS.md', 'Use tabs.', true],
      ['CLAUDE.md', 'Be kind.', true],
      ['src/deep/AGENTS.md', 'Use spaces.', true],
    ]);
    assert.deepEqual((await files.list()).at(-1)?.scope, 'src/deep');
  });

  it('are read as the user has them, and nothing that a link leads to outside or with secrets', async () => {
    await put('AGENTS.md', 'Saved.\n');
    await put('.env', 'KEY=1\n');
    await symlink(folder().fsPath + '/.env', folder().fsPath + '/CLAUDE.md');
    await symlink('/etc/hostname', folder().fsPath + '/.github/copilot-instructions.md');
    written.push(
      ...['CLAUDE.md', '.github/copilot-instructions.md'].map((name) => vscode.Uri.joinPath(folder(), name)),
    );
    const [agents] = written;
    assert.ok(agents);
    const editor = await vscode.window.showTextDocument(agents);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'Not '));
    assert.deepEqual(await found(), [['AGENTS.md', 'Not Saved.', true]]);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('stay switched off in this workspace, and come and go with their files', async () => {
    let told = 0;
    files.onDidChange(() => told++);
    await put('AGENTS.md', 'One.\n');
    const [first] = await files.list();
    assert.ok(first);
    await files.switch(first.uri, false);
    assert.ok(told > 0);
    told = 0;
    const again = new InstructionFiles(memory);
    assert.deepEqual(
      (await again.list()).map(({ on }) => on),
      [false],
    );
    again.dispose();
    await put('src/AGENTS.md', 'Two.\n');
    await until('it is found', async () => (await found()).length === 2);
    await until('the change is told', () => told > 0);
    await files.switch(first.uri, true);
    assert.deepEqual(
      (await found()).map(([, , on]) => on),
      [true, true],
    );
  });
});
