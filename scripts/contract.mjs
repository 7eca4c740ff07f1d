// Sends every call of every method to a server that knows an OpenAPI specification and says what it rejects.
//   npm run test:contract -- SPECIFICATION
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { root } from './files.mjs';
import { rerunUnder, setup } from './setup.mjs';
import { Problem, main } from './steps.mjs';

/** How the official SDK writes arrays and objects into queries and forms, and so do we. */
const FORMATS = ['query-array', 'query-object', 'form-array', 'form-object'];

/** What is said of the client, and not of a request, is not forwarded. */
const HOP_HEADERS = ['host', 'connection', 'content-length', 'transfer-encoding', 'expect'];

const START_MS = 60_000;

await main(async () => {
  if (await rerunUnder(await setup())) return;
  const [specification] = process.argv.slice(2);
  if (specification === undefined || !existsSync(specification))
    throw new Problem('Say where the specification is:  npm run test:contract -- openapi.yaml');
  const { apiCalls } = await load('test/unit/openai/calls/index.ts');
  const contract = await startContractServer(resolve(specification));
  const count = { passed: 0, failed: 0 };
  const skipped = [];
  try {
    for (const apiCall of apiCalls) {
      if (apiCall.notInSpecification !== undefined) {
        skipped.push(apiCall);
        continue;
      }
      const faults = await judge(apiCall, contract.origin);
      count[faults.length === 0 ? 'passed' : 'failed']++;
      await say(apiCall, faults.length === 0 ? 'ok' : ['rejected', ...faults].join('\n    '));
    }
  } finally {
    await contract.close();
  }
  for (const apiCall of skipped) await say(apiCall, `not judged: ${apiCall.notInSpecification}`);
  console.log(`\n${count.passed} passed, ${count.failed} failed`);
  process.exitCode = count.failed > 0 || count.passed === 0 ? 1 : 0;
});

function load(file) {
  return import(pathToFileURL(join(root, file)).href);
}

async function say(apiCall, verdict) {
  const { titleOf } = await load('test/unit/openai/calls/call.ts');
  console.log(`${titleOf(apiCall)}: ${verdict}`);
}

/**
 * Makes a call and answers with what is wrong with its requests. The contract server judges them; its answers are random,
 * so the caller gets the prepared ones: a call of several requests goes its whole way.
 */
async function judge(apiCall, contractOrigin) {
  const [{ createClient }, { startRawServer }, { respondWith }] = await Promise.all([
    load('src/openai/client.ts'),
    load('test/support/rawServer.ts'),
    load('test/unit/openai/calls/answer.ts'),
  ]);
  const faults = [];
  let answered = 0;
  const server = await startRawServer(async (request, response) => {
    const answer = apiCall.answers[answered++] ?? apiCall.answers.at(-1);
    faults.push(...(await faultsOf(request, contractOrigin).catch((error) => [`It was not judged: ${error.message}`])));
    respondWith(answer, response);
  });
  try {
    const client = createClient({ baseURL: server.origin, apiKey: 'sk-test', maxRetries: 0, timeoutMs: 20_000 });
    await apiCall.call(client);
    if (answered === 0) faults.push('It sent nothing.');
  } catch (error) {
    faults.push(`It failed: ${error.message}`);
  } finally {
    await server.close();
  }
  return faults;
}

async function faultsOf({ method, url, headers, bytes }, contractOrigin) {
  const forwarded = Object.entries(headers).filter(([name]) => !HOP_HEADERS.includes(name));
  const body = bytes.length > 0 ? bytes : undefined;
  const response = await fetch(contractOrigin + url, { method, headers: forwarded, body });
  await response.body?.cancel();
  const said = (name) => response.headers.get(`x-steady-${name}`);
  if (said('request-valid') === 'true') return [];
  const where = `${method} ${url}: `;
  const count = Number(said('error-count'));
  if (!(count > 0)) return [`${where}${response.status}, and no reason`];
  const tell = (index) =>
    `${where}${['code', 'path', 'message'].map((part) => said(`error-${index}-${part}`)).join(' ')}`;
  return Array.from({ length: count }, (_, index) => tell(index + 1));
}

/** Starts `@stdy/cli` on a free port. */
async function startContractServer(specification) {
  const port = await freePort();
  const program = join(root, 'node_modules', '@stdy', 'cli', 'steady.js');
  const options = [
    ...['--host', '127.0.0.1', '--port', String(port), '--no-color', '--quiet', '--stream-count=1'],
    ...FORMATS.map((format) => `--validator-${format}-format=brackets`),
  ];
  const child = spawn(process.execPath, [program, ...options, specification], { stdio: ['ignore', 'pipe', 'pipe'] });
  const origin = `http://127.0.0.1:${port}`;
  let hasEnded = false;
  const closed = once(child, 'close').finally(() => (hasEnded = true));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  // What it prints when it is ready depends on its environment; that it answers does not.
  for (const deadline = Date.now() + START_MS; !(await answers(origin)); await wait(100)) {
    if (hasEnded || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Problem(`The contract server did not start.\n${output}`);
    }
  }
  return {
    origin,
    close: async () => {
      child.kill('SIGINT');
      await closed;
    },
  };
}

async function answers(origin) {
  try {
    await (await fetch(origin)).body?.cancel();
    return true;
  } catch {
    return false; // Not yet.
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
