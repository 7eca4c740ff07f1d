// Answers as fast as it can, in a process of its own: prints its origin, ends with its parent.
// The model's name says what to send: `text-20000`, `tools-3`, `paced-150` (50 a second), `image-9`, `none` for no stream.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { completion, deltasOf, framesOf, type Frames, type Kind } from './frames.ts';

const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;

/** Each event is one HTTP chunk, as servers send them, and all of them are one write: the server must not be the slow one. */
function sendAtOnce(response: ServerResponse, frames: Frames, count: number): void {
  const { start, end } = frames;
  response.flushHeaders();
  response.socket?.write((start ? chunk(start) : '') + deltasOf(frames, count, chunk) + chunk(end));
  response.end();
}

function sendPaced(response: ServerResponse, { start, delta, end }: Frames, count: number): void {
  if (start) response.write(start);
  let sent = 0;
  const timer = setInterval(() => {
    if (sent++ < count) response.write(typeof delta === 'string' ? delta : delta(sent - 1));
    else {
      clearInterval(timer);
      response.end(end);
    }
  }, 20);
}

/** The `model` of a JSON body or of a form. */
const modelIn = (body: string) => /"model"(?::"|\r\n\r\n)([\w-]+)/.exec(body)?.[1] ?? '';

const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (text: string) => (body += text));
  request.on('end', () => {
    const { url = '' } = request;
    const [kind = '', count] = modelIn(body).split('-');
    response.setHeader('content-type', count === undefined ? 'application/json' : 'text/event-stream');
    if (count === undefined) response.end(completion);
    else if (kind === 'paced') sendPaced(response, framesOf(url, 'text'), Number(count));
    else sendAtOnce(response, framesOf(url, kind as Kind), Number(count));
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.stdin.resume().on('end', () => process.exit());
