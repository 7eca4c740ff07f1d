// Runs every curl command of text files with bash and curl against a server on loopback, sends the same text pasted as a
// cell there too, and compares what arrives.
//   npm run test:curl -- DIRECTORY
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual, promisify } from 'node:util';
import { root } from './files.mjs';
import { rerunUnder, setup } from './setup.mjs';
import { Problem, main } from './steps.mjs';

const ENVIRONMENT = { OPENAI_API_KEY: 'sk-test', AZURE_API_KEY: 'azure', INSTRUCTIONS: 'Two cats' };

await main(async () => {
  if (await rerunUnder(await setup())) return;
  const [directory] = process.argv.slice(2);
  if (directory === undefined) throw new Problem('Say where the texts are:  npm run test:curl -- DIRECTORY');
  const folder = mkdtempSync(join(tmpdir(), 'parley-curl-'));
  Object.assign(process.env, ENVIRONMENT, { HOME: folder });
  const { startRawServer } = await load('test/support/rawServer.ts');
  const server = await startRawServer((_request, response) => response.end('{}'));
  const count = { passed: 0, failed: 0 };
  const refused = [];
  try {
    const names = readdirSync(resolve(directory)).filter((name) => name.endsWith('.txt'));
    for (const name of names) {
      const text = readFileSync(join(resolve(directory), name), 'utf8')
        .replaceAll('/path/to/', `${folder}/path/to/`)
        .replace(/https:\/\/\[resource\][\w.]*/g, server.origin);
      for (const command of commandsOf(text)) {
        makeFiles(command, folder);
        const title = `${name}: ${command.slice(command.indexOf('curl')).replace(/\s+/g, ' ').slice(0, 90)}`;
        const verdict = await compare(command, server, folder);
        if (verdict.refused) refused.push(`${title}\n    ${verdict.refused}`);
        count[verdict.faults.length === 0 ? 'passed' : 'failed']++;
        console.log(`${verdict.faults.length === 0 ? 'ok' : 'FAILED'} ${title}`);
        for (const fault of verdict.faults) console.log(`    ${fault}`);
      }
    }
  } finally {
    await server.close();
    rmSync(folder, { recursive: true });
  }
  if (refused.length > 0) console.log(`\nRefused by curl as written:\n${refused.join('\n')}`);
  console.log(`\n${count.passed} passed, ${count.failed} failed`);
  process.exitCode = count.failed > 0 || count.passed === 0 ? 1 : 0;
});

function load(file) {
  return import(pathToFileURL(join(root, file)).href);
}

/** The commands of a text as a person copies them: from `curl` to where its quotes and backslashes end, with its variables. */
function commandsOf(text) {
  const lines = text.split('\n');
  const commands = [];
  for (let index = 0; index < lines.length; index++) {
    const start = lines[index].search(/(?<![\w/])curl\s+(-|["']?https?:)/);
    if (start < 0) continue;
    let command = lines[index].slice(start);
    while (isOpen(command) && index + 1 < lines.length) command += `\n${lines[++index]}`;
    const variables = [...new Set([...command.matchAll(/\$\{?(\w+)/g)].map(([, name]) => name))];
    const before = lines.slice(0, index + 1).join('\n');
    const assignments = variables.flatMap((name) => new RegExp(`\\b${name}=\\$\\([^)]*\\)`).exec(before)?.[0] ?? []);
    commands.push([...assignments, command].join('\n'));
  }
  return commands;
}

function isOpen(command) {
  const rest = command.replace(/\\[^\n]|'[^']*'|"(?:\\.|[^"\\])*"/gs, '');
  return /['"]/.test(rest) || /\\\s*$/.test(rest);
}

/** Repaired as a person would: line breaks where a page has lost them, quotes around a URL with an &. */
function forBash(command, origin) {
  return command
    .replace(/\\ +(?=--?\w)/g, '\\\n')
    .replace(/\s\|\s(jq|base64)\b[^]*$/, '')
    .replace(/\scurl (https?:\S*&\S*)|^curl (https?:\S*&\S*)/m, (found, one, two) =>
      found.replace(one ?? two, `'${one ?? two}'`),
    )
    .replaceAll('https://api.openai.com', origin)
    .replace(/(^|\n)curl /, '$1curl -sS ');
}

function makeFiles(command, folder) {
  for (const [path] of command.matchAll(/[\w~${}./-]+\.(mp3|wav|png|jsonl|jpg)/g)) {
    const real = path.replace(/^(~|\$\{?HOME\}?)/, folder);
    const file = real.startsWith('/') ? real : join(folder, real);
    if (!file.startsWith(folder)) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `{"of": "${path.length}"}\n`);
  }
}

async function compare(command, server, folder) {
  const script = forBash(command, server.origin);
  const run = (text) => promisify(execFile)('bash', ['-ec', text], { cwd: folder }).then(() => undefined, reasonOf);
  const reason = await run(script);
  const isRefused =
    reason !== undefined && (await run(script.replace('curl -sS ', 'curl -sS --globoff '))) !== undefined;
  const expected = isRefused ? undefined : server.requests.at(-1);
  const { problem } = await sendCell(command, server, folder);
  const refused = reason && `${reason}; the cell: ${problem ?? 'sent'}`;
  // What curl does not send as it is written, a cell may refuse too.
  if (problem !== undefined) return { refused, faults: reason === undefined ? [problem] : [] };
  if (!expected) return { refused, faults: ['curl refuses it, and the cell was sent.'] };
  return { refused, faults: await differences(expected, server.requests.at(-1)) };
}

function reasonOf(error) {
  const lines = String(error.stderr || error.message)
    .trim()
    .split('\n');
  return lines.find((line) => line.startsWith('curl:')) ?? lines.at(-1);
}

/** Pastes the command and sends the cell; answers with what is wrong with it. */
async function sendCell(command, { origin }, folder) {
  const [{ cellsFromCurl }, { parseCell }, { resolveCell }, { openFile, readText }, { createClient }] =
    await Promise.all([
      load('src/ui/notebook/curl/cellsFromCurl.ts'),
      load('src/ui/notebook/cell.ts'),
      load('src/ui/notebook/resolveCell.ts'),
      load('src/ui/notebook/readFile.ts'),
      load('src/openai/client.ts'),
    ]);
  const active = { name: 'OpenAI', baseURL: `${origin}/v1` };
  const all = [active, { name: 'Azure', baseURL: `${origin}/openai` }];
  const files = { folder, folders: [folder], confirm: () => Promise.resolve(true), confirmed: new Set() };
  const values = {
    env: ({ name }) => Promise.resolve(process.env[name]),
    file: ({ path }) => readText(path, files),
    base64: ({ path }) => readText(path, files, { base64: true }),
    answer: () => Promise.reject(new Error('There is no answer to refer to.')),
  };
  try {
    const { cells } = cellsFromCurl(command, { active, all });
    if (cells.length !== 1) return { problem: `${cells.length} cells` };
    const scope = {
      profiles: { all, active: () => active },
      resolve: (placeholder) => values[placeholder.kind](placeholder),
      openFile: (path) => openFile(path, files),
    };
    const { profile, method, path, query, headers, body, form } = await resolveCell(parseCell(cells[0]), scope);
    const client = createClient({ baseURL: profile.baseURL, apiKey: 'sk-test', maxRetries: 0 });
    await (await client.request({ method, path, query, headers, body, form })).text();
    return {};
  } catch (error) {
    return { problem: error.message };
  }
}

async function differences(expected, actual) {
  const [one, two] = await Promise.all([shapeOf(expected), shapeOf(actual)]);
  return Object.keys(one)
    .filter((key) => !isDeepStrictEqual(one[key], two[key]))
    .map((key) => `${key}: curl ${JSON.stringify(one[key])}, cell ${JSON.stringify(two[key])}`);
}

async function shapeOf({ method, url, headers, body, bytes }) {
  const { parseMultipart } = await load('test/support/multipart.ts');
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const type = body === '' ? '' : (headers['content-type'] ?? '');
  const isForm = type.startsWith('multipart/');
  const special = Object.entries(headers).filter(([name]) => /^(openai-|x-(?!stainless))/.test(name));
  return {
    method,
    path: decodeURIComponent(pathname),
    query: [...searchParams],
    type: type.split(';')[0],
    headers: special,
    body: isForm
      ? parseMultipart(bytes, type).map(({ name, fileName, content }) => [name, fileName, content.toString()])
      : type.includes('json')
        ? JSON.parse(body)
        : body,
  };
}
