import assert from 'node:assert/strict';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { endpointTable } from '../../../../scripts/endpoints.mjs';
import type { ImagePart, ResultPart } from '../../../../src/protocol/cellResult.ts';
import { parseCell } from '../../../../src/ui/notebook/cell.ts';
import { readCall } from '../../../../src/ui/notebook/copyAs/readCall.ts';
import { writeCurl } from '../../../../src/ui/notebook/copyAs/writeCurl.ts';
import { writePython } from '../../../../src/ui/notebook/copyAs/writePython.ts';
import { writeTypeScript } from '../../../../src/ui/notebook/copyAs/writeTypeScript.ts';
import type { EndpointTable } from '../../../../src/ui/notebook/endpoints.ts';
import { diagnoseCell } from '../../../../src/ui/notebook/language/diagnose.ts';
import { formatBody, JsonBodies } from '../../../../src/ui/notebook/language/jsonBody.ts';
import { noNames } from '../../../../src/ui/notebook/language/notebookIndex.ts';
import type { CellRun } from '../../../../src/ui/notebook/runCell.ts';
import { startRawServer, type Respond } from '../../../support/rawServer.ts';
import { startRealtimeServer } from '../../../support/realtimeServer.ts';
import { until } from '../../../support/until.ts';
import { startCells } from './startCells.ts';

let folder = '';
before(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'parley-requests-')));
  await writeFile(path.join(folder, 'body.json'), '\ufeff{ "model": "m", "text": "{{env:HOME}}" }\n');
  await writeFile(path.join(folder, 'broken.json'), '{ "secret": "sk-abc",\n  "model" }');
  await writeFile(path.join(folder, 'large.bin'), Buffer.alloc(8_000_000));
});
after(() => rm(folder, { recursive: true }));

const respond = (value: unknown, response: ServerResponse) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
const json =
  (value: unknown): Respond =>
  (_request, response) =>
    respond(value, response);

const errorText = ({ result }: CellRun) =>
  result.parts.flatMap((part) => (part.kind === 'error' ? [part.text] : [])).join();

test('a body that is one placeholder alone is the JSON it holds, of a file as it is', async () => {
  await using server = await startRawServer(
    json({ id: 'a', body: { model: 'm', n: 1 }, text: '{"n":2}', word: 'no JSON' }),
  );
  const cells = startCells(server.origin, { folder });
  await cells.run('# @name first\nPOST /things\n\n{{file:body.json}}');
  await cells.run('POST /things\n\n{{first.body}}\n');
  await cells.run('POST /things\n\n// of an answer that is text\n{{ first.text }}');
  assert.deepEqual(
    server.requests.map(({ body }) => JSON.parse(body) as unknown),
    [{ model: 'm', text: '{{env:HOME}}' }, { model: 'm', n: 1 }, { n: 2 }],
  );
  assert.equal(server.requests[0]?.headers['content-type'], 'application/json');
  const broken = errorText(await cells.run('POST /things\n\n{{file:broken.json}}'));
  assert.match(broken, /^\{\{file:broken\.json\}\} is not JSON: .* in its line 2\.$/);
  assert.match(errorText(await cells.run('POST /things\n\n{{first.word}}')), /is not JSON/);
  assert.match(errorText(await cells.run('POST /things\n\n{{first.body.n}}')), /body is a JSON object/);
  assert.equal(server.requests.length, 3);
});

test('such a body has nothing to say against it, is not laid out, and is copied as what it is', async () => {
  const table = JSON.parse(await endpointTable()) as EndpointTable;
  const text = 'POST /chat/completions\n\n{{file:body.json}}';
  const context = {
    table,
    namesAbove: noNames,
    profiles: [],
    models: [],
    environment: [],
    listFiles: () => Promise.resolve([]),
  };
  assert.deepEqual(await diagnoseCell(text, context, new JsonBodies(table, [])), []);
  const { body } = parseCell(text);
  assert.deepEqual(body && formatBody(text, body.span, { tabSize: 2, insertSpaces: true }), []);

  const servers = [{ name: 'OpenAI', baseURL: 'https://api.openai.com/v1' }];
  const call = readCall(parseCell(text), servers, table, () => undefined);
  assert.match(writeCurl(call), /-d '@body\.json'/);
  assert.match(writeTypeScript(call), /body: JSON\.parse\(fs\.readFileSync\('body\.json', 'utf8'\)\)/);
  assert.match(
    writePython(call),
    /import json\n[^]*body=json\.loads\(open\("body\.json", encoding="utf-8"\)\.read\(\)\)/,
  );
});

test('what no path has is encoded where it is written; nothing leads elsewhere', async () => {
  await using server = await startRawServer(json({ id: 'x y' }));
  const cells = startCells(server.origin);
  await cells.run('# @name first\nGET /models/[my] model/50%/é%20/{{missing');
  await cells.run('GET /models/a [1]/{{first.id}} HTTP/1.1');
  assert.deepEqual(
    server.requests.map(({ url }) => url),
    ['/v1/models/%5Bmy%5D%20model/50%25/%C3%A9%20/%7B%7Bmissing', '/v1/models/a%20%5B1%5D/x%20y'],
  );
  for (const target of ['/a/../b', '/a//b', '/a/%2e%2e/b', '/a/..\\b/..\\..', '/a/%252e%252e']) {
    const run = await cells.run(`GET ${target}`);
    assert.equal(run.result.state, 'failed', target);
  }
  assert.equal(server.requests.length, 2);
});

test('the headers that an endpoint wants go by themselves, unless the cell has its own', async () => {
  await using server = await startRawServer(json({ id: 'a' }));
  const cells = startCells(server.origin);
  await cells.run('GET /threads/t_1/messages');
  await cells.run('POST /assistants\nOpenAI-Beta: assistants=v3\n\n{ "model": "m" }');
  await cells.run('GET /v1/vector_stores');
  await cells.run('GET /models');
  assert.deepEqual(
    server.requests.map(({ headers }) => headers['openai-beta']),
    ['assistants=v2', 'assistants=v3', 'assistants=v2', undefined],
  );
});

test('the headers that go by themselves are those of the table', async () => {
  const { endpoints } = JSON.parse(await endpointTable()) as EndpointTable;
  await using server = await startRawServer(json({ id: 'a' }));
  const cells = startCells(server.origin);
  const wanting = endpoints.filter(({ headers, form }) => Object.keys(headers).length > 0 && !form);
  assert.ok(wanting.length > 10);
  for (const { method, path: template, headers } of wanting) {
    await cells.run(`${method} ${template.replace(/\{\w+\}/g, 'id')}${method === 'POST' ? '\n\n{}' : ''}`);
    const sent = server.requests.at(-1)?.headers ?? {};
    for (const [name, value] of Object.entries(headers)) assert.equal(sent[name.toLowerCase()], value, template);
  }
  assert.equal(server.requests.length, wanting.length);
});

test('how much of a file is sent shows while it is sent', async () => {
  const isProgress = ({ kind }: ResultPart) => kind === 'progress';
  await using server = await startRawServer(async (_request, response) => {
    await until('progress is shown', () => cells.shown.some(({ parts }) => parts.some(isProgress)));
    respond({ id: 'file_1', object: 'file' }, response);
  });
  const cells = startCells(server.origin, { folder });
  const { result } = await cells.run('POST /files\n\npurpose=user_data\nfile=@large.bin');
  assert.equal(result.state, 'done');
  assert.equal(server.requests[0]?.bytes.length && server.requests[0].bytes.length > 8_000_000, true);
  const progress = cells.shown.flatMap(({ parts }) => parts.filter(isProgress));
  assert.ok(progress.length > 0);
  assert.ok(
    progress.every((part) => part.kind === 'progress' && /^(Sending 8\.0 MB|Waiting for the answer)$/.test(part.label)),
  );
  assert.ok(!result.parts.some(isProgress));
});

test('a WEBSOCKET cell sends its events and shows what comes', async () => {
  await using server = await startRealtimeServer({
    onSession: (session) => session.send({ type: 'session.created', session: {} }),
    onEvent: ({ type }, session) => {
      if (type !== 'response.create') return;
      session.send({ type: 'response.output_text.delta', delta: 'Hello.' });
      const usage = { input_tokens: 2, output_tokens: 3 };
      session.send({ type: 'response.done', response: { id: 'r1', status: 'completed', output: [], usage } });
    },
  });
  const cells = startCells(server.origin);
  const run = await cells.run(
    '# @name talk\nWEBSOCKET /realtime?model=gpt-realtime\n\n[{ "type": "session.update", "session": {} }, { "type": "response.create" }]',
  );
  assert.equal(run.result.state, 'done', errorText(run));
  assert.deepEqual(
    server.sessions[0]?.events.map(({ type }) => type),
    ['session.update', 'response.create'],
  );
  assert.deepEqual(run.result.parts[0], { kind: 'text', role: 'answer', text: 'Hello.' });
  assert.ok((run.result.firstTokenMs ?? -1) >= 0);
  assert.equal(run.result.usage?.outputTokens, 3);
  assert.equal((run.answer?.value as { id: string }).id, 'r1');
  const form = await cells.run('WEBSOCKET /realtime?model=m\n\na=b');
  assert.match(errorText(form), /sends JSON/);
});

test('an image at an address is fetched through the profile that answered, or said to be missing', async () => {
  const asked: string[] = [];
  const image: ImagePart = { kind: 'image', mimeType: 'image/gif', base64: 'R0lGODlh' };
  await using server = await startRawServer(
    json({ created: 1, data: [{ url: 'https://i.example/a' }, { url: 'https://i.example/b' }] }),
  );
  const cells = startCells(server.origin, {
    loadImage: ({ name }, url) => {
      asked.push(`${name} ${url}`);
      return Promise.resolve(url.endsWith('a') ? image : undefined);
    },
  });
  const { result } = await cells.run('POST /images/generations\n\n{ "model": "dall-e-3", "prompt": "A cat" }');
  assert.deepEqual(asked, ['Local https://i.example/a', 'Local https://i.example/b']);
  assert.deepEqual(result.parts[0], { ...image, caption: 'A cat' });
  assert.match(result.parts[1]?.kind === 'text' ? result.parts[1].text : '', /address is in the JSON/);
});
