import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { isObject } from '../../openai/isObject.ts';
import type { Fixture, FixtureExchange } from './fixture.ts';
import { parsedJson } from './wireEvents.ts';

/** In characters; a question is asked with what the editor shows, which differs. */
const LEAST_SHARED = 8;

export interface ReplayServer {
  /** Nobody else on this machine knows it. */
  baseURL: string;
  close(): Promise<void>;
}

/**
 * A server on loopback that answers with what a fixture holds. A request gets the answer to the same one, else to one whose
 * last question is the same, else the next with its method and path that was not given yet, else the last; that a key was
 * refused, only where nothing else is known. `paced` lets it take as long as it took then.
 */
export async function startReplay(fixture: Fixture, { paced }: { paced: boolean }): Promise<ReplayServer> {
  const exchanges = withoutRefusedKeys(fixture.exchanges);
  const root = `/${randomBytes(16).toString('hex')}/v1`;
  const given = new Set<FixtureExchange>();
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await textOf(request);
    const { port } = server.address() as AddressInfo;
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    // A page in a browser may reach this port under another name.
    if (!pathname.startsWith(`${root}/`) || request.headers.host !== `127.0.0.1:${port}`) {
      response.writeHead(404).end();
      return;
    }
    const path = pathname.slice(root.length);
    const found = choose(exchanges, given, { method: request.method ?? 'GET', path, body });
    if (found) await play(found, response, paced);
    else if (path === '/models') json(response, 200, { object: 'list', data: modelsOf(exchanges) });
    else
      json(response, 404, { error: { message: `No request to ${path} was recorded.`, type: 'invalid_request_error' } });
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    baseURL: `http://127.0.0.1:${port}${root}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
}

/** Whoever was refused for a key tried again with another; a replay has none to try. */
function withoutRefusedKeys(exchanges: readonly FixtureExchange[]): readonly FixtureExchange[] {
  const answered = new Set(
    exchanges.flatMap(({ status, method, path }) => (status === 401 ? [] : `${method} ${path}`)),
  );
  return exchanges.filter(({ status, method, path }) => status !== 401 || !answered.has(`${method} ${path}`));
}

/** Marks it as given. */
function choose(
  exchanges: readonly FixtureExchange[],
  given: Set<FixtureExchange>,
  { method, path, body }: { method: string; path: string; body: string },
): FixtureExchange | undefined {
  const fitting = exchanges.filter((exchange) => exchange.method === method && exchange.path === path);
  const fresh = fitting.filter((exchange) => !given.has(exchange));
  const same = (exchange: FixtureExchange) => exchange.request === body;
  const alike = closestIn(body);
  const chosen =
    fresh.find(same) ?? fitting.findLast(same) ?? alike(fresh) ?? alike(fitting) ?? fresh[0] ?? fitting.at(-1);
  if (chosen) given.add(chosen);
  return chosen;
}

/** Finds the exchange whose last question begins most like this one's, at the same step of its turn. */
function closestIn(body: string): (exchanges: readonly FixtureExchange[]) => FixtureExchange | undefined {
  const asked = questionOf(body);
  return (exchanges) => {
    let best: { exchange: FixtureExchange; shared: number } | undefined;
    for (const exchange of exchanges) {
      const theirs = typeof exchange.request === 'string' ? questionOf(exchange.request) : undefined;
      if (!asked || theirs?.step !== asked.step) continue;
      const shared = sharedLength(asked.text, theirs.text);
      if (shared >= LEAST_SHARED && shared > (best?.shared ?? 0)) best = { exchange, shared };
    }
    return best?.exchange;
  };
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

/** What the last message of the user says, and how many steps of a turn came after it: what is before may be another. */
function questionOf(body: string): { text: string; step: number } | undefined {
  const parsed = parsedJson(body);
  if (!isObject(parsed)) return undefined;
  const items = [parsed.messages ?? parsed.input].flat();
  const last = items.findLastIndex((item) => isObject(item) && item.role === 'user');
  const message: unknown = items[last];
  return isObject(message) ? { text: JSON.stringify(message.content), step: items.length - last } : undefined;
}

async function play(exchange: FixtureExchange, response: ServerResponse, paced: boolean): Promise<void> {
  const startMs = performance.now();
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const until = async (atMs: number) => {
    const leftMs = startMs + atMs - performance.now();
    if (paced && leftMs > 0) await sleep(leftMs, undefined, { signal: gone.signal });
  };
  await until(exchange.headersMs);
  response.writeHead(exchange.status, { ...exchange.headers });
  response.flushHeaders();
  for (const { atMs, text, base64 } of exchange.answer) {
    await until(atMs);
    if (!response.write(text ?? Buffer.from(base64 ?? '', 'base64'))) {
      await once(response, 'drain', { signal: gone.signal });
    }
  }
  if (exchange.cutOff) response.destroy();
  else response.end();
}

function modelsOf(exchanges: readonly FixtureExchange[]): object[] {
  const ids = new Set(exchanges.flatMap(({ model }) => model ?? []));
  return [...ids].map((id) => ({ id, object: 'model', created: 0, owned_by: 'fixture' }));
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
