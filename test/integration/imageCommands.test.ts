import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventStreamBody, type Respond } from '../support/rawServer.ts';
import { until } from '../support/until.ts';
import { setUserSettings } from './accountSetup.ts';
import { openDocument } from './cannedModel.ts';
import { runAndAccept, useServer } from './mediaCommands.ts';

const png = Buffer.from('\x89PNG\r\n\x1a\nand so on', 'latin1');
const b64_json = png.toString('base64');
const streamed: Respond = (_request, response) => {
  response.setHeader('content-type', 'text/event-stream');
  response.end(
    eventStreamBody([
      { type: 'image_generation.partial_image', partial_image_index: 0, b64_json: 'AAAA' },
      { type: 'image_generation.completed', b64_json },
    ]),
  );
};

const folder = () => {
  const uri = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(uri);
  return uri;
};
const images = async () => {
  const entries = await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(folder(), 'images'));
  return entries.map(([name]) => name).sort();
};

describe('Generate Image', () => {
  afterEach(async () => {
    await setUserSettings({ 'parley.profiles': undefined, 'parley.activeProfile': undefined });
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder(), 'images'), { recursive: true });
  });

  it('saves the picture of the selection, opens it, and links it in one undo step', async () => {
    await using server = await useServer(['gpt-image-1'], streamed);
    const { document } = await openDocument('fox.md', 'A red fox\n\nEnd.\n', new vscode.Selection(0, 0, 0, 9));
    await runAndAccept('generateImage');
    const body = server.requests.find(({ method }) => method === 'POST')?.body ?? '';
    const { model, prompt, stream } = JSON.parse(body) as Record<string, unknown>;
    assert.deepEqual({ model, prompt, stream }, { model: 'gpt-image-1', prompt: 'A red fox', stream: true });
    assert.deepEqual(await images(), ['a-red-fox.png']);
    const saved = vscode.Uri.joinPath(folder(), 'images', 'a-red-fox.png');
    assert.deepEqual(Buffer.from(await vscode.workspace.fs.readFile(saved)), png);
    assert.equal(document.getText(), 'A red fox\n\n![A red fox](../images/a-red-fox.png)\n\nEnd.\n');
    await until('the picture is open', () =>
      vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label === 'a-red-fox.png')),
    );
    await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), 'A red fox\n\nEnd.\n');

    await vscode.window.showTextDocument(document, { selection: new vscode.Selection(0, 0, 0, 9) });
    await runAndAccept('generateImage');
    assert.deepEqual(await images(), ['a-red-fox-2.png', 'a-red-fox.png'], 'nothing is overwritten');
  });

  it('takes several lines whole, and links where the cursor was though the user types', async () => {
    const asked = Promise.withResolvers<undefined>();
    const typed = Promise.withResolvers<undefined>();
    await using server = await useServer(['gpt-image-1'], (request, response, incoming) => {
      asked.resolve(undefined);
      void typed.promise.then(() => streamed(request, response, incoming));
    });
    const text = '# Title\n\nA lake\nat dawn\n\nEnd.\n';
    const { document } = await openDocument('lake.md', text, new vscode.Selection(2, 0, 3, 7));
    const running = runAndAccept('generateImage');
    await asked.promise;
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'Meanwhile.\n\n');
    edit.insert(document.uri, new vscode.Position(6, 0), 'More.\n');
    await vscode.workspace.applyEdit(edit);
    typed.resolve(undefined);
    await running;
    const body = server.requests.find(({ method }) => method === 'POST')?.body ?? '';
    assert.equal((JSON.parse(body) as { prompt: string }).prompt, 'A lake\nat dawn');
    assert.equal(
      document.getText(),
      'Meanwhile.\n\n# Title\n\nA lake\nat dawn\n\n![A lake at dawn](../images/a-lake-at-dawn.png)\n\nEnd.\nMore.\n',
    );
  });

  it('has the prompt again where the request failed', async () => {
    let fails = true;
    await using server = await useServer(['gpt-image-1'], (request, response, incoming) => {
      if (!fails) return streamed(request, response, incoming);
      return response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":{"message":"Not today."}}');
    });
    const editor = await openDocument('again.md', 'A red fox', new vscode.Selection(0, 0, 0, 9));
    await runAndAccept('generateImage');
    fails = false;
    editor.selection = new vscode.Selection(0, 9, 0, 9);
    await runAndAccept('generateImage');
    const prompts = server.requests
      .filter(({ url }) => url === '/v1/images/generations')
      .map(({ body }) => (JSON.parse(body) as { prompt: string }).prompt);
    assert.deepEqual(prompts, ['A red fox', 'A red fox']);
    assert.deepEqual(await images(), ['a-red-fox.png']);
  });

  it('saves nothing through a link that leads out of the workspace', async () => {
    await using server = await useServer(['gpt-image-1'], streamed);
    const outside = vscode.Uri.joinPath(folder(), '..', 'outside');
    await vscode.workspace.fs.createDirectory(outside);
    const { symlink } = await import('node:fs/promises');
    await symlink(outside.fsPath, vscode.Uri.joinPath(folder(), 'images').fsPath);
    await openDocument('link.md', 'A trap', new vscode.Selection(0, 0, 0, 6));
    await runAndAccept('generateImage');
    assert.equal(server.requests.filter(({ method }) => method === 'POST').length, 1);
    assert.deepEqual(await vscode.workspace.fs.readDirectory(outside), []);
  });
});
