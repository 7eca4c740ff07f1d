// Answers as fast as it can, in a process of its own: prints its origin, ends with its parent.
// The model's name says what to send: `text-20000`, `tools-3`, `paced-150` (50 a second).
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const chatChunk = (delta: object, finish: string | null = null) => ({
  id: 'chatcmpl-CXnq2XwYcEwvXy8bXyqQ5gNq0r1aB',
  object: 'chat.completion.chunk',
  created: 1_762_000_000,
  model: 'some-model-2026-01-01',
  service_tier: 'default',
  system_fingerprint: 'fp_560af6e559',
  choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
  usage: null,
});

const chatDelta: Record<string, object> = {
  text: chatChunk({ content: ' token' }),
  paced: chatChunk({ content: ' token' }),
  tools: chatChunk({ tool_calls: [{ index: 0, function: { arguments: '{"path"' } }] }),
};

const responsesDelta: Record<string, object> = {
  text: {
    type: 'response.output_text.delta',
    sequence_number: 4_242,
    item_id: 'msg_68a0f2a5e0d48191a8c1',
    output_index: 0,
    content_index: 0,
    delta: ' token',
    logprobs: [],
    obfuscation: 'x8Yq2Lw',
  },
  tools: {
    type: 'response.function_call_arguments.delta',
    sequence_number: 4_242,
    item_id: 'fc_68a0f2a5e0d48191a8c1',
    output_index: 0,
    delta: '{"path"',
    obfuscation: 'x8Yq2Lw',
  },
};

function frames(url: string, kind: string): { delta: string; end: string } {
  if (url.endsWith('/responses')) {
    const completed = { type: 'response.completed', sequence_number: 9, response: { object: 'response', output: [] } };
    const frame = (event: { type: string }) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
    return { delta: frame(responsesDelta[kind] as { type: string }), end: frame(completed) };
  }
  const frame = (event: unknown) => `data: ${JSON.stringify(event)}\n\n`;
  return { delta: frame(chatDelta[kind]), end: `${frame(chatChunk({}, 'stop'))}data: [DONE]\n\n` };
}

const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;

/** Each event is one HTTP chunk, as servers send them, and all of them are one write: the server must not be the slow one. */
function sendAtOnce(response: ServerResponse, url: string, kind: string, count: number): void {
  const { delta, end } = frames(url, kind);
  response.flushHeaders();
  response.socket?.write(chunk(delta).repeat(count) + chunk(end));
  response.end();
}

function sendPaced(response: ServerResponse, url: string, count: number): void {
  const { delta, end } = frames(url, 'paced');
  let sent = 0;
  const timer = setInterval(() => {
    if (sent++ < count) response.write(delta);
    else {
      clearInterval(timer);
      response.end(end);
    }
  }, 20);
}

const completion = JSON.stringify({
  ...chatChunk({}),
  object: 'chat.completion',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello!', refusal: null }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 },
});

const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (text: string) => (body += text));
  request.on('end', () => {
    const { model, stream } = JSON.parse(body) as { model: string; stream?: boolean };
    const [kind = '', count = '0'] = model.split('-');
    response.setHeader('content-type', stream ? 'text/event-stream' : 'application/json');
    if (!stream) response.end(completion);
    else if (kind === 'paced') sendPaced(response, request.url ?? '', Number(count));
    else sendAtOnce(response, request.url ?? '', kind, Number(count));
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.stdin.resume().on('end', () => process.exit());
