import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as vscode from 'vscode';
import type { Profile } from '../../src/editor/profile.ts';
import { startHttpServer, type TestServer } from '../support/httpServer.ts';
import { png } from '../support/png.ts';
import { until } from '../support/until.ts';
import { setUserSettings, useProfiles } from './accountSetup.ts';

type Content = Parameters<typeof vscode.LanguageModelChatMessage.User>[0];

const user = (content: Content) => vscode.LanguageModelChatMessage.User(content);
const ids = ['gpt-4.1', 'gpt-5.4', 'local-model', 'text-embedding-3-small'];
const add: vscode.LanguageModelChatTool = {
  name: 'add',
  description: 'Adds two numbers',
  inputSchema: { type: 'object', properties: { a: { type: 'number' }, b: { type: 'number' } }, required: ['a', 'b'] },
};

/** The types of the lowest VS Code that runs us have no data parts. */
const pngPart = () =>
  (
    vscode as unknown as { LanguageModelDataPart: { image(data: Uint8Array, type: string): never } }
  ).LanguageModelDataPart.image(png, 'image/png');

interface Body {
  model: string;
  messages: unknown[];
  [parameter: string]: unknown;
}

let server: TestServer;
let bodies: Body[];
let answer: (response: ServerResponse, body: Body) => void;
let model: vscode.LanguageModelChat;

describe('Parley as a provider of language models', () => {
  before(async () => {
    server = await startHttpServer((request, response) => void serve(request, response));
    const profile: Profile = { name: 'Here', baseURL: `${server.origin}/v1` };
    await useProfiles(profile, { ...profile, name: 'There', api: 'responses' });
    model = await select('Here/gpt-4.1');
  });
  after(async () => {
    await setUserSettings({ 'parley.profiles': undefined, 'parley.activeProfile': undefined });
    await server[Symbol.asyncDispose]();
  });
  beforeEach(() => {
    bodies = [];
    answer = say('Hello');
  });

  it('has the chat models of each profile that is ready, with what they take', async () => {
    const models = await vscode.lm.selectChatModels({ vendor: 'parley' });
    const chat = ids.slice(0, 3);
    assert.deepEqual(
      models.map(({ id }) => id).toSorted(),
      [...chat.map((id) => `Here/${id}`), ...chat.map((id) => `There/${id}`)].toSorted(),
    );
    const { name, family, maxInputTokens } = model;
    assert.deepEqual(
      { name, family, maxInputTokens },
      { name: 'gpt-4.1', family: 'gpt-4.1', maxInputTokens: 1_014_808 },
    );
  });

  it('follows the profiles, and leaves out one without its key', async () => {
    const here: Profile = { name: 'Here', baseURL: `${server.origin}/v1` };
    await useProfiles(here, { name: 'OpenAI', baseURL: 'https://api.openai.com/v1' });
    const listed = async () => (await vscode.lm.selectChatModels({ vendor: 'parley' })).map(({ id }) => id);
    await until('the models of the other profile are gone', async () =>
      (await listed()).every((id) => id.startsWith('Here/')),
    );
    assert.equal((await listed()).length, 3);
    await useProfiles(here, { ...here, name: 'There', api: 'responses' });
    await select('There/gpt-4.1');
  });

  it('keeps the models of a slow server from holding up the others', async () => {
    const asked = Promise.withResolvers<ServerResponse>();
    const slow = await startHttpServer((_request, response) => asked.resolve(response));
    try {
      const here: Profile = { name: 'Here', baseURL: `${server.origin}/v1` };
      await useProfiles(here, { name: 'Slow', baseURL: `${slow.origin}/v1` });
      const names = async () => (await vscode.lm.selectChatModels({ vendor: 'parley' })).map(({ id }) => id);
      const response = await asked.promise;
      await until('only the models of the quick server are there', async () => {
        const all = await names();
        return all.length === 3 && all.every((id) => id.startsWith('Here/'));
      });
      assert.equal(response.writableEnded, false);
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ data: [{ id: 'late-model' }] }));
      await select('Slow/late-model');
    } finally {
      const here: Profile = { name: 'Here', baseURL: `${server.origin}/v1` };
      await useProfiles(here, { ...here, name: 'There', api: 'responses' });
      await slow[Symbol.asyncDispose]();
    }
    await select('There/gpt-4.1');
  });

  it('answers with text', async () => {
    answer = say('Hel', 'lo');
    assert.deepEqual(await ask([user('Say hello')]), ['Hello']);
    assert.deepEqual(bodies[0]?.messages, [{ role: 'user', content: 'Say hello' }]);
  });

  it('counts tokens of texts and of messages with calls and pictures', async () => {
    assert.equal(await model.countTokens('The quick brown fox jumps over the lazy dog.'), 10);
    assert.equal(await model.countTokens(''), 0);
    const words = await model.countTokens(user('hello world'));
    assert.ok(words > 2 && words < 10, String(words));
    const called = vscode.LanguageModelChatMessage.Assistant([
      new vscode.LanguageModelToolCallPart('call_1', 'add', { numbers: 'one two three four five six seven eight' }),
    ]);
    assert.ok((await model.countTokens(called)) > 12);
    const result = new vscode.LanguageModelToolResultPart('call_1', [
      new vscode.LanguageModelTextPart('one '.repeat(50)),
    ]);
    assert.ok((await model.countTokens(user([result]))) >= 50);
    const seen = await model.countTokens(user([pngPart()]));
    assert.ok(seen >= 255, String(seen));
  });

  it('answers with several tool calls, and takes what came of them', async () => {
    answer = callTwice;
    const calls = await parts([user('Add')], { tools: [add], toolMode: vscode.LanguageModelChatToolMode.Required });
    assert.deepEqual(
      calls.map((part) => part instanceof vscode.LanguageModelToolCallPart && [part.callId, part.name, part.input]),
      [
        ['call_1', 'add', { a: 1, b: 2 }],
        ['call_2', 'add', { a: 3, b: 4 }],
      ],
    );
    assert.equal(bodies[0]?.tool_choice, 'required');
    assert.deepEqual(bodies[0].tools, [
      {
        type: 'function',
        function: { name: 'add', description: add.description, parameters: add.inputSchema, strict: false },
      },
    ]);
    answer = say('3 and 7');
    const result = (id: string, text: string) =>
      new vscode.LanguageModelToolResultPart(id, [new vscode.LanguageModelTextPart(text)]);
    await ask([
      user('Add'),
      vscode.LanguageModelChatMessage.Assistant(
        calls.filter((part) => part instanceof vscode.LanguageModelToolCallPart),
      ),
      user([result('call_1', '3'), result('call_2', '7')]),
    ]);
    assert.deepEqual(bodies[1]?.messages, [
      { role: 'user', content: 'Add' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          { id: 'call_1', type: 'function', function: { name: 'add', arguments: '{"a":1,"b":2}' } },
          { id: 'call_2', type: 'function', function: { name: 'add', arguments: '{"a":3,"b":4}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'call_1', content: '3' },
      { role: 'tool', tool_call_id: 'call_2', content: '7' },
    ]);
  });

  it('sends images', async () => {
    await ask([user([new vscode.LanguageModelTextPart('What is this?'), pngPart()])]);
    assert.deepEqual(bodies[0]?.messages, [
      {
        role: 'user',
        content: [
          { type: 'image_url', image_url: { url: `data:image/png;base64,${png.toString('base64')}` } },
          { type: 'text', text: 'What is this?' },
        ],
      },
    ]);
  });

  it('tells VS Code what an answer took', async () => {
    answer = (response) => {
      chunk(response, { content: 'Hi' });
      chunk(response, {}, 'stop');
      const usage = { prompt_tokens: 12, completion_tokens: 3, prompt_tokens_details: { cached_tokens: 8 } };
      response.end(`data: ${JSON.stringify({ id: 'x', choices: [], usage })}\n\ndata: [DONE]\n\n`);
    };
    const [, usage] = (await parts([user('Hi')], {})) as { mimeType?: string; data?: Uint8Array }[];
    assert.equal(usage?.mimeType, 'usage');
    assert.deepEqual(JSON.parse(new TextDecoder().decode(usage.data)), {
      prompt_tokens: 12,
      completion_tokens: 3,
      total_tokens: 15,
      prompt_tokens_details: { cached_tokens: 8 },
    });
  });

  it('passes options through, and refuses one that does not fit', async () => {
    await ask([user('Hi')], { modelOptions: { temperature: 0.5, max_tokens: 100, unknown: true } });
    assert.ok(bodies[0]);
    const { temperature, max_completion_tokens: most } = bodies[0];
    assert.deepEqual({ temperature, most }, { temperature: 0.5, most: 100 });
    assert.ok(!('unknown' in bodies[0]));
    await assert.rejects(ask([user('Hi')], { modelOptions: { temperature: 'hot' } }), /temperature/);
  });

  it('closes the connection when it is cancelled, and counts what it has come to by then', async () => {
    const closed = Promise.withResolvers<unknown>();
    answer = (response) => {
      chunk(response, { content: 'On and ' });
      response.on('close', () => closed.resolve(undefined));
    };
    const cancel = new vscode.CancellationTokenSource();
    // Some 125,000 tokens, which cost 25 cents.
    const response = await model.sendRequest([user('Go on. '.repeat(70_000))], {}, cancel.token);
    for await (const part of response.text) {
      assert.equal(part, 'On and ');
      cancel.cancel();
      break;
    }
    await closed.promise;
    await setUserSettings({ 'parley.budget.dayUsd': 0.2 });
    await assert.rejects(ask([user('Hi')]), /have cost \$0\.2\d\. The day's budget is \$0\.20/);
    await setUserSettings({ 'parley.budget.dayUsd': undefined });
  });

  for (const [status, code, words] of [
    [401, 'NoPermissions', /key was not accepted/],
    [403, 'NoPermissions', /not allowed/],
    [404, 'NotFound', /does not know this model/],
    [429, 'Blocked', /Too many requests/],
    [400, '', /refused the request/],
  ] as const) {
    it(`says what a ${status} means`, async () => {
      answer = (response) => response.writeHead(status).end(JSON.stringify({ error: { message: 'No.' } }));
      const error = await ask([user('Hi')]).then(
        () => assert.fail('It answered.'),
        (thrown: unknown) => thrown as vscode.LanguageModelError,
      );
      assert.match(error.message, words);
      if (code !== '') assert.equal(error.code, code);
    });
  }

  it('lets no key out that a server repeats, and no stack of ours', async () => {
    answer = (response) =>
      response.writeHead(400).end(JSON.stringify({ error: { message: 'No such header: Bearer sk-repeated123456.' } }));
    const { message } = await ask([user('Hi')]).then(
      () => assert.fail('It answered.'),
      (thrown: unknown) => thrown as Error,
    );
    assert.match(message, /No such header/);
    assert.doesNotMatch(message, /repeated123456/);
    const wrong = await ask([user('Hi')], { modelOptions: { temperature: 'hot' } }).then(
      () => assert.fail('It answered.'),
      (thrown: unknown) => thrown as Error,
    );
    assert.doesNotMatch(wrong.stack ?? '', /parley[^\n]*dist/i);
  });

  it('says that an answer reached the limit of its length', async () => {
    answer = (response) => {
      chunk(response, { content: 'Half an ans' });
      end(response, 'length');
    };
    await assert.rejects(ask([user('Hi')]), (error: Error) => {
      assert.match(error.message, /reached the limit of its length/);
      assert.doesNotMatch(error.message, /refused/);
      return true;
    });
  });

  it('speaks the Responses API where the profile does', async () => {
    answer = stream(
      { type: 'response.output_text.delta', item_id: 'm', output_index: 0, content_index: 0, delta: 'Hi' },
      { type: 'response.completed', response: { id: 'r', status: 'completed', output: [] } },
    );
    const { text } = await (await select('There/gpt-4.1')).sendRequest([user('Hello')]);
    const said: string[] = [];
    for await (const piece of text) said.push(piece);
    assert.deepEqual(said, ['Hi']);
  });

  it('gives a model back what it thought before it called a tool', async () => {
    const reasoning = { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'secret thoughts' };
    const call = { type: 'function_call', id: 'fc_1', call_id: 'call_1', name: 'add', arguments: '' };
    answer = stream(
      { type: 'response.output_item.added', output_index: 0, item: { ...reasoning, encrypted_content: '' } },
      { type: 'response.output_item.done', output_index: 0, item: reasoning },
      { type: 'response.output_item.added', output_index: 1, item: call },
      { type: 'response.function_call_arguments.delta', output_index: 1, item_id: 'fc_1', delta: '{"a":1,"b":2}' },
      { type: 'response.output_item.done', output_index: 1, item: { ...call, arguments: '{"a":1,"b":2}' } },
      { type: 'response.completed', response: { id: 'r', status: 'completed', output: [] } },
    );
    const thinking = await select('There/gpt-5.4');
    const { stream: calls } = await thinking.sendRequest([user('Add')], { tools: [add] });
    const made: vscode.LanguageModelToolCallPart[] = [];
    for await (const part of calls) if (part instanceof vscode.LanguageModelToolCallPart) made.push(part);
    const three = new vscode.LanguageModelToolResultPart('call_1', [new vscode.LanguageModelTextPart('3')]);
    const messages = [user('Add'), vscode.LanguageModelChatMessage.Assistant(made), user([three])];
    const { text } = await thinking.sendRequest(messages, { tools: [add] });
    for await (const piece of text) assert.equal(piece, '');
    assert.deepEqual((bodies[1]?.input as { type?: string }[]).slice(1), [
      reasoning,
      { type: 'function_call', call_id: 'call_1', name: 'add', arguments: '{"a":1,"b":2}' },
      { type: 'function_call_output', call_id: 'call_1', output: '3' },
    ]);
  });
});

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url?.endsWith('/models')) {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ data: ids.map((id) => ({ id })) }));
    return;
  }
  let json = '';
  request.setEncoding('utf8').on('data', (part: string) => (json += part));
  await once(request, 'end');
  const body = JSON.parse(json) as Body;
  bodies.push(body);
  answer(response, body);
}

function chunk(response: ServerResponse, delta: object, finish: string | null = null): void {
  if (!response.headersSent) response.setHeader('content-type', 'text/event-stream');
  const choices = [{ index: 0, delta, finish_reason: finish }];
  response.write(`data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', choices })}\n\n`);
}

/** An answer of the Responses API. */
function stream(...events: readonly Record<string, unknown>[]) {
  return (response: ServerResponse): void => {
    response.setHeader('content-type', 'text/event-stream');
    for (const event of events) response.write(`data: ${JSON.stringify(event)}\n\n`);
    response.end();
  };
}

function say(...pieces: readonly string[]) {
  return (response: ServerResponse): void => {
    for (const content of pieces) chunk(response, { content });
    end(response, 'stop');
  };
}

function callTwice(response: ServerResponse): void {
  for (const [index, json] of ['{"a":1,"b":2}', '{"a":3,"b":4}'].entries()) {
    const call = { index, id: `call_${index + 1}`, type: 'function', function: { name: 'add', arguments: '' } };
    chunk(response, { tool_calls: [call] });
    for (const piece of json.split(',')) {
      const text = piece.startsWith('{') ? `${piece},` : piece;
      chunk(response, { tool_calls: [{ index, function: { arguments: text } }] });
    }
  }
  end(response, 'tool_calls');
}

function end(response: ServerResponse, finish: string): void {
  chunk(response, {}, finish);
  response.end('data: [DONE]\n\n');
}

const select = (id: string): Promise<vscode.LanguageModelChat> =>
  until(`${id} is there`, async () =>
    (await vscode.lm.selectChatModels({ vendor: 'parley' })).find((found) => found.id === id),
  );

async function ask(
  messages: vscode.LanguageModelChatMessage[],
  options?: vscode.LanguageModelChatRequestOptions,
): Promise<string[]> {
  const { text } = await model.sendRequest(messages, options);
  const pieces: string[] = [];
  for await (const piece of text) pieces.push(piece);
  return [pieces.join('')];
}

async function parts(
  messages: vscode.LanguageModelChatMessage[],
  options: vscode.LanguageModelChatRequestOptions,
): Promise<unknown[]> {
  const { stream } = await model.sendRequest(messages, options);
  const all: unknown[] = [];
  for await (const part of stream) all.push(part);
  return all;
}
