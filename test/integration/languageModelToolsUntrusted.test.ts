import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RawServer } from '../support/rawServer.ts';
import { setUserSettings } from './accountSetup.ts';
import { useServer } from './mediaCommands.ts';
import { openToolBench, type ToolBench } from './toolBench.ts';
import { write } from './toolFixture.ts';

describe('the tools for other chats in Restricted Mode', () => {
  let bench: ToolBench;
  let server: RawServer;
  before(async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    bench = await openToolBench();
    const models = ['gpt-4.1', 'dall-e-3', 'tts-1', 'omni-moderation-latest'];
    server = await useServer(models, (_, response) => {
      const results = [{ flagged: false, categories: { hate: false }, category_scores: { hate: 0 } }];
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ results }));
    });
  });
  after(async () => {
    await setUserSettings({ 'parley.profiles': undefined, 'parley.activeProfile': undefined });
    await server.close();
    await bench.close();
  });

  it('save nothing, send no request of a model’s and read no schema of the workspace', async () => {
    await write('a.schema.json', '{"type":"object"}');
    const inputs: [string, object][] = [
      ['generate_image', { prompt: 'x' }],
      ['speak_text', { text: 'x' }],
      ['call_api', { method: 'GET', path: '/files' }],
      ['extract_json', { text: 'x', schemaPath: 'a.schema.json' }],
    ];
    for (const [name, input] of inputs) {
      await assert.rejects(bench.prepare(name, input), /not trusted/, name);
      await assert.rejects(bench.invoke(name, input), /not trusted/, name);
    }
    assert.equal(server.requests.length, 0);
  });

  it('look at a text', async () => {
    assert.match(await bench.invoke('moderate_text', { text: 'x' }), /Not flagged/);
  });
});
