import assert from 'node:assert/strict';
import * as vscode from 'vscode';

interface Keybinding {
  command: string;
  key: string;
  mac?: string;
  when?: string;
}

const manifestOf = (extension: vscode.Extension<unknown>) =>
  extension.packageJSON as { contributes?: { keybindings?: Keybinding | Keybinding[] } };

/** Modifiers in one order, so that the same keys are the same text: `ctrl+alt+shift+p`. */
function normalized(key: string): string {
  return key
    .toLowerCase()
    .split(' ')
    .map((chord) => chord.split('+').sort().join('+'))
    .join(' ');
}

describe('the keys', () => {
  it('collide with no default of VS Code or of an extension it brings', async () => {
    const uri = vscode.Uri.parse('vscode://defaultsettings/keybindings.json');
    const text = (await vscode.workspace.openTextDocument(uri)).getText();
    const defaults = JSON.parse(text.replaceAll(/^\s*\/\/.*$/gm, '')) as Keybinding[];
    assert.ok(defaults.length > 500, `${defaults.length} default keys`);
    const ours = vscode.extensions.getExtension('parley.parley');
    assert.ok(ours);
    const taken = new Map(
      defaults
        .filter(({ command }) => !command.startsWith('parley.') && !command.startsWith('-parley.'))
        .map(({ key, command }) => [normalized(key), command]),
    );
    const bindings = [manifestOf(ours).contributes?.keybindings ?? []].flat();
    assert.ok(bindings.length > 0);
    for (const { command, key, when } of bindings) {
      // Within our own notebooks a key may be what it is in notebooks elsewhere.
      if (when?.includes("notebookType == 'parley-api'")) continue;
      assert.equal(taken.get(normalized(key)), undefined, `${key} of ${command} is taken`);
    }
  });

  it('are as many as commands that have one', () => {
    const ours = vscode.extensions.getExtension('parley.parley');
    assert.ok(ours);
    const keys = [manifestOf(ours).contributes?.keybindings ?? []]
      .flat()
      .filter(({ command }) => command.startsWith('parley.'))
      .map(({ key }) => normalized(key));
    assert.equal(new Set(keys).size, keys.length);
  });
});
