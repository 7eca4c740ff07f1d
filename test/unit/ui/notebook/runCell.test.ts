import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { Profile } from '../../../../src/editor/profile.ts';
import { createClient } from '../../../../src/openai/client.ts';
import type { CellResult, ErrorPart } from '../../../../src/protocol/cellResult.ts';
import { followCell } from '../../../../src/ui/notebook/followCell.ts';
import { CellError } from '../../../../src/ui/notebook/placeholders.ts';
import { runCell, type RunContext } from '../../../../src/ui/notebook/runCell.ts';
import { eventStreamBody, startRawServer, type RawServer, type Respond } from '../../../support/rawServer.ts';
import { until } from '../../../support/until.ts';

let folder = '';
before(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'parley-cells-')));
  await mkdir(path.join(folder, 'workspace', 'inner'), { recursive: true });
  await mkdir(path.join(folder, 'elsewhere'));
  await writeFile(path.join(folder, 'workspace', 'prompt.txt'), 'naïve "text"\n');
  await writeFile(path.join(folder, 'workspace', 'a.png'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff]));
  await writeFile(path.join(folder, 'workspace', '.env'), 'A=1');
  await writeFile(path.join(folder, 'elsewhere', 'far.txt'), 'far');
  await symlink(path.join(folder, 'elsewhere', 'far.txt'), path.join(folder, 'workspace', 'link.txt'));
});
after(() => rm(folder, { recursive: true }));

const json =
  (value: unknown, headers = {}): Respond =>
  (_request, response) =>
    response
      .writeHead(200, { 'content-type': 'application/json', 'x-request-id': 'req_1', ...headers })
      .end(JSON.stringify(value));

/** Answers with what it was sent. */
const echo: Respond = ({ url, headers, body }, response) =>
  json({ url, body, authorization: headers.authorization, note: `at ${url}` })(
    { url } as never,
    response,
    undefined as never,
  );

interface Setup extends AsyncDisposable {
  server: RawServer;
  shown: CellResult[];
  questions: string[];
  context: RunContext;
  run(text: string): ReturnType<typeof runCell>;
}

async function setUp(
  respond: Respond,
  { others = [], ...change }: Partial<RunContext> & { others?: Profile[] } = {},
): Promise<Setup> {
  const server = await startRawServer(respond);
  const active: Profile = { name: 'Local', baseURL: `${server.origin}/v1` };
  const shown: CellResult[] = [];
  const questions: string[] = [];
  const values = new Map<string, unknown>();
  const context: RunContext = {
    assertMayRun: () => undefined,
    profiles: { all: [active, ...others], active: () => active },
    client: ({ baseURL }) => Promise.resolve(createClient({ baseURL, apiKey: 'key-of-the-profile', maxRetries: 1 })),
    values,
    environment: {},
    files: {
      folder: path.join(folder, 'workspace', 'inner'),
      folders: [path.join(folder, 'workspace')],
      confirmed: new Set(),
      confirm: ({ path: file, why }) => {
        questions.push(`${path.basename(file)}: ${why}`);
        return Promise.resolve(false);
      },
    },
    loadImage: () => Promise.resolve(undefined),
    confirm: ({ message }) => {
      questions.push(message);
      return Promise.resolve(false);
    },
    show: (result) => void shown.push(result),
    onSecret: () => undefined,
    signal: new AbortController().signal,
    ...change,
  };
  const run = async (text: string) => {
    const done = await runCell(text, context);
    assert.deepEqual(shown.at(-1), done.result, 'what is shown last is the end');
    if (done.answer && done.name !== undefined) values.set(done.name, done.answer.value);
    return done;
  };
  return { server, shown, questions, context, run, [Symbol.asyncDispose]: () => server.close() };
}

const errorOf = ({ result }: { result: CellResult }): ErrorPart => {
  assert.equal(result.state, 'failed');
  const part = result.parts.find(({ kind }) => kind === 'error');
  assert.ok(part?.kind === 'error');
  return part;
};

test('a cell is sent as it is written, and its answer is shown', async () => {
  await using setup = await setUp(json({ id: 'a', object: 'thing' }));
  const { result, answer } = await setup.run(`# comment
POST /v1/things?limit=2&include[]=a%20b&include[]=c
X-Mine: yes
Authorization: Bearer sk-mine-mine

{
  // comments and a comma at the end
  "input": "Hello",
}`);
  assert.equal(result.state, 'done');
  assert.equal(result.status, 200);
  assert.equal(result.requestId, 'req_1');
  assert.deepEqual(result.request, { method: 'POST', path: '/things' });
  assert.deepEqual(result.notes, ['Authorization of the cell is not sent: the key of the profile goes in its place.']);
  assert.ok((result.durationMs ?? -1) >= 0);
  assert.deepEqual({ ...(answer?.value as object) }, { id: 'a', object: 'thing' });
  const [request] = setup.server.requests;
  assert.equal(request?.method, 'POST');
  assert.equal(new URLSearchParams(request.url.split('?')[1]).toString(), 'limit=2&include%5B%5D=a+b&include%5B%5D=c');
  assert.equal(request.url.split('?')[0], '/v1/things');
  assert.equal(request.headers['x-mine'], 'yes');
  assert.equal(request.headers.authorization, 'Bearer key-of-the-profile');
  assert.deepEqual(JSON.parse(request.body), { input: 'Hello' });
});

test('placeholders are values: of earlier answers, the environment and files', async () => {
  await using setup = await setUp(json({ id: 'a/b', count: 3, items: [{ name: 'x"y' }] }), {
    environment: { TEAM: 'blue & green' },
    confirm: () => Promise.resolve(true),
  });
  await setup.run('# @name first\nGET /things');
  await setup.run(`POST /things/{{first.id}}/of?team={{env:TEAM}}&n={{first.count}}
X-Item: {{first.items[0].name}}

{
  "number": "{{first.count}}", "list": "{{first.items}}", "whole": "{{ first }}",
  "text": "It says {{first.items[0].name}} {{first.count}} {{first.items}}",
  "file": "{{file:../prompt.txt}}", "image": "data:image/png;base64,{{base64:../a.png}}", "same": "{{file:../a.png}}",
  "kept": "{{#if}} {{a b}} {}"
}`);
  const request = setup.server.requests.at(-1);
  assert.equal(request?.url, '/v1/things/a%2Fb/of?team=blue+%26+green&n=3');
  assert.equal(request.headers['x-item'], 'x"y');
  const items = [{ name: 'x"y' }];
  assert.deepEqual(JSON.parse(request.body), {
    number: 3,
    list: items,
    whole: { id: 'a/b', count: 3, items },
    text: 'It says x"y 3 [{"name":"x\\"y"}]',
    file: 'naïve "text"\n',
    image: 'data:image/png;base64,iVBOR/8=',
    same: 'iVBOR/8=',
    kept: '{{#if}} {{a b}} {}',
  });
});

test('a form is sent with its files, which are named as on disk', async () => {
  await using setup = await setUp(json({ id: 'file_1' }));
  const { result } = await setup.run(`POST /files

purpose=user_data
image[]=@../a.png
image[]=@../prompt.txt
expires_after[seconds]=3600`);
  assert.equal(result.state, 'done');
  const [request] = setup.server.requests;
  assert.match(request?.headers['content-type'] ?? '', /^multipart\/form-data/);
  const text = request?.body ?? '';
  for (const name of ['name="purpose"', 'name="image[]"; filename="a.png"', 'name="image[]"; filename="prompt.txt"']) {
    assert.ok(text.includes(name), name);
  }
  assert.ok(text.includes('name="expires_after[seconds]"\r\n\r\n3600'));
});

test('what is wrong is said in a sentence, and nothing is sent', async () => {
  await using setup = await setUp(json({ id: 'a' }), { environment: { EMPTY: '' } });
  await setup.run('# @name first\nGET /things');
  for (const [text, message] of [
    ['', /begins with a method/],
    ['POST /a\n\n{ "a": 1 "b": 2 }', /not JSON: comma expected in its line 1/],
    ['POST /a\n\n[1]', /JSON object, not a list/],
    ['GET /a\n\n{}', /GET has no body/],
    ['GET /a/{{other.id}}', /no cell that is named with # @name other has run yet\. Answers there are of: first\./],
    ['GET /a/{{_.id}}', /no cell has run yet/],
    ['GET /a/{{first.ids}}', /has no “ids” there\. It has: id\./],
    ['GET /a/{{first.constructor}}', /has no “constructor”/],
    ['GET /a/{{first}}', /add \.id or another field/],
    ['GET {{first.id}}', /neither a path nor a URL/],
    ['GET /a/{{env:EMPTY}}', /has no variable EMPTY/],
    ['POST /a\n\n{ "a": "{{file:missing.txt}}" }', /There is no file missing\.txt\./],
    ['POST /a\n\n{ "a": "{{file:..}}" }', /\.\. is not a file\./],
    ['POST /a\n\n{ "a": "{{file:https://a.example}}" }', /not a URI/],
    ['POST /a\n\n{ "a": "{{file://host/share}}" }', /on another machine/],
    ['POST /a\n\nfile=@missing.txt', /There is no file missing\.txt\./],
    ['GET /a?x=1&x=2', /x is there twice/],
    ['# @profile Nobody\nGET /a', /no profile “Nobody”\. There are: “Local”\./],
    ['GET https://elsewhere.example/v1/models', /elsewhere\.example is not the server of any profile/],
    ['GET https://{{first.id}}.example/v1', /cannot stand for its host/],
    ['DELETE /models/gpt-4.1', /gpt-4\.1 is not a fine-tuned model/],
    ['DELETE /models/ft%3Amine', /The model ft:mine stays\./],
  ] as const) {
    const part = errorOf(await setup.run(text));
    assert.equal(part.title, 'Nothing was sent', text);
    assert.match(part.text, message);
  }
  assert.deepEqual(setup.questions, ['Delete the model ft:mine?']);
  assert.equal(setup.server.requests.length, 1);
});

test('a value of an answer leads nowhere else', async () => {
  await using setup = await setUp(
    json({ up: '..', slash: '../admin?x=1#y', url: 'https://elsewhere.example/v1/a', line: 'a\r\nb: c' }),
  );
  await setup.run('# @name first\nGET /things');
  errorOf(await setup.run('GET /things/{{first.up}}'));
  errorOf(await setup.run('GET {{first.url}}'));
  errorOf(await setup.run('GET /things\nX-A: {{first.line}}'));
  assert.equal(setup.server.requests.length, 1);
  await setup.run('GET /things/x{{first.slash}}?a={{first.slash}}');
  errorOf(await setup.run('GET /things/{{first.slash}}'));
  assert.equal(setup.server.requests.length, 2);
  assert.equal(setup.server.requests[1]?.url, '/v1/things/x..%2Fadmin%3Fx=1%23y?a=..%2Fadmin%3Fx%3D1%23y');
});

test('files that hold secrets or are elsewhere are asked for, once', async () => {
  await using setup = await setUp(json({}));
  for (const file of ['../.env', '../../elsewhere/far.txt', '../link.txt', path.join(folder, 'elsewhere', 'far.txt')]) {
    assert.match(errorOf(await setup.run(`POST /a\n\n{ "a": "{{file:${file}}}" }`)).text, /not allowed to be sent/);
    assert.match(errorOf(await setup.run(`POST /a\n\nfile=@${file}`)).text, /not allowed to be sent/);
  }
  const [secret, outside] = [
    'It usually holds keys or passwords.',
    'It is outside the workspace and the folder of the notebook.',
  ];
  const expected = [`.env: ${secret}`, ...Array<string>(3).fill(`far.txt: ${outside}`)];
  assert.deepEqual(
    setup.questions,
    expected.flatMap((question) => [question, question]),
  );
  assert.equal(setup.server.requests.length, 0);

  let asked = 0;
  const files = { ...setup.context.files, confirm: () => Promise.resolve(++asked > 0) };
  for (let times = 0; times < 2; times++) {
    const { result } = await runCell('POST /a\n\n{ "a": "{{file:../link.txt}}" }', { ...setup.context, files });
    assert.equal(result.state, 'done');
  }
  assert.equal(asked, 1);
  assert.deepEqual(JSON.parse(setup.server.requests[0]?.body ?? ''), { a: 'far' });
});

test('no secret comes back in what is shown', async () => {
  const secrets = { TOKEN: 'p4ss&word/"x"', KEY: `-----BEGIN-----\n${'k'.repeat(30)}\n-----END-----`, SHORT: 'abc' };
  const told: string[] = [];
  const confirm = () => Promise.resolve(true);
  await using setup = await setUp(echo, { environment: secrets, confirm, onSecret: (secret) => told.push(secret) });
  const { result, answer } = await setup.run(`POST /echo?t={{env:TOKEN}}
X-Token: {{env:TOKEN}}

{ "token": "{{env:TOKEN}}", "key": "{{env:KEY}}", "short": "{{env:SHORT}}", "other": "sk-proj-abcdefgh1234" }`);
  assert.equal(result.state, 'done');
  assert.equal((JSON.parse(setup.server.requests[0]?.body ?? '') as { token: string }).token, secrets.TOKEN);
  const shown = JSON.stringify(setup.shown) + JSON.stringify(result);
  for (const secret of ['p4ss', 'kkkk', 'sk-proj-abc', 'key-of-the-profile'])
    assert.ok(!shown.includes(secret), secret);
  assert.ok(JSON.stringify(answer).includes('p4ss'), 'other cells see the value itself');
  assert.deepEqual([...new Set(told)], [secrets.TOKEN, secrets.KEY]);

  await using failing = await setUp(
    ({ url }, response) =>
      response
        .writeHead(400, { 'content-type': 'application/json' })
        .end(JSON.stringify({ error: { message: `No: ${url}` } })),
    { environment: secrets, confirm },
  );
  const failed = await failing.run('GET /a/{{env:TOKEN}}');
  assert.match(errorOf(failed).text, /No: \/v1\/a\/…/);
  assert.ok(!JSON.stringify(failing.shown).includes('p4ss'));
});

test('an error shows kind, message, request id and what to do', async () => {
  await using setup = await setUp((_request, response) =>
    response
      .writeHead(404, { 'content-type': 'application/json', 'x-request-id': 'req_9' })
      .end(JSON.stringify({ error: { message: 'No such model.', code: 'model_not_found' } })),
  );
  const run = await setup.run('POST /responses\n\n{ "model": "m" }');
  const part = errorOf(run);
  assert.equal(part.title, 'The server does not know this model or address');
  assert.match(part.text, /^No such model\./);
  assert.equal(part.error?.kind, 'notFound');
  assert.equal(part.error.requestId, 'req_9');
  assert.deepEqual(part.actions, ['selectModel', 'switchProfile']);
  assert.equal(run.result.status, 404);
  assert.equal(run.result.requestId, 'req_9');
  assert.equal(run.answer, undefined);
});

test('a retry is said while it is waited for', async () => {
  let times = 0;
  await using setup = await setUp((request, response, incoming) => {
    if (++times > 1) return json({ id: 'a' })(request, response, incoming);
    return response
      .writeHead(503, { 'content-type': 'application/json', 'retry-after-ms': '150' })
      .end('{"error":{"message":"Busy."}}');
  });
  const { result } = await setup.run('GET /things');
  assert.equal(result.state, 'done');
  const waiting = setup.shown.flatMap(({ parts }) => parts).find(({ kind }) => kind === 'progress');
  assert.ok(waiting?.kind === 'progress');
  assert.match(waiting.label, /^Asking again in/);
  assert.match(waiting.events[0]?.text ?? '', /Busy/);
  assert.ok(!result.parts.some(({ kind }) => kind === 'progress'));
});

test('cancelling ends it, quietly', async () => {
  const controller = new AbortController();
  await using setup = await setUp(() => controller.abort(), { signal: controller.signal });
  const { result, answer } = await setup.run('GET /things');
  assert.equal(result.state, 'cancelled');
  assert.deepEqual(result.parts, []);
  assert.equal(answer, undefined);
});

test('a whole URL goes to the profile whose base URL it begins with, and so does its key', async () => {
  await using other = await startRawServer(json({ id: 'other' }));
  const others = [
    { name: 'Other', baseURL: `${other.origin}/v1` },
    { name: 'Deep', baseURL: `${other.origin}/v1/deep` },
  ];
  await using setup = await setUp(json({ id: 'local' }), { others });
  assert.equal((await setup.run(`GET ${other.origin}/v1/models?limit=1`)).profile?.name, 'Other');
  assert.equal((await setup.run(`GET ${other.origin}/v1/deep/models`)).profile?.name, 'Deep');
  assert.equal((await setup.run(`# @profile Other\nGET /models`)).profile?.name, 'Other');
  errorOf(await setup.run(`# @profile Local\nGET ${other.origin}/v1/models`));
  errorOf(await setup.run(`GET ${other.origin}/v2/models`));
  errorOf(await setup.run(`GET ${other.origin.replace('//', '//user:pass@')}/v1/models`));
  assert.deepEqual(
    other.requests.map(({ url }) => url),
    ['/v1/models?limit=1', '/v1/deep/models', '/v1/models'],
  );
  assert.equal(setup.server.requests.length, 0);
});

test('where no cell may run, none does', async () => {
  await using setup = await setUp(json({}), {
    assertMayRun: () => {
      throw new CellError('Not here.', { actions: ['manageTrust'] });
    },
  });
  const part = errorOf(await setup.run('GET /things'));
  assert.deepEqual([part.text, part.actions], ['Not here.', ['manageTrust']]);
  assert.equal(setup.server.requests.length, 0);
});

test('what the model does not take is left out and said', async () => {
  await using setup = await setUp(json({}));
  const cell = (model: string) =>
    `POST /chat/completions\n\n{ "model": "${model}", "temperature": 0.5, "messages": [] }`;
  const known = await setup.run(cell('o3'));
  assert.ok(
    known.result.notes.some((note) => note.startsWith('temperature: o3')),
    known.result.notes.join(),
  );
  assert.deepEqual(JSON.parse(setup.server.requests[0]?.body ?? ''), { model: 'o3', messages: [] });
  const unknown = await setup.run(cell('mine'));
  assert.deepEqual(unknown.result.notes, []);
  assert.deepEqual(JSON.parse(setup.server.requests[1]?.body ?? ''), { model: 'mine', temperature: 0.5, messages: [] });
});

test('a stream grows as it arrives, with its time to the first token, tokens and cost', async () => {
  const events = [
    { choices: [{ index: 0, delta: { role: 'assistant', content: 'Hel' } }] },
    { choices: [{ index: 0, delta: { content: 'lo' } }] },
    { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
    { choices: [], usage: { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 } },
    '[DONE]',
  ];
  const chunk = { id: 'c', object: 'chat.completion.chunk', created: 1, model: 'gpt-4.1' };
  let more: (() => void) | undefined;
  await using setup = await setUp((_request, response) => {
    const written = events.map((event) =>
      eventStreamBody([typeof event === 'string' ? event : { ...chunk, ...event }]),
    );
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(written[0]);
    more = () => response.end(written.slice(1).join(''));
  });
  const running = setup.run(
    '# @name hello\nPOST /chat/completions\n\n{ "model": "gpt-4.1", "stream": true, "messages": [] }',
  );
  const textOf = ({ parts }: CellResult) => parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join();
  const growing = await until('the beginning is shown', () => setup.shown.find((result) => textOf(result) === 'Hel'));
  assert.equal(growing.state, 'running');
  more?.();
  const { result, answer } = await running;
  assert.equal(textOf(result), 'Hello');
  assert.ok((result.firstTokenMs ?? -1) >= 0);
  assert.deepEqual([result.usage?.inputTokens, result.usage?.outputTokens], [9, 2]);
  assert.ok((result.cost?.usd ?? 0) > 0);
  assert.match(result.cost?.basis ?? '', /tokens, at OpenAI's list price$/, 'this server is not OpenAI');
  assert.equal((answer?.value as { choices: { message: { content: string } }[] }).choices[0]?.message.content, 'Hello');
});

test('a long operation is followed until it is done, in its cell or later', async () => {
  let looks = 0;
  const job = (status: string) => ({
    id: 'vs_1',
    object: 'vector_store',
    status,
    file_counts: { total: 2, completed: 2 },
  });
  await using setup = await setUp((request, response, incoming) => {
    const status = request.method === 'POST' || ++looks % 2 === 1 ? 'in_progress' : 'completed';
    json(job(status), { 'openai-poll-after-ms': '10' })(request, response, incoming);
  });
  const followed = await setup.run('# @name store\n# @follow\nPOST /vector_stores\n\n{}');
  assert.equal((followed.answer?.value as { status: string }).status, 'completed');
  assert.equal(looks, 2);

  const begun = await setup.run('POST /vector_stores\n\n{}');
  assert.equal((begun.answer?.value as { status: string }).status, 'in_progress');
  const client = await setup.context.client({ name: 'Local', baseURL: `${setup.server.origin}/v1` });
  const done = await followCell(begun, client, setup.context);
  assert.equal(done.result.state, 'done');
  assert.equal((done.answer?.value as { status: string }).status, 'completed');
  assert.deepEqual(setup.shown.at(-1), done.result);
});
