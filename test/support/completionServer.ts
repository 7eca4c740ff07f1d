import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { startHttpServer } from './httpServer.ts';

/** A request for a completion of code, in a chat or by the older completions. */
export interface CompletionRequest {
  path: '/v1/chat/completions' | '/v1/completions';
  body: {
    model: string;
    prompt?: string;
    suffix?: string;
    messages?: { role: string; content: string }[];
    [parameter: string]: unknown;
  };
  /** Resolves when the connection is closed, by whomever. */
  closed: Promise<unknown>;
}

export interface CompletionServer extends AsyncDisposable {
  /** Ends in /v1. */
  url: string;
  requests: CompletionRequest[];
  /** What goes in at the caret; a number is a status that fails, undefined is no answer at all. */
  answer: (request: CompletionRequest) => string | number | undefined;
  /** What failures say; empty: their status. */
  failureText: string;
  /** Headers of failures. */
  failureHeaders: Record<string, string>;
  models: string[];
  /** Of the answer: 1000 input tokens at the price of the model. */
  usage: { prompt_tokens: number; completion_tokens: number };
}

/** A server on loopback that completes code. It has no older completions until `answer` has them. */
export async function startCompletionServer(): Promise<CompletionServer> {
  const http = await startHttpServer((request, response) => void serve(server, request, response));
  const server: CompletionServer = {
    url: `${http.origin}/v1`,
    requests: [],
    answer: ({ path }) => (path === '/v1/completions' ? 404 : ''),
    failureText: '',
    failureHeaders: {},
    models: ['gpt-4.1', 'gpt-4.1-nano'],
    usage: { prompt_tokens: 1000, completion_tokens: 10 },
    [Symbol.asyncDispose]: () => http[Symbol.asyncDispose](),
  };
  return server;
}

/** The text before and after the caret, as the request has it. */
export function caretOf({ body }: CompletionRequest): { before: string; after: string } {
  if (body.prompt !== undefined) return { before: body.prompt, after: body.suffix ?? '' };
  const [head = '', after = ''] = (body.messages?.at(-1)?.content ?? '').split('<caret/>');
  return { before: head.slice(head.indexOf('\n\n') + 2), after };
}

async function serve(server: CompletionServer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { url = '' } = request;
  if (url.endsWith('/models')) {
    json(response, { data: server.models.map((id) => ({ id })) });
    return;
  }
  let text = '';
  request.setEncoding('utf8').on('data', (part: string) => (text += part));
  await once(request, 'end');
  const received = {
    path: url as CompletionRequest['path'],
    body: JSON.parse(text) as CompletionRequest['body'],
    closed: once(response, 'close'),
  };
  server.requests.push(received);
  const answer = server.answer(received);
  if (answer === undefined) return;
  if (typeof answer === 'number') {
    response.writeHead(answer, { 'content-type': 'application/json', ...server.failureHeaders });
    response.end(JSON.stringify({ error: { message: server.failureText || `Status ${answer}.`, code: null } }));
  } else if (url.endsWith('/chat/completions')) stream(response, answer, server.usage);
  else json(response, { choices: [{ index: 0, text: answer, finish_reason: 'stop' }], usage: server.usage });
}

function json(response: ServerResponse, value: object): void {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
}

function stream(response: ServerResponse, content: string, usage: object): void {
  const send = (choices: object[], more: object = {}) =>
    response.write(`data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', choices, ...more })}\n\n`);
  response.setHeader('content-type', 'text/event-stream');
  send([{ index: 0, delta: { content } }]);
  send([{ index: 0, delta: {}, finish_reason: 'stop' }]);
  send([], { usage });
  response.end('data: [DONE]\n\n');
}
