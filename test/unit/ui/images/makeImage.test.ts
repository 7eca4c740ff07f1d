import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createClient } from '../../../../src/openai/client.ts';
import { readImage } from '../../../../src/ui/images/readImage.ts';
import { makeImage, type ImageRequest } from '../../../../src/ui/images/makeImage.ts';
import { parseMultipart } from '../../../support/multipart.ts';
import { eventStreamBody, startRawServer, type RawRequest, type Respond } from '../../../support/rawServer.ts';

const png = Buffer.from('\x89PNG\r\n\x1a\nand so on', 'latin1');
const b64_json = png.toString('base64');

async function make(request: ImageRequest, respond: Respond) {
  await using server = await startRawServer(respond);
  const client = createClient({ baseURL: `${server.origin}/v1`, maxRetries: 0 });
  const reports: string[] = [];
  const { signal } = new AbortController();
  const made = await makeImage(client, request, { signal, fetchImage, report: (message) => reports.push(message) });
  return { made, reports, requests: server.requests };
}

/** What is at an address, for those of the tests. */
const fetchImage = (url: string) => Promise.resolve(Buffer.concat([png, Buffer.from(url)]));

const bodyOf = (request: RawRequest | undefined) => JSON.parse(request?.body ?? '') as Record<string, unknown>;
const withJson =
  (body: unknown): Respond =>
  (_request, response) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));

describe('makeImage', () => {
  it('streams a picture of a model that streams, and tells of each partial one', async () => {
    const request: ImageRequest = {
      model: 'gpt-image-1',
      prompt: 'A fox',
      options: { size: '1024x1024', quality: 'low' },
    };
    const { made, reports, requests } = await make(request, (_request, response) => {
      response.setHeader('content-type', 'text/event-stream');
      response.end(
        eventStreamBody([
          { type: 'image_generation.partial_image', partial_image_index: 0, b64_json: 'AAAA' },
          {
            type: 'image_generation.completed',
            b64_json,
            usage: { input_tokens: 10, output_tokens: 20, total_tokens: 30 },
          },
        ]),
      );
    });
    assert.deepEqual(bodyOf(requests[0]), {
      ...{ model: 'gpt-image-1', prompt: 'A fox', n: 1, size: '1024x1024', quality: 'low' },
      ...{ stream: true, partial_images: 2 },
    });
    assert.equal(made.extension, 'png');
    assert.deepEqual(Buffer.from(made.bytes), png);
    assert.equal(reports.filter((report) => report.includes('1 of 2')).length, 1);
  });

  it('takes the whole from a server that knows no streams', async () => {
    const { made } = await make({ model: 'gpt-image-1', prompt: 'A fox' }, withJson({ data: [{ b64_json }] }));
    assert.deepEqual(Buffer.from(made.bytes), png);
  });

  it('asks for the bytes where a model would give an address, and knows its price', async () => {
    const request: ImageRequest = { model: 'dall-e-3', prompt: 'A fox', options: { size: '1024x1024', quality: 'hd' } };
    const { made, requests } = await make(request, withJson({ data: [{ b64_json }] }));
    const { response_format, stream } = bodyOf(requests[0]);
    assert.equal(response_format, 'b64_json');
    assert.equal(stream, undefined);
    assert.equal(made.cost?.usd, 0.08);
  });

  it('gets the picture of a server that only says where it is', async () => {
    const answer = withJson({ data: [{ url: 'https://pictures.example/1.png' }] });
    const { made } = await make({ model: 'sdxl', prompt: 'A fox' }, answer);
    assert.ok(Buffer.from(made.bytes).toString('latin1').endsWith('https://pictures.example/1.png'));
  });

  it('sends pictures and a mask to be edited as a form', async () => {
    const file = (name: string) => new File([png], name, { type: 'image/png' });
    const images = [file('a.png'), file('b.png')];
    const { requests } = await make(
      { model: 'gpt-image-1', prompt: 'Bluer', images, mask: file('mask.png') },
      withJson({ data: [{ b64_json }] }),
    );
    const [request] = requests;
    assert.equal(request?.url, '/v1/images/edits');
    const parts = parseMultipart(request.bytes, request.headers['content-type'] ?? '');
    assert.deepEqual(
      parts.filter(({ fileName }) => fileName !== undefined).map(({ name, fileName }) => [name, fileName]),
      [
        ['image[]', 'a.png'],
        ['image[]', 'b.png'],
        ['mask', 'mask.png'],
      ],
    );
  });

  it('says before sending that a picture is too big', async () => {
    const big = new File([Buffer.alloc(5 * 1024 * 1024)], 'big.png');
    await using server = await startRawServer(withJson({}));
    const client = createClient({ baseURL: `${server.origin}/v1`, maxRetries: 0 });
    const { signal } = new AbortController();
    const request: ImageRequest = { model: 'dall-e-2', prompt: 'Bluer', images: [big] };
    await assert.rejects(
      makeImage(client, request, { signal, fetchImage, report: () => undefined }),
      /no more than 4 MB/,
    );
    assert.equal(server.requests.length, 0);
  });

  it('takes nothing for a picture that is none', async () => {
    const page = Buffer.from('<svg onload="alert(1)">').toString('base64');
    const answer = withJson({ data: [{ b64_json: page }] });
    await assert.rejects(make({ model: 'dall-e-3', prompt: 'x' }, answer), /is no picture/);
  });

  it('reads no more than a picture can have, of a body or a stream that does not end', async () => {
    const mostBytes = 1_000_000;
    for (const [type, begin, repeated] of [
      ['application/json', '{"data":[{"b64_json":"', 'A'.repeat(50_000)],
      ['text/event-stream', 'data: ', 'A'.repeat(50_000)],
      [
        'text/event-stream',
        '',
        eventStreamBody([{ type: 'image_generation.partial_image', b64_json: 'A'.repeat(50_000) }]),
      ],
    ] as const) {
      let sentBytes = 0;
      await using server = await startRawServer((_request, response) => {
        response.writeHead(200, { 'content-type': type }).write(begin);
        const more = () => {
          sentBytes += repeated.length;
          if (!response.destroyed) response.write(repeated, () => setImmediate(more));
        };
        more();
      });
      const client = createClient({ baseURL: `${server.origin}/v1`, maxRetries: 0 });
      const { signal } = new AbortController();
      const pending = client.images.generate({ model: 'x', prompt: 'x' }, { signal });
      await assert.rejects(
        readImage(pending, { signal, fetchImage, onPartial: () => undefined, mostBytes }),
        /larger than 1\.0 MB|too long to be held/,
      );
      assert.ok(sentBytes < 50 * mostBytes, `${sentBytes} bytes were taken`);
    }
  });
});
