// Takes uploads and gives downloads, in a process of its own: prints its origin, ends with its parent.
// `/files/file-9/content` is 9 MB.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const block = Buffer.alloc(1_000_000, 'abcdefghijklmnopqrstuvwxyz\n');

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) bytes += chunk.length;
  const file = { id: 'file-1', object: 'file', bytes, created_at: 1_762_000_000, filename: 'a', purpose: 'user_data' };
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(file));
}

async function give(response: ServerResponse, blocks: number): Promise<void> {
  response.setHeader('content-type', 'application/octet-stream');
  response.setHeader('content-length', blocks * block.length);
  await pipeline(Readable.from(Array.from({ length: blocks }, () => block)), response);
}

const server = createServer((request, response) => {
  const size = /file-(\d+)\/content$/.exec(request.url ?? '')?.[1];
  void (size === undefined ? take(request, response) : give(response, Number(size)));
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.stdin.resume().on('end', () => process.exit());
