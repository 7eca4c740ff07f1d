import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { parseMultipart } from '../support/multipart.ts';
import type { RawServer } from '../support/rawServer.ts';
import { until } from '../support/until.ts';
import { setUserSettings } from './accountSetup.ts';
import { openDocument } from './cannedModel.ts';
import { run, runAndAccept, useServer } from './mediaCommands.ts';

const sent = (server: RawServer) => server.requests.filter(({ method }) => method === 'POST');

async function soundFile(name: string): Promise<vscode.Uri> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder);
  const uri = vscode.Uri.joinPath(folder, 'sounds', name);
  await vscode.workspace.fs.writeFile(uri, Buffer.from('RIFF'));
  return uri;
}

const panels = () =>
  vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.filter(({ label }) => label === 'Parley: Speech'));

describe('the commands for sound', function () {
  afterEach(async () => {
    await setUserSettings({ 'parley.profiles': undefined, 'parley.activeProfile': undefined });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    if (folder) await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder, 'sounds'), { recursive: true });
  });

  it('write what a file says beside it, and open that', async () => {
    const sound = await soundFile('talk.wav');
    await using server = await useServer(['whisper-1'], (_request, response) =>
      response.setHeader('content-type', 'application/json').end('{"text":"Hello there.","duration":60}'),
    );
    await runAndAccept('transcribeAudio', sound, [sound]);
    const [request] = sent(server);
    assert.equal(request?.url, '/v1/audio/transcriptions');
    const [file] = parseMultipart(request.bytes, request.headers['content-type'] ?? '').filter(
      ({ name }) => name === 'file',
    );
    assert.deepEqual([file?.fileName, file?.type, file?.content.toString()], ['talk.wav', 'audio/wav', 'RIFF']);
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document);
    assert.equal(document.uri.path.split('/').at(-1), 'talk.txt');
    assert.equal(document.getText(), 'Hello there.\n');
  });

  it('translate into a text whose name says that it is English', async () => {
    const sound = await soundFile('rede.mp3');
    await using server = await useServer(['whisper-1'], (_request, response) =>
      response.setHeader('content-type', 'application/json').end('{"text":"Good day."}'),
    );
    await runAndAccept('translateAudio', sound);
    assert.equal(sent(server)[0]?.url, '/v1/audio/translations');
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document?.uri.path.endsWith('/sounds/rede.en.txt'), document?.uri.path);
  });

  it('leave nothing behind when the server fails', async () => {
    const sound = await soundFile('broken.wav');
    await using server = await useServer(['whisper-1'], (_request, response) =>
      response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":{"message":"No."}}'),
    );
    await runAndAccept('transcribeAudio', sound);
    assert.equal(sent(server).length, 1);
    const entries = await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(sound, '..'));
    assert.deepEqual(
      entries.map(([name]) => name),
      ['broken.wav'],
    );
  });

  it('speak the selection in a panel', async () => {
    await soundFile('unused.wav');
    await using server = await useServer(['tts-1'], (_request, response) =>
      response.setHeader('content-type', 'audio/pcm').end(Buffer.alloc(9_600)),
    );
    await openDocument('speech.md', 'Say this. Not this.\n', new vscode.Selection(0, 0, 0, 9));
    await run('speakSelection');
    assert.deepEqual(JSON.parse(sent(server)[0]?.body ?? ''), {
      ...{ model: 'tts-1', voice: 'alloy', input: 'Say this.', response_format: 'pcm' },
    });
    assert.equal(panels().length, 1);
    await vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup');
    await run('speakSelection');
    assert.equal(panels().length, 1, 'there is one panel');
  });

  it('ask for a long text in several requests', async () => {
    await soundFile('unused.wav');
    await using server = await useServer(['tts-1'], (_request, response) =>
      response.setHeader('content-type', 'audio/pcm').end(Buffer.alloc(9_600)),
    );
    const text = 'A sentence of forty characters, or about. '.repeat(120).trim();
    await openDocument('long.md', text, new vscode.Selection(0, 0, 0, text.length));
    await run('speakSelection');
    const inputs = sent(server).map(({ body }) => (JSON.parse(body) as { input: string }).input);
    assert.equal(inputs.length, 2);
    assert.equal(inputs.join(' '), text);
  });

  it('give up the request when the panel is closed', async () => {
    await soundFile('unused.wav');
    const gone = Promise.withResolvers<undefined>();
    await using server = await useServer(['tts-1'], (_request, response) => {
      response.on('close', () => gone.resolve(undefined));
      response.setHeader('content-type', 'audio/pcm').write(Buffer.alloc(9_600));
    });
    await openDocument('cancel.md', 'Say this.\n', new vscode.Selection(0, 0, 0, 9));
    const running = run('speakSelection');
    const [panel] = await until('the panel is open', () => panels().length === 1 && panels());
    assert.ok(panel);
    await until('the request has arrived', () => sent(server).length === 1);
    await vscode.window.tabGroups.close(panel);
    await gone.promise;
    await running;
  });
});
