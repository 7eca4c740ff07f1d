import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Profile } from '../../src/editor/profile.ts';
import type { ParleyApi, ParleyError, ParleyExports } from '../../src/ui/extensionApi/parleyApi.ts';
import { modelList, startHttpServer, type TestServer } from '../support/httpServer.ts';
import { until } from '../support/until.ts';
import { setUserSettings, useProfiles } from './accountSetup.ts';

/** What test/support/sampleExtension exports. */
interface Sample {
  api: ParleyApi;
  getAPI(version: number): ParleyApi;
  askFromCommonJs(): ParleyApi;
  reachableTexts(value: unknown): Set<string>;
}

const token = 'token-of-a-base-url';

describe('the API for other extensions', () => {
  let server: TestServer;
  let sample: Sample;
  let parley: ParleyExports;

  before(async () => {
    server = await startHttpServer((request, response) => {
      // The list is told by its path, which a query follows here.
      request.url = request.url?.replace(/\?.*/, '') ?? '';
      modelList(['gpt-4.1', 'local-model', 'text-embedding-3-small'])(request, response);
    });
    const profile: Profile = { name: 'Here', baseURL: `${server.origin}/v1?token=${token}` };
    await useProfiles(profile, { name: 'Nobody there', baseURL: 'http://127.0.0.1:9/v1' });
    const found = vscode.extensions.getExtension<Sample>('parley-test.sample');
    assert.ok(found);
    sample = await found.activate();
    const ours = vscode.extensions.getExtension<ParleyExports>('parley.parley');
    assert.ok(ours);
    parley = ours.exports;
  });
  after(async () => {
    await setUserSettings({ 'parley.profiles': undefined, 'parley.activeProfile': undefined });
    await server[Symbol.asyncDispose]();
  });

  it('is of a version, and says so where there is no such version', () => {
    assert.equal(sample.api.version, 1);
    assert.throws(() => sample.getAPI(2), { code: 'notFound', message: /no API of version 2/ });
  });

  it('is for the code of extensions, in modules of both kinds, and for no other', () => {
    assert.equal(sample.askFromCommonJs().version, 1);
    assert.throws(() => parley.getAPI(1), { code: 'permission', message: /which extension asks/ });
  });

  it('lists the chat models of the profiles that answer, and nothing else of them', async () => {
    const models = await until('they are listed', async () => {
      const listed = await sample.api.listModels();
      return listed.length === 2 && listed;
    });
    assert.deepEqual(
      models.find(({ name }) => name === 'gpt-4.1'),
      {
        id: 'Here/gpt-4.1',
        name: 'gpt-4.1',
        profile: 'Here',
        maxInputTokens: 1_014_808,
        maxOutputTokens: 32_768,
        images: true,
        tools: true,
      },
    );
  });

  it('says when the models may be others', async () => {
    let changes = 0;
    const listening = sample.api.onDidChangeModels(() => changes++);
    await setUserSettings({ 'parley.activeProfile': 'Nobody there' });
    await until('it is told', () => changes > 0);
    await setUserSettings({ 'parley.activeProfile': 'Here' });
    listening.dispose();
  });

  it('can be changed by nobody', () => {
    for (const one of [parley, sample.api]) assert.ok(Object.isFrozen(one));
  });

  it('has nothing in it of settings', async () => {
    const events = sample.api.sendRequest({ reason: '', messages: [] });
    const error: unknown = await events.next().catch((thrown: unknown) => thrown);
    assert.equal((error as ParleyError).code, 'invalidRequest');
    const texts = sample.reachableTexts([parley, sample.api, await sample.api.listModels(), events, error]);
    assert.ok(texts.has('Here/gpt-4.1'), 'the models are found');
    const leaked = [...texts].filter((text) => text.includes(token) || text.includes(server.origin));
    assert.deepEqual(leaked, []);
  });

  it('refuses what does not fit before anybody is asked', async () => {
    const messages = [{ role: 'user' as const, text: 'Hi' }];
    for (const [request, code, words] of [
      [{ reason: ' ', messages }, 'invalidRequest', /reason: Say in a sentence/],
      [{ reason: 'A test', messages: [] }, 'invalidRequest', /There is nothing to send/],
      [{ reason: 'A test', messages, temperature: 3 }, 'invalidRequest', /temperature/],
      [{ reason: 'A test', messages, model: 'Here/gpt-9' }, 'notFound', /no model “Here\/gpt-9”/],
    ] as const) {
      await assert.rejects(async () => sample.api.sendRequest(request).next(), { code, message: words });
    }
  });

  it('stops waiting for the user when it is cancelled or left, and sends nothing', async () => {
    const before = server.requests.length;
    const request = { reason: 'A test', model: 'Here/gpt-4.1', messages: [{ role: 'user' as const, text: 'Hi' }] };
    const cancel = new vscode.CancellationTokenSource();
    const [first, second] = [sample.api.sendRequest(request, cancel.token), sample.api.sendRequest(request)];
    const waiting = [first.next(), second.next()];
    cancel.cancel();
    await assert.rejects(async () => waiting[0], vscode.CancellationError);
    await Promise.all([second.return?.(), assert.rejects(async () => waiting[1], vscode.CancellationError)]);
    assert.deepEqual(await second.next(), { done: true, value: undefined });
    assert.equal(server.requests.length, before);
  });
});
