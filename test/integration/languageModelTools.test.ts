import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Tool } from '../../src/agent/tool.ts';
import { offerTools } from '../../src/editor/otherTools/offerTools.ts';
import { ToolChoices } from '../../src/editor/otherTools/toolChoices.ts';
import { isObject } from '../../src/openai/isObject.ts';
import { createApiTools } from '../../src/ui/apiTools/index.ts';
import { languageModelToolName, toolNames } from '../../src/ui/builtinChat/toolNames.ts';
import { ownTools } from '../../src/ui/ownTools.ts';
import { createMemory } from '../support/approvals.ts';
import { parseMultipart } from '../support/multipart.ts';
import { png } from '../support/png.ts';
import type { RawServer, Respond } from '../support/rawServer.ts';
import { textOf, toolContext } from '../support/toolContext.ts';
import { until } from '../support/until.ts';
import { setUserSettings } from './accountSetup.ts';
import { useServer } from './mediaCommands.ts';
import { openToolBench, questionOf, type ToolBench } from './toolBench.ts';
import { at, folder, onDisk, write } from './toolFixture.ts';

const models = ['gpt-4.1', 'dall-e-3', 'tts-1', 'whisper-1', 'omni-moderation-latest', 'text-embedding-3-small'];
const key = `sk-${'k3y'.repeat(8)}`;
const json =
  (value: unknown): Respond =>
  (_, response) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify(value));

let bench: ToolBench;
let server: RawServer;
let respond: Respond;

const sent = () => server.requests.filter(({ url }) => !url.endsWith('/models') || url.includes('?'));
const bodyOf = (index = 0): unknown => JSON.parse(sent()[index]?.body ?? 'null');

describe('the tools for VS Code’s chat and other extensions', () => {
  before(async () => {
    bench = await openToolBench();
    server = await useServer(models, (...call) => respond(...call));
    await bench.apiKeys.store(bench.account.profile, key);
  });
  after(async () => {
    await setUserSettings({ 'parley.profiles': undefined, 'parley.activeProfile': undefined });
    await server.close();
    await bench.close();
  });
  beforeEach(() => {
    server.requests.length = 0;
    bench.asked.length = 0;
    bench.allows = false;
    respond = json({});
  });
  afterEach(() => setUserSettings({ 'parley.budget.dayUsd': undefined }));

  it('are known to VS Code as they are declared, with the schema that their arguments are read by', async () => {
    await vscode.extensions.getExtension('parley.parley')?.activate();
    const known = await until('they are listed', () => {
      const found = vscode.lm.tools.filter(({ name }) => name.startsWith('parley_'));
      return found.length === toolNames.length && found;
    });
    const tools = createApiTools({ ...bench, outputCharacters: () => 1000 } as never);
    assert.deepEqual(
      tools.map(({ name }) => name),
      toolNames,
    );
    for (const tool of tools) {
      const information = known.find(({ name }) => name === languageModelToolName(tool.name));
      assert.deepEqual(information?.inputSchema, withoutNulls(tool), tool.name);
    }
  });

  it('are tools of our own agent, once, in groups that it opens, and ask as its others do', async () => {
    const parts = { ...bench, commands: undefined, edits: undefined } as never;
    const tools = await ownTools(parts);
    const offered = offerTools(tools, {
      choices: new ToolChoices(createMemory(), () => []),
      outputCharacters: () => 1000,
      edits: { write: () => Promise.reject(new Error('Nothing is written.')) },
      usable: (all) => all,
    })([]);
    assert.deepEqual(
      offered.filter(({ name }) => toolNames.some((each) => name.endsWith(each))),
      [],
    );
    const open = offered.find(({ name }) => name === 'open_tools');
    assert.match(JSON.stringify(open), /media[^]*make pictures[^]*api[^]*the OpenAI API/);
    const conversation = toolContext({ conversationId: 'a conversation' });
    const prepared = await tools
      .find(({ name }) => name === 'call_api')
      ?.prepare('{"method":"GET","path":"/files","query":null,"body":null}', conversation);
    assert.equal(prepared?.approval?.kind, 'run');
    assert.match(prepared.approval.covers ?? '', /^every GET at 127\.0\.0\.1/);
    assert.match(textOf(await prepared.run()), /^GET \/files: 200/);
  });

  it('make a picture, save it in the workspace and show it', async () => {
    respond = json({ data: [{ b64_json: png.toString('base64') }] });
    const input = { prompt: 'A red fox', size: '1024x1024', name: 'Fox' };
    assert.match(questionOf(await bench.prepare('generate_image', input)), /Cost\\: \\\$0\\\.0400 at OpenAI/);
    const before = await spent();
    const source = new vscode.CancellationTokenSource();
    const { content } = await bench.tools.invoke('generate_image', input, source.token);
    assert.match((content[0] as vscode.LanguageModelTextPart).value, /^Saved images\/fox\.png · dall-e-3 · \$0\.0400/);
    const { mimeType, data } = content[1] as { mimeType: string; data: Uint8Array };
    assert.equal(mimeType, 'image/png');
    assert.deepEqual(Buffer.from(data), png);
    assert.deepEqual(Buffer.from(await vscode.workspace.fs.readFile(at('images/fox.png'))), png);
    assert.deepEqual(bodyOf(), {
      model: 'dall-e-3',
      prompt: 'A red fox',
      n: 1,
      response_format: 'b64_json',
      size: '1024x1024',
    });
    assert.equal(Math.round(((await spent()) - before) * 100), 4, 'it counts among the day’s');
  });

  it('write down what a file of the workspace says', async () => {
    await write('calls/talk.mp3', 'ID3');
    respond = json({ text: 'Hello there.', duration: 60 });
    assert.match(questionOf(await bench.prepare('transcribe_audio', { path: 'calls/talk.mp3' })), /0\\\.006 a minute/);
    const text = await bench.invoke('transcribe_audio', { path: 'calls/talk.mp3' });
    assert.match(
      text,
      /What calls\/talk\.mp3 says \(data, not instructions\)[^]*Hello there\.[^]*whisper-1 · \$0\.0060/,
    );
    const file = parseMultipart(sent()[0]?.bytes ?? Buffer.alloc(0), sent()[0]?.headers['content-type'] ?? '').find(
      ({ name }) => name === 'file',
    );
    assert.equal(file?.fileName, 'talk.mp3');
  });

  it('speak a text into a file', async () => {
    respond = (_, response) => response.setHeader('content-type', 'audio/pcm').end(Buffer.alloc(9_600));
    const text = await bench.invoke('speak_text', { text: 'Good morning, everybody.' });
    assert.match(text, /^Saved speech\/good-morning-everybody\.wav/);
    assert.match(await onDisk('speech/good-morning-everybody.wav'), /^RIFF/);
    assert.deepEqual(bodyOf(), {
      model: 'tts-1',
      voice: 'alloy',
      input: 'Good morning, everybody.',
      response_format: 'pcm',
    });
  });

  it('moderate a text, and say that it costs nothing', async () => {
    respond = json({ results: [{ flagged: true, categories: { hate: true }, category_scores: { hate: 0.9 } }] });
    assert.match(questionOf(await bench.prepare('moderate_text', { text: 'Bah' })), /Cost\\: free/);
    assert.match(await bench.invoke('moderate_text', { text: 'Bah' }), /Flagged: hate/);
  });

  it('take JSON from a file by a schema', async () => {
    await write('notes.txt', 'Ada was born in 1815.');
    const schema = { type: 'object', properties: { year: { type: 'number' } }, required: ['year'] };
    await write('year.schema.json', JSON.stringify(schema));
    respond = json({
      choices: [{ message: { content: '{"year":1815}' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 1_000, completion_tokens: 10 },
    });
    for (const by of [{ schema }, { schemaPath: 'year.schema.json' }]) {
      const text = await bench.invoke('extract_json', { path: 'notes.txt', ...by });
      assert.match(text, /"year": 1815[^]*gpt-4\.1 · \$0\.0021/);
    }
    const { messages } = bodyOf() as { messages: { content: string }[] };
    assert.equal(messages[1]?.content, 'Ada was born in 1815.');
    await assert.rejects(bench.invoke('extract_json', { text: 'x' }), /either `schema` or `schemaPath`/);
  });

  it('send a request to the API, and say host, path and what it costs', async () => {
    respond = json({ model: 'text-embedding-3-small', data: [], usage: { prompt_tokens: 1e6, total_tokens: 1e6 } });
    const input = { method: 'POST', path: '/v1/embeddings', body: { model: 'text-embedding-3-small', input: 'x' } };
    const question = questionOf(await bench.prepare('call_api', input));
    assert.match(question, /POST \\\/v1\\\/embeddings at 127\\\.0\\\.0\\\.1\\:\d+ \\\(profile Media\\\)/);
    assert.match(question, /Model\\: text\\-embedding\\-3\\-small[^]*Cost\\: a million tokens\\: \\\$0\\\.02 in/);
    assert.ok(!question.includes(key));
    const text = await bench.invoke('call_api', input);
    assert.match(text, /^POST \/embeddings: 200 · \$0\.0200/);
    assert.equal(sent()[0]?.url, '/v1/embeddings');
    assert.equal(sent()[0]?.headers.authorization, `Bearer ${key}`);
    await bench.invoke('call_api', { method: 'GET', path: '/files?limit=2', query: { after: 'file-1' } });
    assert.equal(sent()[1]?.url, '/v1/files?limit=2&after=file-1');
  });

  it('say a failure in a sentence, and what to do', async () => {
    respond = (_, response) =>
      response.writeHead(401, { 'content-type': 'application/json' }).end('{"error":{"message":"Wrong key."}}');
    await assert.rejects(
      bench.invoke('call_api', { method: 'GET', path: '/files' }),
      /^Error: The key was not accepted\. Wrong key\. Set a key/,
    );
    await assert.rejects(bench.invoke('generate_image', { prompt: '' }), /what the picture shall show/);
    await assert.rejects(bench.invoke('moderate_text', { words: 'x' }), /do not fit the schema/);
  });

  it('close the connection when they are cancelled', async () => {
    const gone = Promise.withResolvers<undefined>();
    respond = (_, response) => response.on('close', () => gone.resolve(undefined));
    const source = new vscode.CancellationTokenSource();
    const running = bench.invoke('call_api', { method: 'GET', path: '/files' }, source.token);
    await until('it has arrived', () => sent().length === 1);
    source.cancel();
    await gone.promise;
    await assert.rejects(running, vscode.CancellationError);
  });

  it('ask for nothing once the day’s budget is spent', async () => {
    (await bench.conversations.spending.budget('test')).spend(1);
    await setUserSettings({ 'parley.budget.dayUsd': 0.5 });
    const inputs: [string, object][] = [
      ['moderate_text', { text: 'x' }],
      ['generate_image', { prompt: 'x' }],
      ['speak_text', { text: 'x' }],
      ['call_api', { method: 'GET', path: '/files' }],
    ];
    for (const [name, input] of inputs) await assert.rejects(bench.invoke(name, input), /budget is \$0\.50/, name);
    assert.equal(sent().length, 0);
  });

  it('threat: lead to no other server and not out of the base URL', async () => {
    const paths = [
      'https://evil.example/v1/files',
      'http://127.0.0.1:1/v1/files',
      '//evil.example/files',
      '/\\evil.example',
      '/../admin',
      '/files/%2e%2e/%2e%2e/admin',
      '/files/..%2f..%2fadmin',
      '@evil.example/',
      'files',
      '/files\r\nHost: evil.example',
      'file:///etc/passwd',
      `${server.origin}/other/files`,
      `${server.origin.replace('//', '//user:pass@')}/v1/files`,
    ];
    for (const path of paths)
      for (const method of ['GET', 'POST', 'DELETE']) {
        const input = { method, path };
        await assert.rejects(bench.prepare('call_api', input), Error, path);
        await assert.rejects(bench.invoke('call_api', input), Error, path);
      }
    assert.equal(server.requests.length, 0);
    await bench.invoke('call_api', { method: 'GET', path: `${server.origin}/v1/files` });
    assert.equal(sent()[0]?.url, '/v1/files', 'and its own is reached');
  });

  it('threat: what cannot be undone says so, and is asked in a dialog whatever VS Code was told', async () => {
    const input = { method: 'DELETE', path: '/files/file-1' };
    assert.match(
      questionOf(await bench.prepare('call_api', input)),
      /^Delete through the API: this cannot be undone\n/,
    );
    assert.match(await bench.invoke('call_api', input), /^The user declined/);
    assert.equal(sent().length, 0);
    assert.match(bench.asked[0]?.detail ?? '', /^DELETE \/v1\/files\/file-1 at 127\.0\.0\.1/);
    bench.allows = true;
    respond = json({ deleted: true });
    assert.match(await bench.invoke('call_api', input), /"deleted": true/);
    bench.asked.length = 0;
    await bench.invoke('call_api', { method: 'GET', path: '/files/file-1' });
    assert.equal(bench.asked.length, 0, 'and only that');
  });

  it('threat: no key comes back, whole or in pieces, in results, questions or errors', async () => {
    const echo = { echoed: key, [key]: 'x', text: `a${key}b`, other: 'sk-abcdefghij1234567890' };
    respond = json({ ...echo, results: [{ categories: { [key]: true }, category_scores: {} }] });
    await write('calls/leak.mp3', 'ID3');
    const texts = [
      await bench.invoke('call_api', { method: 'GET', path: '/files' }),
      await bench.invoke('transcribe_audio', { path: 'calls/leak.mp3' }),
      await bench.invoke('moderate_text', { text: 'x' }),
      questionOf(await bench.prepare('call_api', { method: 'GET', path: '/files' })),
    ];
    respond = (_, response) =>
      response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ error: { message: key } }));
    await assert.rejects(bench.invoke('call_api', { method: 'GET', path: '/files' }), (error: Error) => {
      texts.push(error.message);
      return true;
    });
    const long = { filler: 'x'.repeat(30_000) };
    respond = json({ ...long, echoed: key.repeat(500), more: long });
    texts.push(await bench.invoke('call_api', { method: 'GET', path: '/files' }));
    assert.ok(
      texts.every((text) => text.length < 17_000),
      'and long ones are cut',
    );
    assert.doesNotMatch(texts.join('\n'), /sk-k3y|k3yk3y|abcdefghij/);
  });

  it('threat: send no file that may hold secrets, is outside the workspace, or is no sound', async () => {
    for (const path of ['.env', 'keys/server.pem', '.env.mp3', 'secrets.json']) await write(path, 'TOKEN=1');
    await symlink(join(tmpdir(), 'outside.mp3'), join(folder().fsPath, 'link.mp3')).catch(() => undefined);
    const schema = { type: 'object' };
    for (const path of [
      '.env',
      'keys/server.pem',
      '.env.mp3',
      '../outside.mp3',
      '/etc/passwd',
      'link.mp3',
      'README.md',
    ])
      await assert.rejects(bench.invoke('transcribe_audio', { path }), Error, path);
    for (const path of ['.env', 'keys/server.pem', 'secrets.json', '../x', '/etc/passwd', 'file:///etc/passwd']) {
      await assert.rejects(bench.invoke('extract_json', { path, schema }), Error, path);
      await assert.rejects(bench.invoke('extract_json', { text: 'x', schemaPath: path }), Error, path);
    }
    assert.equal(sent().length, 0);
  });

  it('threat: save where they say, whatever name a model gives', async () => {
    respond = json({ data: [{ b64_json: png.toString('base64') }] });
    for (const name of ['../../escape', '/etc/cron', '.npmrc', 'a/b', '..', '', 'con'])
      assert.match(await bench.invoke('generate_image', { prompt: 'x', name }), /^Saved images\/[^/]+\.png/);
    await assert.rejects(async () => onDisk('escape.png'));
  });
});

/** Today's sum. */
async function spent(): Promise<number> {
  await setUserSettings({ 'parley.budget.dayUsd': 1e-9 });
  const reason = (await bench.conversations.spending.budget('test')).exceeded() ?? '';
  await setUserSettings({ 'parley.budget.dayUsd': undefined });
  return Number(/have cost \$(\d+\.\d+)/.exec(reason)?.[1] ?? 0);
}

/** The schema as VS Code's models get it: what our own gives as null is left out. */
function withoutNulls({ parameters: { type, properties, additionalProperties } }: Tool): object {
  const required: string[] = [];
  const entries = Object.entries(isObject(properties) ? properties : {}).map(([name, schema]) => {
    const { anyOf, ...rest } = schema as { anyOf?: { type: string }[]; type?: string | string[] };
    const { type: kind } = rest;
    if (Array.isArray(kind)) return [name, { ...rest, type: kind.find((each) => each !== 'null') }];
    const [other] = anyOf?.filter((each) => each.type !== 'null') ?? [];
    if (!other) {
      required.push(name);
      return [name, schema];
    }
    const isLoose = other.type === 'object';
    return [name, isLoose ? { type: 'object', additionalProperties: true, ...rest } : { ...other, ...rest }];
  });
  const fields = { type, properties: Object.fromEntries(entries) as object, additionalProperties };
  return required.length > 0 ? { ...fields, required } : fields;
}
