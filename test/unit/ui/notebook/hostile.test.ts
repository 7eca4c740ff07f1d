import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Profile } from '../../../../src/editor/profile.ts';
import { createClient } from '../../../../src/openai/client.ts';
import type { CellResult } from '../../../../src/protocol/cellResult.ts';
import { parseCell } from '../../../../src/ui/notebook/cell.ts';
import { textPieces } from '../../../../src/ui/notebook/copyAs/value.ts';
import { cellsFromCurl } from '../../../../src/ui/notebook/curl/cellsFromCurl.ts';
import { formatMarkdown, parseMarkdown } from '../../../../src/ui/notebook/markdownCells.ts';
import { splitPlaceholders } from '../../../../src/ui/notebook/placeholders.ts';
import { runCell, type RunContext } from '../../../../src/ui/notebook/runCell.ts';
import { startRawServer, type RawServer, type Respond } from '../../../support/rawServer.ts';

const key = 'd41d8cd98f00b204e9800998ecf8427e';
let folder = '';
before(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'parley-hostile-')));
  await mkdir(path.join(folder, 'workspace', 'sub'), { recursive: true });
  await writeFile(path.join(folder, 'outside.txt'), 'outside');
  await writeFile(path.join(folder, 'workspace', '.ENV'), 'A=1');
  await writeFile(path.join(folder, 'workspace', 'odd"\r\nx: y".txt'), 'odd');
  await symlink(folder, path.join(folder, 'workspace', 'up'));
  await symlink('/dev/zero', path.join(folder, 'workspace', 'zero'));
  execFileSync('mkfifo', [path.join(folder, 'workspace', 'pipe')]);
});
after(() => rm(folder, { recursive: true }));

interface Setup extends AsyncDisposable {
  server: RawServer;
  shown: CellResult[];
  questions: string[];
  run(text: string): ReturnType<typeof runCell>;
}

async function setUp(respond: Respond, change: Partial<RunContext> = {}): Promise<Setup> {
  const server = await startRawServer(respond);
  const active: Profile = { name: 'Local', baseURL: `${server.origin}/v1` };
  const [shown, questions]: [CellResult[], string[]] = [[], []];
  const values = new Map<string, unknown>();
  const context: RunContext = {
    assertMayRun: () => undefined,
    profiles: { all: [active], active: () => active },
    client: ({ baseURL }) => Promise.resolve(createClient({ baseURL, apiKey: key, maxRetries: 0 })),
    values,
    environment: {},
    files: {
      folder: path.join(folder, 'workspace'),
      folders: [path.join(folder, 'workspace')],
      confirmed: new Set(),
      confirm: (file) => Promise.resolve(questions.push(file.path) < 0),
    },
    loadImage: () => Promise.resolve(undefined),
    confirm: ({ message }) => Promise.resolve(questions.push(message) < 0),
    show: (result) => void shown.push(result),
    onSecret: () => undefined,
    hidden: () => [key],
    signal: new AbortController().signal,
    ...change,
  };
  const run = async (text: string) => {
    const done = await runCell(text, context);
    if (done.answer && done.name !== undefined) values.set(done.name, done.answer.value);
    return done;
  };
  return { server, shown, questions, run, [Symbol.asyncDispose]: () => server.close() };
}

const json =
  (value: unknown): Respond =>
  (_request, response) =>
    response
      .setHeader('content-type', 'application/json')
      .end(typeof value === 'string' ? value : JSON.stringify(value));
const textOf = ({ parts }: CellResult) => parts.map((part) => ('text' in part ? part.text : '')).join('\n');

describe('a hostile notebook', () => {
  for (const written of ['zero', 'pipe', 'sub', 'up', '.', '/dev/zero', '/dev/stdin', '/proc/self/fd']) {
    it(`reads no ${written}: it is no file`, async () => {
      await using setup = await setUp(json({}));
      for (const cell of [`POST /a\n\n{ "a": "{{file:${written}}}" }`, `POST /a\n\na=@${written}`]) {
        assert.equal((await setup.run(cell)).result.state, 'failed');
      }
      assert.equal(setup.server.requests.length, 0);
    });
  }

  it('sends no file from elsewhere without a question, however its path is written', async () => {
    await using setup = await setUp(json({}));
    const outside = path.join(folder, 'outside.txt');
    const asked = ['../outside.txt', 'sub/../../outside.txt', 'up/outside.txt', outside, '/proc/self/environ', '.ENV'];
    for (const written of asked) {
      const { result } = await setup.run(`POST /a\n\n{ "a": "{{base64:${written}}}" }`);
      assert.match(textOf(result), /was not allowed to be sent/, written);
    }
    assert.equal(setup.questions.length, asked.length);
    for (const written of ['\\\\server\\share', '//server/share', 'file:///etc/passwd', 'a\u0000b', 'http://a/']) {
      const { result } = await setup.run(`POST /a\n\na=@${written}`);
      assert.match(textOf(result), /another machine|not a URI|control characters/, written);
    }
    assert.equal(setup.questions.length, asked.length);
    assert.equal(setup.server.requests.length, 0);
  });

  it('sends no variable of the environment without a question, and asks once', async () => {
    let answers = false;
    const questions: string[] = [];
    await using setup = await setUp(json({}), {
      environment: { AWS_SECRET_ACCESS_KEY: 'very-secret-value' },
      confirm: ({ message }) => Promise.resolve(questions.push(message) > 0 && answers),
    });
    const cell =
      'POST /responses\n\n{ "tools": [{ "server_url": "https://a.example/{{env:AWS_SECRET_ACCESS_KEY}}" }] }';
    assert.match(textOf((await setup.run(cell)).result), /was not allowed to be sent/);
    assert.equal(setup.server.requests.length, 0);
    answers = true;
    for (let times = 0; times < 2; times++) assert.equal((await setup.run(cell)).result.state, 'done');
    assert.deepEqual(questions, Array<string>(2).fill('Send the value of AWS_SECRET_ACCESS_KEY?'));
    for (const name of ['__proto__', 'constructor', 'toString']) {
      assert.match(textOf((await setup.run(`GET /a?x={{env:${name}}}`)).result), /has no variable/, name);
    }
  });

  it('asks no other server, however its address is written', async () => {
    await using setup = await setUp(json({}));
    await using other = await startRawServer(json({}));
    const { host } = new URL(setup.server.origin);
    const elsewhere = new URL(other.origin).host;
    for (const target of [
      `${other.origin}/v1/models`,
      `http://${host}@${elsewhere}/v1/models`,
      `http://user:pass@${host}/v1/models`,
      `http://${host}.evil.example/v1/models`,
      `https://${host}/v1/models`,
      `//${elsewhere}/v1/models`,
      `/\\${elsewhere}/v1/models`,
      `/../../${elsewhere}`,
      '/%2e%2e/admin',
      '/files/%252e%252e%252fadmin',
      `http://${host}/v1/../admin`,
      `http://${host}/v10/models`,
      `/models\u0000`,
      '/models%0d%0aX-A:%201',
    ]) {
      const { result } = await setup.run(`GET ${target}`);
      const urls = setup.server.requests.map(({ url }) => url);
      const isBelow = urls.every((url) => url.startsWith('/v1/') && !/\.\.|\r|\n/.test(url));
      assert.ok(isBelow, `${target}: ${urls.join()}`);
      // What is encoded is a name like any other, of the server itself.
      const isEncoded = ['\\', '\u0000', '%0d'].some((one) => target.includes(one));
      assert.equal(result.state, isEncoded ? 'done' : 'failed', target);
    }
    assert.equal(other.connections(), 0);
  });

  it('has no header of the client replaced, and none smuggled in', async () => {
    await using setup = await setUp(
      json({ crlf: 'a\r\nX-Smuggled: 1', quote: '"; filename="x', up: '../../admin', q: '?a=b#c' }),
    );
    await setup.run('# @name evil\nGET /a');
    assert.equal((await setup.run('GET /a\nX-A: {{evil.crlf}}')).result.state, 'failed');
    for (const name of [
      'Host',
      'Content-Length',
      'Transfer-Encoding',
      'Connection',
      'Authorization',
      'api-key',
      'Cookie',
    ]) {
      const { result } = await setup.run(`POST /a\n${name}: evil\n\n{ "a": 1 }`);
      assert.equal(result.state, 'done', name);
      assert.notEqual(setup.server.requests.at(-1)?.headers[name.toLowerCase()], 'evil', name);
    }
    const { result } = await setup.run('GET /a\nconstructor: 1\n__proto__: 2');
    assert.deepEqual(result.notes, []);
    await setup.run('GET /files/a/{{evil.q}}/{{evil.crlf}}?x={{evil.crlf}}&y={{evil.q}}');
    assert.equal(
      setup.server.requests.at(-1)?.url,
      '/v1/files/a/%3Fa=b%23c/a%0D%0AX-Smuggled:%201?x=a%0D%0AX-Smuggled%3A+1&y=%3Fa%3Db%23c',
    );
    for (const name of ['up', '__proto__', 'constructor', 'toString', 'up.length', 'up.constructor']) {
      assert.equal((await setup.run(`GET /a/{{evil.${name}}}`)).result.state, 'failed', name);
    }
    assert.ok(setup.server.requests.every(({ headers }) => headers['x-smuggled'] === undefined));
  });

  it('cannot leave a field of a form, by its name, its value or the name of a file', async () => {
    await using setup = await setUp(
      json({ value: 'a\r\n--x\r\nContent-Disposition: form-data; name="owned"\r\n\r\n1' }),
    );
    await setup.run('# @name evil\nGET /a');
    const { result } = await setup.run('POST /files\n\na";filename="b={{evil.value}}\npurpose=user_data');
    assert.equal(result.state, 'done');
    const { body = '', headers } = setup.server.requests.at(-1) ?? {};
    const boundary = /boundary=(.+)$/.exec(headers?.['content-type'] ?? '')?.[1]?.replaceAll('"', '');
    assert.ok(boundary);
    const names = body
      .split(`--${boundary}`)
      .flatMap((part) => part.split('\r\n\r\n', 1))
      .flatMap((head) => (head.trim() === '' ? [] : [head.trim()]));
    assert.deepEqual(names, [
      'Content-Disposition: form-data; name="a%22;filename"',
      'Content-Disposition: form-data; name="purpose"',
      '--',
    ]);
  });
});

/** Longer inputs take longer in proportion, and not with the square of their length. */
describe('a pathological input is read in time', () => {
  const servers = { active: { name: 'x', baseURL: 'http://a/' }, all: [] };
  const curl = (text: string) => {
    try {
      cellsFromCurl(text, servers);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
    }
  };
  const changed = (text: string) => {
    const file = parseMarkdown(text);
    formatMarkdown({ ...file, cells: file.cells.map((cell) => ({ ...cell, text: `${cell.text}x` })) });
  };
  const pieces = (text: string) => textPieces(text, () => undefined);
  const cases: readonly [
    what: string,
    read: (text: string) => unknown,
    begin: string,
    repeated: string,
    end?: string,
  ][] = [
    ['a target', parseCell, 'GET /a', ' ', 'x'],
    ['a header', parseCell, 'GET /a\nb: c', '\t', 'x'],
    ['a field', parseCell, 'POST /a\n\nb=c', ' ', 'x'],
    ['a directive', parseCell, '# @name a', ' ', 'x'],
    ['many lines', parseCell, 'GET /a\n', 'b: c\n'],
    ['a placeholder', splitPlaceholders, '{{env:', ' '],
    ['many placeholders', splitPlaceholders, '', '{{file:a'],
    ['a placeholder to copy', pieces, '{{env:', ' ', '\n'],
    ['fences', changed, '', '```http\n'],
    ['cells', changed, '', '```http\nGET /a\n```\n'],
    ['backticks', changed, '', '`', 'x'],
    ['a path of curl', curl, '', '~/'],
    ['commands on a line', curl, '', 'curl -d ', '"'],
    ['commands with open quotes', curl, '', 'curl http://a/ -d “x\n'],
    ['commands', curl, 'A=1\n', 'curl http://a/b\n'],
    ['variables', curl, '', 'A=b ', '\ncurl http://a/b'],
    ['a long word', curl, '', 'a', '\ncurl http://a/b'],
    ['a blank header', curl, 'curl http://a/b -H "', ' ', 'x"'],
    ['open substitutions', curl, 'curl http://a/b -d "', '$('],
    ['a here document', curl, 'curl http://a/b -d "$(cat <<E\n', '\n', 'x\nE\n)"'],
  ];
  for (const [what, read, begin, repeated, end = ''] of cases) {
    it(what, () => {
      const measure = (characters: number) => {
        const text = begin + repeated.repeat(characters / repeated.length) + end;
        return Math.min(
          ...[0, 1].map(() => {
            const startedAt = performance.now();
            read(text);
            return performance.now() - startedAt;
          }),
        );
      };
      measure(1_000);
      const [short, long] = [measure(10_000), measure(80_000)];
      assert.ok(long < 40 * short + 500, `${short} ms, then ${long} ms`);
    });
  }

  it('a file of 10 MB and 10,000 cells stays as it is', () => {
    const cell = `\`\`\`http\nPOST /a\n\n{ "a": "${'x'.repeat(1_000)}" }\n\`\`\`\n\n`;
    const text = cell.repeat(10_000);
    const file = parseMarkdown(text);
    assert.equal(file.cells.length, 10_000);
    assert.equal(formatMarkdown(file), text);
  });
});

describe('a hostile answer', () => {
  it('shows no key, of whatever form, and no beginning of one where a text is cut', async () => {
    const token = `${'ab12'.repeat(20)}!`;
    const hex = '0123456789abcdef'.repeat(5);
    const value = {
      key,
      nested: [{ [key]: `it is ${key}.` }],
      padded: `${hex}${'A'.repeat(500)}`,
      base64: `${hex}${'A'.repeat(2000)}`,
      data: [{ id: `${'x '.repeat(90)}${token}` }],
    };
    const known = [key];
    await using setup = await setUp(json(value), {
      environment: { TOKEN: token, HEX: hex },
      onSecret: (secret) => known.push(secret),
      hidden: () => known,
      confirm: () => Promise.resolve(true),
    });
    await setup.run('POST /a\n\n{ "input": ["{{env:TOKEN}}", "{{env:HEX}}"] }');
    await setup.run('POST /b\n\n{ "a": "{{env:HEX}}" }');
    const all = JSON.stringify(setup.shown);
    for (const secret of [key, token.slice(0, 16), hex.slice(0, 16)]) assert.ok(!all.includes(secret), secret);
  });

  it('is shown in part where it is too deep or too much', async () => {
    const levels = 10_000;
    for (const [what, body] of [
      ['lists', '['.repeat(levels) + ']'.repeat(levels)],
      ['objects', `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`],
      ['a tool', `{"output":[{"type":"mcp_call","arguments":${'['.repeat(levels)}${']'.repeat(levels)}}]}`],
      [
        'items',
        JSON.stringify({
          object: 'list',
          data: Array.from({ length: 40_000 }, (_, id) => ({ id: `m${id}`, object: 'model' })),
        }),
      ],
      ['wide lists', JSON.stringify(Array.from({ length: 400 }, () => Array.from({ length: 400 }, () => 'x')))],
      ['a wide object', JSON.stringify(Object.fromEntries(Array.from({ length: 40_000 }, (_, id) => [`n${id}`, id])))],
      [
        'messages',
        JSON.stringify({ output: Array.from({ length: 40_000 }, () => ({ type: 'message', content: 'x' })) }),
      ],
      ['a long text', JSON.stringify({ output: [{ type: 'function_call', arguments: 'x y'.repeat(1_500_000) }] })],
      ['choices', JSON.stringify({ choices: Array.from({ length: 40_000 }, () => ({ text: 'x' })) })],
      [
        'categories',
        JSON.stringify({
          results: [{ category_scores: Object.fromEntries(Array.from({ length: 40_000 }, (_, id) => [`c${id}`, 0])) }],
        }),
      ],
    ] as const) {
      await using setup = await setUp(json(body));
      const { result } = await setup.run('GET /a');
      const size = JSON.stringify(result).length;
      assert.equal(result.state, 'done', `${what}: ${textOf(result)}`);
      assert.ok(size < (what === 'a long text' ? 4_000_000 : 400_000), `${what}: ${size} characters`);
      assert.ok(result.parts.length < 310, what);
    }
  });

  it('has at most ten of its addresses fetched', async () => {
    let fetched = 0;
    const data = Array.from({ length: 5_000 }, (_, id) => ({ url: `https://a.example/${id}` }));
    await using setup = await setUp(json({ data }), {
      loadImage: () => {
        fetched++;
        return Promise.resolve(undefined);
      },
    });
    assert.equal((await setup.run('POST /images/generations\n\n{ "prompt": "x" }')).result.state, 'done');
    assert.equal(fetched, 10);
  });

  it('shows as an image only what is one by its bytes', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>').toString('base64');
    const html = Buffer.from('<html><script>alert(1)</script>').toString('base64');
    await using setup = await setUp(
      json({ data: [{ b64_json: svg }, { b64_json: html }, { b64_json: 'iVBORw0KGgo<script>' }] }),
    );
    const { result } = await setup.run('POST /images/generations\n\n{ "prompt": "x" }');
    assert.equal(result.parts.filter(({ kind }) => kind === 'image').length, 0);
    await using file = await setUp((_request, response) =>
      response.setHeader('content-type', 'image/svg+xml').end('<svg onload="alert(1)"/>'),
    );
    const { parts } = (await file.run('GET /files/a/content')).result;
    assert.deepEqual(
      parts.map(({ kind }) => kind),
      ['text'],
    );
  });

  it('that says it has more than can be held is not read', async () => {
    await using setup = await setUp((_request, response) =>
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 2 ** 30 }).write('{'),
    );
    const { result } = await setup.run('GET /a');
    assert.match(textOf(result), /larger than 268/);
  });

  it('that does not end can be cancelled', async () => {
    for (const type of ['text/event-stream', 'application/json']) {
      const controller = new AbortController();
      await using setup = await setUp(
        (_request, response) => {
          response.writeHead(200, { 'content-type': type });
          const chunk = 'data: {"choices":[{"index":0,"delta":{"content":"x"}}]}\n\n'.repeat(100);
          let count = 0;
          const more = () => {
            if (++count === 50) controller.abort();
            if (!response.destroyed) response.write(chunk, () => setImmediate(more));
          };
          more();
        },
        { signal: controller.signal },
      );
      assert.equal((await setup.run('GET /a')).result.state, 'cancelled');
    }
  });
});
