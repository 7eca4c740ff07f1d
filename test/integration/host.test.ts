import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the extension host', () => {
  it('opens the sample workspace and knows the extension', () => {
    assert.equal(vscode.workspace.workspaceFolders?.[0]?.name, 'orders');
    assert.ok(vscode.extensions.getExtension('parley.parley'));
  });

  it('keeps proposed API closed, as released VS Code does', () => {
    const searching = vscode.workspace as unknown as { findTextInFiles(query: object, found: () => void): unknown };
    assert.throws(() => searching.findTextInFiles({ pattern: 'x' }, () => undefined), /proposed|proposal/i);
  });
});
