import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';
import type { CellRun } from '../../../../src/ui/notebook/runCell.ts';
import { eventStreamBody, startRawServer } from '../../../support/rawServer.ts';
import { startCells } from './startCells.ts';

const delta = (sequence_number: number, text: string) => ({
  type: 'response.output_text.delta',
  sequence_number,
  output_index: 0,
  content_index: 0,
  delta: text,
});
const created = (background: boolean) => ({
  type: 'response.created',
  sequence_number: 0,
  response: { id: 'resp_1', object: 'response', status: 'in_progress', background, output: [] },
});
const completed = {
  type: 'response.completed',
  sequence_number: 4,
  response: { id: 'resp_1', object: 'response', status: 'completed', background: true, output: [] },
};
const cell = `# @name slow
POST /responses
X-Mine: yes

{ "input": "Hi", "background": true, "stream": true, "include": ["reasoning.encrypted_content"] }`;

/** Sends these events; what is not the end breaks. */
function send(response: ServerResponse, events: readonly object[], breaks: boolean) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  if (!breaks) return response.end(eventStreamBody(events));
  return response.write(eventStreamBody(events), () => setImmediate(() => response.destroy()));
}

const textOf = ({ result }: CellRun) =>
  result.parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join();

test('a response in the background is taken up where its stream broke, and the notes say so', async () => {
  let asked = 0;
  await using server = await startRawServer(({ method }, response) => {
    if (method === 'POST') return send(response, [created(true), delta(1, 'One ')], true);
    // An event that came already is not taken twice.
    if (++asked === 1) return send(response, [delta(1, 'One '), delta(2, 'two ')], true);
    return send(response, [delta(3, 'three'), completed], false);
  });
  const run = await startCells(server.origin).run(cell);
  assert.equal(run.result.state, 'done');
  assert.equal(textOf(run), 'One two three');
  assert.deepEqual(
    server.requests.map(({ method, url }) => `${method} ${decodeURIComponent(url)}`),
    [
      'POST /v1/responses',
      'GET /v1/responses/resp_1?stream=true&starting_after=1&include[]=reasoning.encrypted_content',
      'GET /v1/responses/resp_1?stream=true&starting_after=2&include[]=reasoning.encrypted_content',
    ],
  );
  assert.equal(server.requests[2]?.headers['x-mine'], 'yes');
  assert.equal(run.result.notes.length, 2);
  assert.match(run.result.notes[1] ?? '', /taken up after its event 2/);
  assert.equal((run.answer?.value as { status: string }).status, 'completed');
});

test('one that brings nothing new ends after a few times, and one that is not in the background at once', async () => {
  await using dead = await startRawServer(({ method }, response) =>
    send(response, method === 'POST' ? [created(true), delta(1, 'One ')] : [delta(1, 'One ')], true),
  );
  const failed = await startCells(dead.origin).run(cell);
  assert.equal(failed.result.state, 'failed');
  assert.equal(dead.requests.length, 4);
  assert.ok(textOf(failed).includes('One '), 'what had come stays');

  await using plain = await startRawServer((_request, response) =>
    send(response, [created(false), delta(1, 'One ')], true),
  );
  assert.equal((await startCells(plain.origin).run(cell)).result.state, 'failed');
  assert.equal(plain.requests.length, 1);
});

test('it is not taken up once it was cancelled', async () => {
  const controller = new AbortController();
  await using server = await startRawServer((_request, response) => {
    send(response, [created(true), delta(1, 'One ')], true);
    response.on('close', () => controller.abort());
  });
  const cells = startCells(server.origin, { signal: controller.signal });
  assert.equal((await cells.run(cell)).result.state, 'cancelled');
  assert.ok(server.requests.length <= 2);
});
