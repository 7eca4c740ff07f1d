import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { batchLines, checkBatchFile, type BatchRequest } from '../../../src/openai/batchFile.ts';
import { joinBatchResults } from '../../../src/openai/batchResults.ts';
import { collect } from './calls/call.ts';

const folder = await mkdtemp(join(tmpdir(), 'parley-batch-'));
after(() => rm(folder, { recursive: true }));

const request = (custom_id: string, more: object = {}): BatchRequest => ({
  custom_id,
  method: 'POST',
  url: '/v1/chat/completions',
  body: { model: 'm', messages: [{ role: 'user', content: `Grüße, ${custom_id} 👋` }] },
  ...more,
});

async function write(name: string, lines: AsyncIterable<string> | readonly string[]): Promise<string> {
  const file = join(folder, name);
  // An array would be written line by line.
  await writeFile(file, Symbol.iterator in lines ? lines.join('') : lines);
  return file;
}

const jsonl = (lines: readonly unknown[]) => lines.map((line) => `${JSON.stringify(line)}\n`);

async function faults(lines: readonly string[]): Promise<unknown[]> {
  return collect(checkBatchFile(createReadStream(await write('checked.jsonl', lines))));
}

test('requests become a file that has no fault', async () => {
  const requests = [request('a'), request('b'), request('c')];
  const file = await write('input.jsonl', batchLines(requests));
  assert.deepEqual(await collect(checkBatchFile(createReadStream(file))), []);
  assert.deepEqual(
    (await collect(batchLines(requests))).map((line) => JSON.parse(line as string) as unknown),
    requests,
  );
});

test('the first request that the API would not take ends it', async () => {
  const seen: string[] = [];
  await assert.rejects(
    async () => {
      for await (const line of batchLines([request('a'), request('a'), request('c')])) seen.push(line);
    },
    { kind: 'invalidRequest', message: 'Request 2 of the batch: custom_id "a" is there twice.' },
  );
  assert.equal(seen.length, 1);
});

const wrong: [string, object, RegExp][] = [
  ['no id', { custom_id: undefined }, /custom_id must be a text/],
  ['an empty id', { custom_id: '' }, /custom_id must be a text/],
  ['an id twice', { custom_id: 'a' }, /"a" is there twice/],
  ['another method', { method: 'GET' }, /method/],
  ['an endpoint that takes no batches', { url: '/v1/audio/speech' }, /url must be one of \/v1\/responses, /],
  ['an inherited word', { url: 'toString' }, /url must be one of/],
  ['an endpoint that is not the one before', { url: '/v1/embeddings' }, /a batch has one/],
  ['no body', { body: undefined }, /body must be an object/],
  ['another model', { body: { model: 'other' } }, /one model/],
  ['a stream', { body: { model: 'm', stream: true } }, /does not stream/],
];
for (const [name, more, expected] of wrong) {
  test(`a file with ${name}`, async () => {
    const found = (await faults(jsonl([request('a'), request('b', more)]))) as { line: number; message: string }[];
    assert.equal(found.length, 1, JSON.stringify(found));
    assert.equal(found[0]?.line, 2);
    assert.match(found[0].message, expected);
  });
}

test('a file with lines that are no requests, and one with none', async () => {
  assert.deepEqual(
    ((await faults(['{\n', '\n', '[]\n'])) as { line: number }[]).map(({ line }) => line),
    [1, 2, 3],
  );
  assert.deepEqual(await faults([]), [{ message: 'The file has no requests.' }]);
});

test('limits: requests, bytes, inputs of embeddings', async () => {
  const tooMany = Array.from({ length: 50_001 }, (_, index) => request(String(index)));
  assert.deepEqual(await faults(jsonl(tooMany)), [{ message: 'A batch takes at most 50000 requests.' }]);

  const megabyte = Buffer.from(`${' '.repeat(1024 * 1024 - 1)}\n`);
  async function* large() {
    for (;;) yield await Promise.resolve(megabyte);
  }
  const found = await collect(checkBatchFile(large()));
  assert.equal(found.length, 201);
  assert.deepEqual(found.at(-1), { message: 'A batch takes at most 200 MB.' });

  const embeddings = (custom_id: string, count: number) =>
    request(custom_id, { url: '/v1/embeddings', body: { model: 'm', input: Array<string>(count).fill('a') } });
  assert.deepEqual(await faults(jsonl([embeddings('a', 25_000), embeddings('b', 25_000)])), []);
  assert.deepEqual(await faults(jsonl([embeddings('a', 25_000), embeddings('b', 25_001), embeddings('c', 1)])), [
    { line: 2, message: 'A batch takes at most 50000 inputs of embeddings.' },
  ]);
});

const succeeded = (custom_id: string) => ({
  id: `batch_req_${custom_id}`,
  custom_id,
  response: { status_code: 200, request_id: 'req_1', body: { text: `Grüße, ${custom_id} 👋` } },
  error: null,
});
const refused = (custom_id: string) => ({
  custom_id,
  response: { status_code: 400, request_id: 'req_2', body: { error: { message: 'No.' } } },
  error: null,
});
const expired = (custom_id: string) => ({
  custom_id,
  response: null,
  error: { code: 'batch_expired', message: 'Late.' },
});

test('results come in the order of the requests, from both files', async () => {
  const ids = ['a', 'b', 'c', 'd', 'e'];
  const input = await write('input.jsonl', batchLines(ids.map((id) => request(id))));
  const output = await write('output.jsonl', jsonl([succeeded('d'), succeeded('a')]));
  const errors = await write('errors.jsonl', jsonl([expired('c'), refused('b')]));
  assert.deepEqual(await collect(joinBatchResults({ input, output, errors })), [
    { custom_id: 'a', request: request('a'), response: succeeded('a').response, error: null },
    { custom_id: 'b', request: request('b'), response: refused('b').response, error: null },
    { custom_id: 'c', request: request('c'), response: null, error: expired('c').error },
    { custom_id: 'd', request: request('d'), response: succeeded('d').response, error: null },
    {
      custom_id: 'e',
      request: request('e'),
      response: null,
      error: { code: 'missing', message: 'The batch has no result for this request.' },
    },
  ]);
});

test('a damaged result file, and one of another batch, are said', async () => {
  const input = await write('input.jsonl', batchLines([request('a')]));
  const cut = await write('cut.jsonl', [JSON.stringify(succeeded('a')).slice(0, -5)]);
  await assert.rejects(collect(joinBatchResults({ input, output: cut })), {
    kind: 'protocol',
    message: /cut\.jsonl, line 1/,
  });
  const other = await write('other.jsonl', jsonl([succeeded('z')]));
  await assert.rejects(collect(joinBatchResults({ input, errors: other })), { kind: 'protocol', message: /"z"/ });
});
