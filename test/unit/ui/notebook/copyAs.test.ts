// Every prepared call of the client as a cell, and that as code: what the code says has to be what the cell sends.
import assert from 'node:assert/strict';
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import ts from 'typescript';
import { endpointTable } from '../../../../scripts/endpoints.mjs';
import { createClient } from '../../../../src/openai/client.ts';
import { parseCell } from '../../../../src/ui/notebook/cell.ts';
import { readCall, type Call, type CallServer } from '../../../../src/ui/notebook/copyAs/readCall.ts';
import { writeCurl } from '../../../../src/ui/notebook/copyAs/writeCurl.ts';
import { writePython } from '../../../../src/ui/notebook/copyAs/writePython.ts';
import { writeTypeScript } from '../../../../src/ui/notebook/copyAs/writeTypeScript.ts';
import type { EndpointTable } from '../../../../src/ui/notebook/endpoints.ts';
import { cellsFromCurl } from '../../../../src/ui/notebook/curl/cellsFromCurl.ts';
import { parseMultipart } from '../../../support/multipart.ts';
import { startRawServer, type RawRequest, type RawServer } from '../../../support/rawServer.ts';
import { respondWith } from '../../openai/calls/answer.ts';
import { titleOf, type ApiCall } from '../../openai/calls/call.ts';
import { apiCalls } from '../../openai/calls/index.ts';

const openAI: CallServer = { name: 'OpenAI', baseURL: 'https://api.openai.com/v1' };
const hasCurl = spawnSync('curl', ['--version']).status === 0;
const hasPython = spawnSync('python3', ['--version']).status === 0;

interface Prepared {
  title: string;
  cell: string;
}

let table: EndpointTable;
let prepared: readonly Prepared[];
let folder: string;
before(async () => {
  table = JSON.parse(await endpointTable()) as EndpointTable;
  folder = mkdtempSync(join(tmpdir(), 'parley-copy-'));
  writeFileSync(join(folder, 'a, "b";.txt'), 'The file');
  prepared = (await Promise.all(apiCalls.filter(({ method }) => method.includes('.')).map(prepare))).flat();
  assert.ok(prepared.length > 150);
});
after(() => {
  rmSync(folder, { recursive: true });
});

const read = (cell: string, server = openAI, lookup: (expression: string) => unknown = () => undefined): Call =>
  readCall(parseCell(cell), [server], table, lookup);

/** The requests of a call as cells; sessions over a WebSocket and bodies that are no form have none. */
async function prepare(apiCall: ApiCall): Promise<Prepared[]> {
  let answered = 0;
  await using server = await startRawServer((_request, response) => {
    respondWith(apiCall.answers[answered++] ?? apiCall.answers.at(-1) ?? apiCall.answers[0], response);
  });
  await apiCall.call(createClient({ apiKey: 'sk-test', maxRetries: 0, baseURL: `${server.origin}/v1` }));
  return server.requests.flatMap((request, index) => {
    const cell = cellOf(request);
    return cell === undefined ? [] : [{ title: `${titleOf(apiCall)} ${index}`, cell }];
  });
}

function cellOf({ method, url, headers, body, bytes }: RawRequest): string | undefined {
  const type = headers['content-type'] ?? '';
  const head = `${method} ${url.replace('/v1/', '/')}`;
  if (body === '') return head;
  if (type.startsWith('application/json')) return `${head}\n\n${body}`;
  if (!type.startsWith('multipart/')) return undefined;
  const fields = parseMultipart(bytes, type).map(({ name, fileName, content }) =>
    fileName === undefined ? `${name}=${content.toString()}` : `${name}=@a, "b";.txt`,
  );
  return fields.some((field) => field.includes('\n')) ? undefined : `${head}\n\n${fields.join('\n')}`;
}

test('the TypeScript of every call compiles against the official package', () => {
  const sources = new Map(
    prepared.map(({ cell }, index) => [join(import.meta.dirname, `copied${index}.ts`), writeTypeScript(read(cell))]),
  );
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.asynciterable.d.ts'],
    types: ['node'],
    typeRoots: [join(import.meta.dirname, '../../../../node_modules/@types')],
    skipLibCheck: true,
  };
  const host = ts.createCompilerHost(options);
  const onDisk = ts.createCompilerHost(options);
  host.fileExists = (name) => sources.has(name) || onDisk.fileExists(name);
  host.getSourceFile = (name, version, ...rest) => {
    const source = sources.get(name);
    return source === undefined
      ? onDisk.getSourceFile(name, version, ...rest)
      : ts.createSourceFile(name, source, version);
  };
  const program = ts.createProgram([...sources.keys()], options, host);
  const problems = ts
    .getPreEmitDiagnostics(program)
    .map(
      ({ file, messageText }) =>
        `${sources.get(file?.fileName ?? '') ?? ''}\n${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
  assert.deepEqual(problems, []);
});

test('the Python of every call is Python', () => {
  const scripts = prepared.map(({ cell }) => writePython(read(cell)));
  for (const script of scripts) assert.match(script, /^client = (Azure)?OpenAI\(/m);
  // Where there is no interpreter, what it would read is at least there.
  if (!hasPython) return;
  const check = 'import ast, json, sys\nfor s in json.load(sys.stdin): ast.parse(s)';
  execFileSync('python3', ['-c', check], { input: JSON.stringify(scripts) });
});

describe('the curl of every call sends what the cell says', () => {
  let server: RawServer;
  before(async () => {
    server = await startRawServer((_request, response) => response.end('{}'));
  });
  after(() => server.close());

  test('through a shell, or through our own reading of it', async () => {
    const local = { name: 'Local', baseURL: `${server.origin}/v1` };
    const commands = prepared.map(({ cell }) => writeCurl(read(cell, local)));
    if (!hasCurl) {
      const { cells } = cellsFromCurl(commands.join('\n'), { active: local, all: [local] });
      assert.deepEqual(
        cells.map(shapeOfCell),
        prepared.map(({ cell }) => shapeOfCell(cell)),
      );
      return;
    }
    await runInShell(commands);
    assert.equal(server.requests.length, prepared.length);
    for (const [index, { title, cell }] of prepared.entries()) {
      const request = server.requests[index];
      assert.deepEqual(shapeOf(request), shapeOfCell(cell), `${title}\n${commands[index] ?? ''}`);
      assert.equal(request?.headers.authorization, 'Bearer the key');
    }
  });
});

async function runInShell(commands: readonly string[]): Promise<void> {
  const env = { ...process.env, OPENAI_API_KEY: 'the key' };
  await promisify(execFile)('sh', ['-ec', commands.join('\n').replace(/^curl /gm, 'curl -sS ')], { cwd: folder, env });
}

/** What is sent, apart from the order of the keys of JSON. */
function shapeOf(request: RawRequest | undefined): unknown {
  assert.ok(request);
  const { method, url, headers, body, bytes } = request;
  const type = headers['content-type'] ?? '';
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const base = { method, path: pathname.replace('/v1/', '/'), query: [...searchParams] };
  if (body === '') return base;
  if (!type.startsWith('multipart/')) return { ...base, json: JSON.parse(body) as unknown };
  return {
    ...base,
    form: parseMultipart(bytes, type).map(({ name, fileName, content }) => [
      name,
      fileName?.replaceAll('%22', '"') ?? content.toString(),
    ]),
  };
}

function shapeOfCell(text: string): unknown {
  const { method, target, body } = parseCell(text);
  const { pathname, searchParams } = new URL(target, 'http://localhost');
  const base = { method, path: pathname, query: [...searchParams] };
  if (!body) return base;
  if (body.kind === 'json') return { ...base, json: JSON.parse(body.text) as unknown };
  return { ...base, form: body.fields.map(({ name, value }) => [name, value]) };
}

test('every endpoint is a method of the official package', async () => {
  const { default: OpenAI } = await import('openai');
  const client = new OpenAI({ apiKey: 'sk-test' }) as unknown as Record<string, unknown>;
  for (const { name } of table.endpoints) {
    const method = name
      .split('.')
      .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], client);
    assert.equal(typeof method, 'function', name);
  }
});

const spoken =
  'POST /audio/speech\nX-Trace: {{env:TRACE}}\n\n{ "model": "tts-1", "voice": "nova", "input": "Tea for {{env:WHO}}\'s \\"two\\" ${x} `y`" }';

test('placeholders become what each language has for them', () => {
  const typeScript = writeTypeScript(read(spoken));
  assert.ok(typeScript.includes("input: `Tea for ${process.env.WHO ?? ''}\\'s \"two\" \\${x} \\`y\\``"), typeScript);
  assert.ok(typeScript.includes("{ headers: { 'X-Trace': process.env.TRACE ?? '' } }"), typeScript);
  assert.ok(writePython(read(spoken)).includes('"Tea for " + os.environ["WHO"] + "\'s \\"two\\" ${x} `y`"'));
  assert.ok(writePython(read(spoken)).includes('extra_headers={"X-Trace": os.environ["TRACE"]}'));
  const curl = writeCurl(read(spoken));
  assert.ok(curl.includes(`"input": "Tea for '"\${WHO}"''\\''s \\"two\\" \${x} \`y\`"`), curl);
  assert.match(curl, /--output speech\.mp3\n$/);
});

test('files are read where the code runs', () => {
  const cell =
    'POST /responses\n\n{ "model": "m", "input": "{{file:a.txt}}", "instructions": "data:{{base64:~/b.png}}" }';
  assert.match(writeTypeScript(read(cell)), /input: fs\.readFileSync\('a\.txt', 'utf8'\)/);
  assert.match(writeTypeScript(read(cell)), /`data:\$\{fs\.readFileSync\(os\.homedir\(\) \+ '\/b\.png', 'base64'\)\}`/);
  assert.match(writePython(read(cell)), /open\("a\.txt", encoding="utf-8"\)\.read\(\)/);
  assert.match(writePython(read(cell)), /base64\.b64encode\(open\(os\.path\.expanduser\("~\/b\.png"\), "rb"\)/);
  assert.match(writeCurl(read(cell)), /\$\(base64 < "\$HOME"'\/b\.png' \| tr -d '\\n'\)/);
});

test('an answer that is there is filled in, another one is a variable', () => {
  const cell =
    '# @name job\nPOST /fine_tuning/jobs\n\n{ "model": "m", "training_file": "{{upload.id}}", "seed": "{{last.seed}}" }';
  const known = read(cell, openAI, (expression) => ({ 'upload.id': 'file-1', 'last.seed': 7 })[expression]);
  assert.match(writeTypeScript(known), /^const job = await[^]*training_file: 'file-1', seed: 7/m);
  assert.match(writePython(read(cell)), /training_file=upload\.id, seed=last\.seed/);
  assert.match(writeCurl(read(cell)), /"training_file": "'"\$\{upload_id\}"'"/);
});

test('events are read one by one', () => {
  const cell = 'POST /responses\n\n{ "model": "m", "input": "Hi", "stream": true }';
  assert.match(writeTypeScript(read(cell)), /for await \(const event of response\) console\.log\(event\);/);
  assert.match(writePython(read(cell)), /stream=True\)\nfor event in response:\n {4}print\(event\)/);
  assert.match(writeCurl(read(cell)), /--no-buffer/);
});

test('the last parameter of a path comes by its place, numbers of a query are numbers', () => {
  const cell = 'GET /threads/t/runs/r/steps?limit=2&order=asc&include[]=a&include[]=b';
  const oneLine = (code: string) =>
    code
      .replace(/\s+/g, ' ')
      .replace(/,? ([)}])/g, '$1')
      .replace('( ', '(');
  const typeScript = "runs.steps.list('r', { thread_id: 't', limit: 2, order: 'asc', include: ['a', 'b']});";
  assert.ok(oneLine(writeTypeScript(read(cell))).includes(typeScript), writeTypeScript(read(cell)));
  const python = 'steps.list("r", thread_id="t", limit=2, order="asc", include=["a", "b"])';
  assert.ok(oneLine(writePython(read(cell))).includes(python), writePython(read(cell)));
});

test('what the SDK does not know is sent by its path, or as extra_body', () => {
  assert.match(
    writeTypeScript(read('POST /rerank\n\n{ "a": null }')),
    /client\.post\('\/rerank', \{ body: \{ a: null \} \}\)/,
  );
  assert.match(
    writePython(read('POST /rerank\n\n{ "a": null }')),
    /client\.post\("\/rerank", cast_to=httpx\.Response, body=\{"a": None\}\)/,
  );
  const unknown = 'POST /responses\n\n{ "model": "m", "input": "Hi", "top_k": 5 }';
  assert.match(writePython(read(unknown)), /extra_body=\{"top_k": 5\}/);
});

test('Azure has its own key, paths and client; the v1 API only its own address', () => {
  const cell = 'POST /chat/completions\n\n{ "model": "gpt-4o", "messages": [] }';
  const azure = { apiVersion: '2024-10-21', deployments: { 'gpt-4o': 'mine' } };
  const older = { name: 'Azure', baseURL: 'https://r.openai.azure.com/openai', azure };
  const curl = writeCurl(read(cell, older));
  assert.match(curl, /openai\/deployments\/mine\/chat\/completions\?api-version=2024-10-21'/);
  assert.match(curl, /-H "api-key: \$AZURE_OPENAI_API_KEY"/);
  assert.match(
    writeTypeScript(read(cell, older)),
    /new AzureOpenAI\(\{\n {2}baseURL: 'https:\/\/r\.openai\.azure\.com\/openai',\n {2}apiVersion: '2024-10-21'/,
  );
  assert.match(writePython(read(cell, older)), /AzureOpenAI\([^]*api_version="2024-10-21"[^]*model="mine"/);
  const v1 = { name: 'v1', baseURL: 'https://r.openai.azure.com/openai/v1', azure: {} };
  assert.match(writeTypeScript(read(cell, v1)), /new OpenAI\(\{[^]*apiKey: process\.env\.AZURE_OPENAI_API_KEY/);
});

test('nothing of a cell becomes code', () => {
  const evil = `'"; touch owned; \`touch owned\` $(touch owned) \${process.exit()}\\`;
  const cell = `POST /responses\nX-A: ${evil}\n\n${JSON.stringify({ model: evil, [evil]: evil, input: '{{a;b()}} {{env:A"B}}' })}`;
  const python = writePython(read(cell));
  if (hasPython) {
    const count = 'import ast, sys; print(sum(isinstance(n, ast.Call) for n in ast.walk(ast.parse(sys.stdin.read()))))';
    assert.equal(execFileSync('python3', ['-c', count], { input: python }).toString().trim(), '3');
  }
  const source = ts.createSourceFile('a.ts', writeTypeScript(read(cell)), ts.ScriptTarget.ES2022, true);
  let calls = 0;
  const visit = (node: ts.Node) => {
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) calls++;
    ts.forEachChild(node, visit);
  };
  visit(source);
  assert.equal(calls, 3);
  const { cells } = cellsFromCurl(writeCurl(read(cell)), { active: openAI, all: [openAI] });
  assert.deepEqual(shapeOfCell(cells[0] ?? ''), shapeOfCell(cell));
});

for (const [cell, sentence] of [
  ['WEBSOCKET /realtime?model=m', /Only requests of HTTP/],
  ['POST /responses\n\n{ "a": ', /not valid JSON/],
  ['GET https://example.com/v1/models', /not below the base URL/],
  ['# @profile None\nGET /models', /no profile None/],
  ['POST /files\n\nfile=@', /Which file/],
] as const) {
  test(`is refused with a sentence: ${cell}`, () => {
    assert.throws(() => read(cell), sentence);
  });
}
