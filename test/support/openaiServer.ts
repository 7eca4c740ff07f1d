import { once } from 'node:events';
import {
  createServer,
  request as sendOn,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { LLMock } from '@copilotkit/aimock';
import { ApiError, isObject, newId, type ApiAnswer, type ApiRequest, type Json } from './api/api.ts';
import { findPicture } from './api/images.ts';
import { acceptRealtime } from './api/realtime.ts';
import { createApi, type Api } from './apiServer.ts';
import { fixtures } from './fixtures.ts';
import { parseMultipart } from './multipart.ts';

/** A request as it arrived. */
export interface ReceivedRequest {
  method: string;
  /** Path and query. */
  path: string;
  headers: IncomingHttpHeaders;
  /** The JSON, the text fields of a form, or empty. */
  body: Json;
}

export interface OpenAIServer {
  /** The base URL, ending in /v1. */
  url: string;
  /** The same server as Azure OpenAI has it: a base URL ending in /openai, below which are deployments. */
  azureUrl: string;
  /** Everything that arrived, oldest first. */
  requests(): ReceivedRequest[];
  /** Lets an answer go on that waits for it: the first one that does, or the next that will. */
  goOn(): void;
  close(): Promise<void>;
}

export interface OpenAIServerOptions {
  port?: number;
  /** The only key it takes; without, it takes any and none. */
  apiKey?: string;
  /** Milliseconds between two chunks of an answer. */
  paceMs?: number;
}

/**
 * Starts a server of the whole OpenAI API on a loopback port, with this project's canned answers and its state in memory.
 * The scenes of the chat are played by aimock behind it.
 */
export async function startOpenAIServer(options: OpenAIServerOptions = {}): Promise<OpenAIServer> {
  const mock = new LLMock({ host: '127.0.0.1', port: 0, chunkSize: 12, latency: options.paceMs ?? 0 });
  mock.addFixtures(fixtures);
  await mock.start();
  const api = createApi();
  const received: ReceivedRequest[] = [];
  const gate = new Gate();
  const server = createServer((incoming, response) => {
    void serve(incoming, response, { api, received, options, gate, behind: mock.url }).catch((error: unknown) => {
      response.destroy(error as Error);
    });
  });
  server.keepAliveTimeout = 60_000;
  const sockets = new Set<Duplex>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A client may leave at any time.
    socket.on('error', () => socket.destroy());
  });
  server.on('upgrade', (request, socket, head) => {
    const isRealtime = request.url?.startsWith('/v1/realtime') ?? false;
    if (isRealtime && isAllowed(request.headers, options.apiKey)) acceptRealtime(request, socket, head);
    else socket.end(`HTTP/1.1 ${isRealtime ? '401 Unauthorized' : '404 Not Found'}\r\nconnection: close\r\n\r\n`);
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `${origin}/v1`,
    azureUrl: `${origin}/openai`,
    requests: () => received,
    goOn: () => gate.open(),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
      await mock.stop();
    },
  };
}

/** The entry of `parley.profiles` that talks to it and says so. */
export const demoProfile = (baseURL: string) => ({
  name: 'Offline demo',
  baseURL,
  api: 'responses',
  notice: 'offline demo: canned answers',
});

/** The entry of the same server as Azure OpenAI. */
export const azureDemoProfile = ({ azureUrl }: Pick<OpenAIServer, 'azureUrl'>) => ({
  name: 'Azure',
  baseURL: azureUrl,
  azure: { apiVersion: '2024-10-21' },
  notice: 'offline demo: canned answers',
});

/** Lets one through each time it is opened. */
class Gate {
  readonly #waiting: (() => void)[] = [];
  #ahead = 0;

  async pass(): Promise<void> {
    if (this.#ahead > 0) this.#ahead -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  open(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#ahead += 1;
  }
}

interface Serving {
  api: Api;
  received: ReceivedRequest[];
  options: OpenAIServerOptions;
  /** What is held waits here. */
  gate: Gate;
  /** URL of the server that plays the chat. */
  behind: string;
}

async function serve(incoming: IncomingMessage, response: ServerResponse, serving: Serving): Promise<void> {
  const { method = '', headers } = incoming;
  const url = new URL(incoming.url ?? '/', `http://${headers.host ?? '127.0.0.1'}`);
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const picture = findPicture(/^\/pictures\/(\w+)\.png$/.exec(url.pathname)?.[1] ?? '');
  if (picture) {
    response.writeHead(200, { 'content-type': 'image/png' }).end(picture);
    return;
  }
  response.setHeader('x-request-id', newId('req_'));
  response.setHeader('openai-processing-ms', '7');
  response.setHeader('openai-poll-after-ms', '300');
  response.setHeader('x-ratelimit-limit-requests', '500');
  response.setHeader('x-ratelimit-remaining-requests', '499');
  response.setHeader('x-ratelimit-reset-requests', '120ms');
  try {
    const { deployment, path } = placeOf(url.pathname);
    const { body, files } = read(bytes, headers);
    serving.received.push({ method, path: url.pathname + url.search, headers, body: { ...body } });
    if (!isAllowed(headers, serving.options.apiKey)) {
      throw new ApiError(401, 'Incorrect API key provided.', { code: 'invalid_api_key' });
    }
    if (deployment !== undefined) body.model = deployment;
    const request: ApiRequest = { method, path, query: url.searchParams, headers, body, files, origin: url.origin };
    const answer = serving.api.answer(request);
    if (answer) await write(response, deployment === undefined ? answer : filtered(answer), serving);
    else await forward(`${serving.behind}/v1${path}${url.search}`, { method, headers, bytes }, response);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    response
      .writeHead(error.status, { 'content-type': 'application/json' })
      .end(JSON.stringify({ error: error.error }));
  }
}

/** The path below /v1; those of Azure's deployments name a model. */
function placeOf(pathname: string): { path: string; deployment?: string } {
  const [, deployment, below] = /^\/openai\/deployments\/([^/]+)(\/.*)$/.exec(pathname) ?? [];
  if (deployment !== undefined && below !== undefined)
    return { path: below, deployment: decodeURIComponent(deployment) };
  const path = /^(?:\/openai)?\/v1(\/.*)$/.exec(pathname)?.[1] ?? /^\/openai(\/.*)$/.exec(pathname)?.[1];
  if (path === undefined) throw new ApiError(404, `Invalid URL (${pathname})`);
  return { path };
}

function isAllowed(headers: IncomingHttpHeaders, apiKey: string | undefined): boolean {
  return apiKey === undefined || headers.authorization === `Bearer ${apiKey}` || headers['api-key'] === apiKey;
}

function read(bytes: Buffer, headers: IncomingHttpHeaders): Pick<ApiRequest, 'body' | 'files'> {
  const type = headers['content-type'] ?? '';
  if (type.startsWith('multipart/form-data')) {
    const parts = parseMultipart(bytes, type);
    const fields = parts.filter(({ fileName }) => fileName === undefined);
    return {
      body: Object.fromEntries(fields.map(({ name, content }) => [name, content.toString('utf8')])),
      files: parts.filter(({ fileName }) => fileName !== undefined),
    };
  }
  if (bytes.length === 0) return { body: {}, files: [] };
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    if (isObject(value)) return { body: value, files: [] };
  } catch {
    // Said below, in the words of the API.
  }
  throw new ApiError(400, 'We could not parse the JSON body of your request.');
}

async function write(response: ServerResponse, answer: ApiAnswer, { gate, options }: Serving): Promise<void> {
  const { paceMs = 0 } = options;
  if ('json' in answer) {
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' }).end(JSON.stringify(answer.json));
  } else if ('bytes' in answer) {
    response.writeHead(200, { 'content-type': answer.type }).end(answer.bytes);
  } else {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const { event, data, held } of answer.events) {
      if (held) await gate.pass();
      if (response.destroyed) return;
      const name = event === undefined ? '' : `event: ${event}\n`;
      response.write(`${name}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`);
      if (paceMs > 0) await setTimeout(paceMs);
    }
    response.end();
  }
}

/** With the results of Azure's content filter. */
function filtered(answer: ApiAnswer): ApiAnswer {
  if (!('json' in answer) || !isObject(answer.json) || !Array.isArray(answer.json.choices)) return answer;
  const safe = { filtered: false, severity: 'safe' };
  const results = { hate: safe, self_harm: safe, sexual: safe, violence: safe };
  const choices = (answer.json.choices as Json[]).map((choice) => ({ ...choice, content_filter_results: results }));
  const prompt = [{ prompt_index: 0, content_filter_results: results }];
  return { ...answer, json: { ...answer.json, choices, prompt_filter_results: prompt } };
}

/** Brings a request to another server and its answer back, also one that breaks off. */
async function forward(
  url: string,
  { method, headers, bytes }: { method: string; headers: IncomingHttpHeaders; bytes: Buffer },
  response: ServerResponse,
): Promise<void> {
  const request = sendOn(url, { method, headers: { ...headers, host: new URL(url).host } });
  request.end(bytes);
  response.on('close', () => request.destroy());
  request.on('error', () => response.destroy());
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  response.writeHead(answer.statusCode ?? 502, answer.headers);
  answer.on('error', () => response.destroy());
  answer.pipe(response);
}
