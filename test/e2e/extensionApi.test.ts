import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import type { ParleyError, ParleyEvent, ParleyModelInfo } from '../../src/ui/extensionApi/parleyApi.ts';
import { root } from '../support/host.ts';
import { startHttpServer, type TestServer } from '../support/httpServer.ts';
import { openParley, reload, type Parley } from '../support/parley.ts';
import { png } from '../support/png.ts';
import { screenshot, screenshotOfFailure } from '../support/screenshot.ts';
import { fillInput, inputBox, notification, runCommand } from '../support/ui.ts';
import { until } from '../support/until.ts';

// Another extension asks through Parley. One story, told in order: each test goes on where the one before it ended.

const key = `sk-${randomBytes(18).toString('hex')}`;
const folder = mkdtempSync(join(tmpdir(), 'parley-sample-'));
const controlFile = join(folder, 'port');

interface Body {
  messages: unknown[];
  [parameter: string]: unknown;
}

interface Line {
  event?: ParleyEvent;
  error?: ParleyError;
  end?: 'done';
}

let here: TestServer;
let there: TestServer;
let parley: Parley;
let page: Page;
let bodies: Body[];
/** Every text that left through the API before the window was reloaded. */
let reached: readonly string[];
let answer: (response: ServerResponse, request: IncomingMessage) => void;

before(async () => {
  [here, there] = await Promise.all([startHttpServer(listen), startHttpServer(listen)]);
  parley = await openParley({
    others: [join(root, 'test', 'support', 'sampleExtension')],
    env: { SAMPLE_CONTROL_FILE: controlFile },
    settings: {
      'parley.profiles': [
        { name: 'Here', baseURL: `${here.origin}/v1`, project: 'secret-project' },
        { name: 'There', baseURL: `${there.origin}/v1` },
        { name: 'Thinking', baseURL: `${there.origin}/v1`, api: 'responses' },
      ],
      'parley.activeProfile': 'Here',
      'parley.budget.dayUsd': 1,
    },
  });
  page = parley.page;
  await until('the other extension listens', () => existsSync(controlFile));
  await runCommand(page, 'Parley: Set API Key');
  await inputBox(page).title.getByText('API Key for Here').waitFor();
  await fillInput(page, key);
  await notification(page, 'The key for Here is set.').toast.waitFor();
});
after(async () => {
  await parley.close();
  for (const server of [here, there]) await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  bodies = [];
  answer = say('Hello');
});
afterEach((context) => screenshotOfFailure(context, page));

test('models are listed without a question', async () => {
  const names = await until('all profiles are asked', async () => {
    const { models } = (await (await control({ what: 'models' })).json()) as { models: ParleyModelInfo[] };
    return models.length === 6 && models.map(({ id }) => id).toSorted();
  });
  const each = ['Here', 'There', 'Thinking'].flatMap((name) => [`${name}/gpt-4.1`, `${name}/gpt-5.4`]);
  assert.deepEqual(names, each);
  assert.equal(await page.locator('.monaco-dialog-box').count(), 0);
});

test('the first request asks once for all; a refusal sends nothing and is not asked about again', async () => {
  const first = ask();
  const { box, button } = question('Sample Asker');
  await box.getByText('parley-test.sample').waitFor();
  const second = ask({ model: 'There/gpt-4.1' });
  const words = await box.innerText();
  for (const part of ['“To write [a](command:x) test.”', new URL(here.origin).host, 'you pay what they cost'])
    assert.ok(words.includes(part), `${part} in ${words}`);
  assert.equal(await box.getByRole('link').count(), 0);
  await screenshot(page, 'extension-access-question');
  await button('Not Now').click();
  for (const lines of await Promise.all([first, second]))
    assert.match(refusal(lines, 'permission'), /Sample Asker is not allowed/);
  refusal(await ask(), 'permission');
  assert.equal(await page.locator('.monaco-dialog-box').count(), 0);
  assert.deepEqual(bodies, []);
});

test('it may ask again where the user lets it, and its answer comes as it is made', async () => {
  await runCommand(page, 'Parley: Manage Extension Access');
  await row('Sample Asker').getByText('Refused until the window is reloaded').waitFor();
  await row('Sample Asker').click();
  await row('No extension may ask models through Parley').waitFor();
  await page.keyboard.press('Escape');

  const rest = Promise.withResolvers<unknown>();
  answer = (response) => {
    chunk(response, { content: 'Hel' });
    void rest.promise.then(() => {
      chunk(response, { content: 'lo' });
      end(response, 'stop');
    });
  };
  const response = send();
  await question('Sample Asker').button('Allow').click();
  const lines = readLines(await response);
  assert.deepEqual((await lines.next()).value, { event: { type: 'text', text: 'Hel' } });
  rest.resolve(undefined);
  const more: Line[] = [];
  for await (const line of lines) more.push(line);
  assert.deepEqual(more, [{ event: { type: 'text', text: 'lo' } }, { event: done('stop') }, { end: 'done' }]);
});

test('tools, images and parameters reach the server, and calls come back whole', async () => {
  answer = (response) => {
    const call = { index: 0, id: 'call_1', type: 'function', function: { name: 'add', arguments: '' } };
    chunk(response, { tool_calls: [call] });
    for (const piece of ['{"a":1,', '"b":2}'])
      chunk(response, { tool_calls: [{ index: 0, function: { arguments: piece } }] });
    end(response, 'tool_calls');
  };
  const parameters = { type: 'object', properties: { a: { type: 'number' } } };
  const lines = await ask({
    instructions: 'Be brief.',
    messages: [
      { role: 'user', text: 'What is this?', images: [png.toString('base64')] },
      { role: 'assistant', toolCalls: [{ callId: 'call_0', name: 'add', input: { a: 0 } }] },
      { role: 'tool', callId: 'call_0', text: '0' },
    ],
    tools: [{ name: 'add', description: 'Adds', parameters }],
    toolMode: 'required',
    maxOutputTokens: 100,
    temperature: 0.5,
  });
  assert.deepEqual(events(lines), [
    { type: 'toolCall', callId: 'call_1', name: 'add', input: { a: 1, b: 2 } },
    done('toolCalls'),
  ]);
  const [body] = bodies;
  assert.ok(body);
  assert.deepEqual(body.messages.slice(1), [
    {
      role: 'user',
      content: [
        { type: 'image_url', image_url: { url: `data:image/png;base64,${png.toString('base64')}` } },
        { type: 'text', text: 'What is this?' },
      ],
    },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'call_0', type: 'function', function: { name: 'add', arguments: '{"a":0}' } }],
    },
    { role: 'tool', tool_call_id: 'call_0', content: '0' },
  ]);
  assert.equal((body.messages[0] as { content: string }).content, 'Be brief.');
  const { tool_choice: choice, temperature, max_completion_tokens: most } = body;
  assert.deepEqual({ choice, temperature, most }, { choice: 'required', temperature: 0.5, most: 100 });
});

test('an answer that reaches its limit is told from one that is whole', async () => {
  answer = (response) => {
    chunk(response, { content: 'Half' });
    end(response, 'length');
  };
  assert.deepEqual(events(await ask()), [{ type: 'text', text: 'Half' }, done('length')]);
});

test('another server is another question', async () => {
  const asked = ask({ model: 'There/gpt-4.1' });
  const { box, button } = question('Sample Asker');
  await box.getByText(`${new URL(there.origin).host} as yours, without a key`).waitFor();
  await button('Allow').click();
  assert.equal(events(await asked).length, 2);
});

test('a model gets back what it thought before it called a tool, and nothing of it leaves', async () => {
  const reasoning = { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'secret thoughts' };
  const call = { type: 'function_call', id: 'fc_1', call_id: 'call_2', name: 'add', arguments: '' };
  answer = (response) => {
    response.setHeader('content-type', 'text/event-stream');
    for (const event of [
      { type: 'response.output_item.done', output_index: 0, item: reasoning },
      { type: 'response.output_item.added', output_index: 1, item: call },
      { type: 'response.function_call_arguments.delta', output_index: 1, item_id: 'fc_1', delta: '{"a":1}' },
      { type: 'response.output_item.done', output_index: 1, item: { ...call, arguments: '{"a":1}' } },
      { type: 'response.completed', response: { id: 'r', status: 'completed', output: [] } },
    ])
      response.write(`data: ${JSON.stringify(event)}\n\n`);
    response.end();
  };
  const model = 'Thinking/gpt-5.4';
  const tools = [{ name: 'add', description: 'Adds' }];
  const [made] = events(await ask({ model, tools }));
  assert.deepEqual(made, { type: 'toolCall', callId: 'call_2', name: 'add', input: { a: 1 } });
  const messages = [
    { role: 'user', text: 'Add' },
    { role: 'assistant', toolCalls: [made] },
    { role: 'tool', callId: 'call_2', text: '1' },
  ];
  await ask({ model, tools, messages });
  assert.deepEqual((bodies[1]?.input as unknown[]).slice(1), [
    reasoning,
    { type: 'function_call', call_id: 'call_2', name: 'add', arguments: '{"a":1}' },
    { type: 'function_call_output', call_id: 'call_2', output: '1' },
  ]);
});

for (const how of ['token', 'leaving'] as const) {
  test(`the connection closes: ${how}`, async () => {
    const closed = Promise.withResolvers<unknown>();
    answer = (response) => {
      chunk(response, { content: 'On and ' });
      response.on('close', () => closed.resolve(undefined));
    };
    const response = await send({}, how === 'leaving' ? { leaveAfter: 1 } : {});
    const lines = readLines(response);
    assert.deepEqual((await lines.next()).value, { event: { type: 'text', text: 'On and ' } });
    // The control cancels the token when its own connection goes.
    if (how === 'token') await lines.return(undefined);
    else assert.deepEqual((await lines.next()).value, { end: 'done' });
    await closed.promise;
  });
}

for (const [status, code] of [
  [401, 'auth'],
  [403, 'permission'],
  [404, 'notFound'],
  [400, 'invalidRequest'],
  [429, 'rateLimit'],
] as const) {
  test(`a ${status} is ${code}, without what the server repeats of the request`, async () => {
    answer = (response, request) => {
      const { authorization } = request.headers;
      assert.equal(authorization, `Bearer ${key}`);
      const message = `No: ${authorization}, ${key}`;
      response.writeHead(status, { 'retry-after': '100000' }).end(JSON.stringify({ error: { message } }));
    };
    const lines = await ask();
    assert.match(refusal(lines, code), /No: /);
    if (status === 429) assert.equal(lines[0]?.error?.retryAfterMs, 100_000_000);
  });
}

test('what it asks is in the list of requests, and what it spends is its own', async () => {
  await runCommand(page, 'Parley: Show Requests');
  const view = page.locator('iframe.webview.ready').last().contentFrame().frameLocator('#active-frame');
  await view.getByText('Extension parley-test.sample').first().waitFor();
  await runCommand(page, 'Parley: Manage Extension Access');
  const entry = row('Sample Asker');
  for (const text of [here, there].map(({ origin }) => new URL(origin).host)) await entry.getByText(text).waitFor();
  await entry.getByText(/\$0\.\d+ spent/).waitFor();
  await screenshot(page, 'extension-access');
  await page.keyboard.press('Escape');
});

test('leave is remembered, until it is taken back: then what runs ends', async () => {
  reached = await reachedNow();
  rmSync(controlFile);
  await reload(page);
  await until('the other extension listens again', () => existsSync(controlFile));
  answer = (response) => chunk(response, { content: 'On and ' });
  const running = readLines(await send());
  assert.deepEqual((await running.next()).value, { event: { type: 'text', text: 'On and ' } });
  assert.equal(await page.locator('.monaco-dialog-box').count(), 0);

  await runCommand(page, 'Parley: Manage Extension Access');
  await row('Sample Asker').click();
  await question('Sample Asker').button('Take Back').click();
  const last = (await running.next()).value as Line;
  assert.match(refusal([last], 'permission'), /taken back/);
  await row('No extension may ask models through Parley').waitFor();
  await page.keyboard.press('Escape');
});

test('the day’s budget ends it', async () => {
  answer = (response) => {
    chunk(response, { content: 'Dear' });
    end(response, 'stop', 1_000_000);
  };
  const dear = ask();
  await question('Sample Asker').button('Allow').click();
  assert.equal(events(await dear).length, 2);
  bodies = [];
  assert.match(refusal(await ask(), 'quota'), /budget/);
  assert.deepEqual(bodies, []);
});

test('nothing that leaves through the API holds the key, another conversation or a setting', async () => {
  const texts = [...reached, ...(await reachedNow())];
  for (const text of ['Dear', 'Here/gpt-4.1', 'sendRequest']) assert.ok(texts.includes(text), `${text} is found`);
  const hidden = [key, key.slice(3), 'secret-project', 'secret thoughts', here.origin];
  assert.deepEqual(
    texts.filter((text) => hidden.some((part) => text.includes(part))),
    [],
  );
});

const control = async (what: object): Promise<Response> =>
  fetch(`http://127.0.0.1:${readFileSync(controlFile, 'utf8')}`, { method: 'POST', body: JSON.stringify(what) });

const reachedNow = async (): Promise<readonly string[]> =>
  (await (await control({ what: 'reached' })).json()) as string[];

/** Has the other extension send a request. */
const send = (request: object = {}, more: object = {}): Promise<Response> =>
  control({
    what: 'send',
    request: {
      reason: 'To write [a](command:x) test.',
      model: 'Here/gpt-4.1',
      messages: [{ role: 'user', text: 'Hi' }],
      ...request,
    },
    ...more,
  });

async function ask(request?: object): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const line of readLines(await send(request))) lines.push(line);
  return lines;
}

async function* readLines({ body }: Response): AsyncGenerator<Line, void> {
  assert.ok(body);
  let text = '';
  for await (const part of body.pipeThrough(new TextDecoderStream())) {
    text += part;
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as Line;
  }
}

const events = (lines: readonly Line[]): (ParleyEvent | undefined)[] => {
  assert.deepEqual(lines.at(-1), { end: 'done' }, JSON.stringify(lines));
  return lines.slice(0, -1).map(({ event }) => event);
};

/** The words of a request that failed with this code. */
function refusal(lines: readonly Line[], code: ParleyError['code']): string {
  const error = lines.at(-1)?.error;
  assert.equal(error?.code, code, JSON.stringify(lines));
  assert.equal(error.name, 'ParleyError');
  return error.message;
}

const done = (finish: string): object => ({
  type: 'done',
  finish,
  usage: { inputTokens: 1000, cachedTokens: 0, outputTokens: 1000, reasoningTokens: 0 },
  costUsd: 0.01,
});

function question(text: string): { box: Locator; button: (name: string) => Locator } {
  const box = page.locator('.monaco-dialog-box').filter({ hasText: text });
  return { box, button: (name) => box.getByRole('button', { name, exact: true }) };
}

const row = (text: string): Locator => inputBox(page).widget.locator('.monaco-list-row').filter({ hasText: text });

function listen(request: IncomingMessage, response: ServerResponse): void {
  if (request.url?.endsWith('/models')) {
    const data = ['gpt-4.1', 'gpt-5.4', 'text-embedding-3-small'].map((id) => ({ id }));
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ data }));
    return;
  }
  void readBody(request).then((body) => {
    bodies.push(body);
    answer(response, request);
  });
}

async function readBody(request: IncomingMessage): Promise<Body> {
  let json = '';
  request.setEncoding('utf8').on('data', (part: string) => (json += part));
  await once(request, 'end');
  return JSON.parse(json) as Body;
}

function chunk(response: ServerResponse, delta: object, finish: string | null = null, more: object = {}): void {
  if (!response.headersSent) response.setHeader('content-type', 'text/event-stream');
  const choices = [{ index: 0, delta, finish_reason: finish }];
  response.write(`data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', choices, ...more })}\n\n`);
}

function end(response: ServerResponse, finish: string, tokens = 1000): void {
  const usage = { prompt_tokens: tokens, completion_tokens: tokens, total_tokens: 2 * tokens };
  chunk(response, {}, finish, { usage });
  response.end('data: [DONE]\n\n');
}

function say(content: string) {
  return (response: ServerResponse): void => {
    chunk(response, { content });
    end(response, 'stop');
  };
}
