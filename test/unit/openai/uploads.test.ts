import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UploadInterrupted } from '../../../src/openai/chunkedUpload.ts';
import { createClient } from '../../../src/openai/client.ts';
import { OpenAIError } from '../../../src/openai/errors.ts';
import { startRawServer, type RawRequest } from '../../support/rawServer.ts';

const TEXT = 'abcdefghijklmnopqrstuvwxyz';
const file = new File([TEXT], 'letters.txt', { type: 'text/plain' });
const params = { file, purpose: 'user_data', part_size: 4 } as const;
const later = 4_119_188_511;

const contentOf = ({ body }: RawRequest) => /\r\n\r\n([a-z]+)\r\n/.exec(body)?.[1] ?? '';

interface UploadRules {
  expiresAt?: number;
  refuses?: (content: string) => boolean;
}

/** An upload endpoint that names each part after its content. `refuses` is asked before a part is taken. */
async function startUploads({ expiresAt = later, refuses }: UploadRules = {}) {
  const completed: unknown[] = [];
  let underWay = 0;
  let most = 0;
  const server = await startRawServer((request, response) => {
    const answer = (value: object, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (request.url === '/uploads') return answer({ id: 'upload_1', expires_at: expiresAt, status: 'pending' });
    if (request.url.endsWith('/cancel')) return answer({ id: 'upload_1', status: 'cancelled' });
    if (request.url.endsWith('/complete')) {
      completed.push(JSON.parse(request.body));
      return answer({ id: 'upload_1', status: 'completed', file: { id: 'file-1' } });
    }
    const content = contentOf(request);
    if (refuses?.(content)) return answer({ error: { message: 'No.' } }, 400);
    most = Math.max(most, ++underWay);
    setTimeout(() => {
      underWay--;
      answer({ id: `part_${content}`, upload_id: 'upload_1' });
    }, 20);
    return undefined;
  });
  const partsSent = () => server.requests.filter(({ url }) => url.endsWith('/parts')).map(contentOf);
  return { ...server, client: createClient({ baseURL: server.origin }), completed, partsSent, most: () => most };
}

const PARTS = ['abcd', 'efgh', 'ijkl', 'mnop', 'qrst', 'uvwx', 'yz'];

test('a file arrives in parts, several at a time, completed in the order of the file', async () => {
  await using server = await startUploads();
  const seen: number[] = [];
  const upload = await server.client.uploads.uploadFileChunked(
    { ...params, bytes: TEXT.length, md5: 'c3fcd3d76192e4007dfb496cca67e13b' },
    { onUploadProgress: ({ sentBytes, totalBytes }) => seen.push(sentBytes) && assert.equal(totalBytes, TEXT.length) },
  );
  assert.equal(upload.status, 'completed');
  assert.deepEqual(JSON.parse(server.requests[0]?.body ?? ''), {
    purpose: 'user_data',
    filename: 'letters.txt',
    bytes: 26,
    mime_type: 'text/plain',
  });
  assert.deepEqual(server.partsSent().sort(), PARTS);
  assert.deepEqual(server.completed, [
    { part_ids: PARTS.map((part) => `part_${part}`), md5: 'c3fcd3d76192e4007dfb496cca67e13b' },
  ]);
  assert.ok(server.most() > 1 && server.most() <= 4, `${server.most()} at a time`);
  assert.deepEqual(
    seen,
    seen.toSorted((a, b) => a - b),
  );
  assert.equal(seen.at(-1), TEXT.length);
});

test('after a failed part an upload goes on with the parts that are missing', async () => {
  let isRefusing = true;
  await using server = await startUploads({ refuses: (content) => isRefusing && content === 'yz' });
  const failed = server.client.uploads.uploadFileChunked(params);
  const error = await failed.then(
    () => assert.fail('It went through.'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof UploadInterrupted && error instanceof OpenAIError);
  assert.equal(error.kind, 'invalidRequest');
  assert.match(error.message, /^No\. \d of 7 parts have arrived and are kept until 2100-/);
  const { state } = error;
  assert.equal(state.part_ids.length, PARTS.length);
  assert.ok(state.part_ids.includes('part_abcd'));
  assert.equal(state.part_ids.at(-1), null);

  isRefusing = false;
  server.requests.length = 0;
  const resume = JSON.parse(JSON.stringify(state)) as typeof state;
  const { status } = await server.client.uploads.uploadFileChunked({ ...params, resume });
  assert.equal(status, 'completed');
  assert.deepEqual(
    server.partsSent().sort(),
    PARTS.filter((_part, index) => state.part_ids[index] === null),
  );
  assert.ok(!server.requests.some(({ url }) => url === '/uploads'));
  assert.deepEqual(server.completed, [{ part_ids: PARTS.map((part) => `part_${part}`) }]);
});

test('an upload that expired says so and has nothing to go on with', async () => {
  await using server = await startUploads({ expiresAt: 1, refuses: () => true });
  await assert.rejects(server.client.uploads.uploadFileChunked(params), (error: unknown) => {
    assert.ok(error instanceof OpenAIError && !(error instanceof UploadInterrupted));
    assert.match(error.message, /^The upload expired at 1970-01-01T00:00:01/);
    return true;
  });
});

test('a cancelled upload is cancelled at the server too', async () => {
  await using server = await startUploads();
  const stop = new AbortController();
  const onUploadProgress = () => stop.abort(new Error('Not wanted.'));
  const upload = server.client.uploads.uploadFileChunked(params, { signal: stop.signal, onUploadProgress });
  await assert.rejects(upload, /^Error: Not wanted\.$/);
  assert.equal(server.requests.at(-1)?.url, '/uploads/upload_1/cancel');
  assert.deepEqual(server.completed, []);
});

test('what cannot be uploaded is refused before anything is sent', async () => {
  await using server = await startUploads();
  const state = { upload_id: 'upload_1', part_size: 4, part_ids: ['part_1'], expires_at: later };
  const { uploads } = server.client;
  const isRefused = { kind: 'invalidRequest' };
  await assert.rejects(uploads.uploadFileChunked({ ...params, file: new File([], 'empty') }), isRefused);
  await assert.rejects(uploads.uploadFileChunked({ ...params, bytes: 25 }), isRefused);
  await assert.rejects(uploads.uploadFileChunked({ ...params, part_size: 0 }), isRefused);
  await assert.rejects(uploads.uploadFileChunked({ ...params, resume: state }), isRefused);
  assert.equal(server.requests.length, 0);
});
