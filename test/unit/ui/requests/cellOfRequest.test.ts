import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SentAttempt } from '../../../../src/openai/observe.ts';
import { cellOfRequest } from '../../../../src/ui/requests/cellOfRequest.ts';
import { RecordedRequest } from '../../../../src/ui/requests/recordedRequest.ts';
import { parseCell } from '../../../../src/ui/notebook/cell.ts';

const openAI = { name: 'OpenAI', baseURL: 'https://api.openai.com/v1' };
const local = { name: 'Local', baseURL: 'http://127.0.0.1:1234/v1' };
const servers = { active: openAI, all: [openAI, local] };

const recorded = (more: Partial<SentAttempt>, limitBytes = 10_000) =>
  new RecordedRequest(
    {
      request: Symbol('test'),
      attempt: 1,
      method: 'POST',
      path: '/responses',
      url: 'https://api.openai.com/v1/responses',
      headers: { accept: 'application/json', 'user-agent': 'node', 'content-type': 'application/json' },
      ...more,
    },
    { id: 1, limitBytes, hidden: () => ['sk-secret-0123456789'], onChange: () => undefined },
  );

test('the body is JSON to be read, and headers the client sends by itself stay out', () => {
  const { text } = cellOfRequest(
    recorded({ body: '{"model":"m","n":12345678901234567890}', headers: { accept: '*/*', 'x-mine': '1' } }),
    servers,
  );
  assert.equal(text, 'POST /responses\nx-mine: 1\n\n{\n  "model": "m",\n  "n": 12345678901234567890\n}');
});

test('a request to another profile names it', () => {
  const { text } = cellOfRequest(recorded({ method: 'GET', url: 'http://127.0.0.1:1234/v1/models?limit=2' }), servers);
  assert.equal(text, '# @profile Local\nGET /models?limit=2');
});

test('a form keeps its fields, and its files are to be found again', () => {
  const body = [
    { name: 'purpose', value: 'user_data' },
    { name: 'file', fileName: 'a.txt', type: 'text/plain', bytes: 3 },
  ];
  const { text } = cellOfRequest(recorded({ url: 'https://api.openai.com/v1/files', body }), servers);
  const cell = parseCell(text);
  assert.deepEqual(cell.problems, []);
  assert.deepEqual(
    cell.body?.kind === 'form' && cell.body.fields.map(({ name, value, isFile }) => [name, value, isFile]),
    [
      ['purpose', 'user_data', false],
      ['file', 'a.txt', true],
    ],
  );
});

test('no key gets into a cell, and what is not whole is not one', () => {
  const { text } = cellOfRequest(recorded({ body: '{"input":"sk-secret-0123456789"}' }), servers);
  assert.ok(!text.includes('sk-secret'));
  assert.throws(() => cellOfRequest(recorded({ body: 'x'.repeat(50) }, 20), servers), /too large/);
  assert.throws(() => cellOfRequest(recorded({ upgrade: 'websocket' }), servers), /WebSocket/);
});
