import type { ServerResponse } from 'node:http';
import { createClient } from '../../src/openai/client.ts';
import { startRawServer, type RawRequest, type RawServer } from './rawServer.ts';

export interface WireEvent {
  type: string;
  sequence_number: number;
  [more: string]: unknown;
}

/** The events of a background response of this id: numbered, begun and completed. */
export function answerOf(
  id: string,
  inner: readonly ({ type: string } & Record<string, unknown>)[],
): readonly WireEvent[] {
  const response = { id, object: 'response', background: true, status: 'in_progress', output: [] };
  const all = [
    { type: 'response.created', response },
    { type: 'response.in_progress', response },
    ...inner,
    {
      type: 'response.completed',
      response: { ...response, status: 'completed', usage: { input_tokens: 5, output_tokens: 7 } },
    },
  ];
  return all.map((event, number) => ({ ...event, sequence_number: number }));
}

/** A message that comes word by word. */
export function messageOf(index: number, words: readonly string[]): ({ type: string } & Record<string, unknown>)[] {
  const at = { output_index: index, content_index: 0, item_id: `msg_${index}` };
  const item = { type: 'message', id: at.item_id, role: 'assistant' };
  const content = [{ type: 'output_text', text: words.join(''), annotations: [] }];
  return [
    { type: 'response.output_item.added', output_index: index, item: { ...item, content: [] } },
    ...words.map((delta) => ({ type: 'response.output_text.delta', ...at, delta })),
    { type: 'response.output_item.done', output_index: index, item: { ...item, content } },
  ];
}

/** A call that comes piece by piece. */
export function callOf(index: number, callId: string, name: string, pieces: readonly string[]) {
  const item = { type: 'function_call', id: `fc_${index}`, call_id: callId, name };
  return [
    { type: 'response.output_item.added', output_index: index, item: { ...item, arguments: '' } },
    ...pieces.map((delta) => ({ type: 'response.function_call_arguments.delta', output_index: index, delta })),
    { type: 'response.output_item.done', output_index: index, item: { ...item, arguments: pieces.join('') } },
  ];
}

/**
 * How many events a stream gives before it breaks or, with `hang`, falls silent; undefined: all. With `refuse`, the server
 * says that it has no background mode.
 */
export type Cut = number | { hang: number } | 'refuse' | undefined;

/** A server of background responses on loopback. Each POST begins the next answer; what it broke off, a GET goes on with. */
export interface BackgroundServer extends AsyncDisposable {
  client: ReturnType<typeof createClient>;
  server: RawServer;
  /** `POST /responses`, `GET /responses/a?…`, oldest first. */
  lines: () => string[];
  bodies: () => Record<string, unknown>[];
  /** From now on it knows none of its answers. */
  forget: () => void;
  /** Breaks the streams that have fallen silent. */
  breakSilent: () => void;
}

export async function startBackgroundServer(
  answers: readonly (readonly WireEvent[])[],
  cut: (request: RawRequest, number: number) => Cut = () => undefined,
): Promise<BackgroundServer> {
  let begun = 0;
  let forgotten = false;
  const silent = new Set<ServerResponse>();
  const server = await startRawServer((request, response) => {
    const { method, url } = request;
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    if (pathname.endsWith('/models')) return void response.end('{"data":[{"id":"gpt-5"}]}');
    if (pathname.endsWith('/cancel')) return void response.writeHead(200).end('{}');
    if (forgotten && method === 'GET')
      return void response.writeHead(404).end('{"error":{"message":"Response not found."}}');
    const where = cut(request, server.requests.length);
    if (where === 'refuse') return void response.writeHead(400).end(JSON.stringify({ error: refusal }));
    const id = pathname.split('/').at(-1);
    const idOf = ([first]: readonly WireEvent[]) => (first?.response as { id?: string } | undefined)?.id;
    const answer = method === 'POST' ? answers[begun++] : answers.find((each) => idOf(each) === id);
    const after = Number(searchParams.get('starting_after') ?? -1);
    const rest = (answer ?? []).filter(({ sequence_number }) => sequence_number > after);
    if (typeof where === 'object') silent.add(response.once('close', () => silent.delete(response)));
    send(response, rest, where);
  });
  return {
    client: createClient({ baseURL: `${server.origin}/v1`, maxRetries: 0 }),
    server,
    lines: () => server.requests.map(({ method, url }) => `${method} ${url.replace('/v1', '')}`),
    bodies: () =>
      server.requests.flatMap(({ body }) => (body === '' ? [] : [JSON.parse(body) as Record<string, unknown>])),
    forget: () => (forgotten = true),
    breakSilent: () => silent.forEach((response) => response.destroy()),
    [Symbol.asyncDispose]: () => server.close(),
  };
}

const refusal = { message: "Unknown parameter: 'background'.", type: 'invalid_request_error', param: 'background' };

function send(response: ServerResponse, events: readonly WireEvent[], cut: Exclude<Cut, 'refuse'>): void {
  const count = typeof cut === 'object' ? cut.hang : cut;
  const body = events.slice(0, count).map((event) => `data: ${JSON.stringify(event)}\n\n`);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  if (count === undefined) response.end(body.join(''));
  else response.write(body.join('') || ': nothing yet\n\n', () => typeof cut === 'number' && response.destroy());
}
