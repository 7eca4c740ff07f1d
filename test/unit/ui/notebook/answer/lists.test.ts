import assert from 'node:assert/strict';
import { test } from 'node:test';
import { localTime } from '../../../../../src/ui/notebook/answer/lists.ts';
import { read, said } from './read.ts';

test('a list is a table with the columns of its type, times in local time, and how to go on', async () => {
  const [table] = said(
    await read({
      path: '/files',
      answer: {
        object: 'list',
        data: [
          { object: 'file', id: 'f1', filename: 'a.jsonl', purpose: 'batch', bytes: 12, created_at: 1_700_000_000 },
        ],
        has_more: true,
        last_id: 'f1',
      },
    }),
  );
  assert.deepEqual(table, {
    kind: 'table',
    label: 'files',
    columns: ['id', 'filename', 'purpose', 'bytes', 'created_at'],
    rows: [['f1', 'a.jsonl', 'batch', 12, localTime(1_700_000_000)]],
    note: 'There are more: add ?after=f1 to the path.',
  });
  assert.match(localTime(1_700_000_000), /^2023-11-1[45] \d\d:\d\d:20$/);
});

test('of items nobody knows the fields they share; at most 8 columns and 200 rows', async () => {
  const item = (n: number) => ({
    id: `x${n}`,
    ...Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`f${i}`, i])),
    deep: {},
  });
  const [table] = said(
    await read({ path: '/things', answer: { data: Array.from({ length: 201 }, (_, n) => item(n)) } }),
  );
  assert.ok(table?.kind === 'table');
  assert.equal(table.columns.length, 8);
  assert.equal(table.rows.length, 200);
  assert.equal(table.note, 'Shown are the first 200 of 201.');
  const hit = { file_id: 'f', score: 0.5, attributes: null, content: [{ type: 'text', text: 'Tea' }] };
  const [hits] = said(await read({ path: '/vector_stores/v/search', request: {}, answer: { data: [hit] } }));
  assert.deepEqual(hits?.kind === 'table' && [hits.columns, ...hits.rows], [
    ['file_id', 'score', 'text'],
    ['f', 0.5, 'Tea'],
  ]);
  const [empty] = said(await read({ path: '/batches', answer: { object: 'list', data: [] } }));
  assert.ok(empty?.kind === 'table' && empty.rows.length === 0 && empty.note === 'The list is empty.');
});

test('counts and texts of items, and checkpoints as a plot', async () => {
  const [batches] = said(
    await read({
      path: '/batches',
      answer: {
        data: [
          { object: 'batch', id: 'b', status: 'completed', request_counts: { total: 3, completed: 2, failed: 1 } },
        ],
      },
    }),
  );
  assert.deepEqual(batches?.kind === 'table' && batches.rows, [['b', 'completed', '3 total, 2 completed, 1 failed']]);
  const [messages] = said(
    await read({
      path: '/threads/t/messages',
      answer: {
        data: [
          { object: 'thread.message', id: 'm', role: 'user', content: [{ type: 'text', text: { value: 'Hi\nyou' } }] },
        ],
      },
    }),
  );
  assert.deepEqual(messages?.kind === 'table' && messages.rows, [['m', 'user', 'Hi you']]);
  const parts = said(
    await read({
      path: '/fine_tuning/jobs/j/checkpoints',
      answer: {
        data: [20, 10].map((step) => ({
          object: 'fine_tuning.job.checkpoint',
          step_number: step,
          metrics: { step, train_loss: 1 / step },
        })),
      },
    }),
  );
  assert.deepEqual(parts[1], {
    kind: 'plot',
    label: 'Metrics',
    xLabel: 'step',
    series: [
      {
        name: 'train_loss',
        points: [
          [10, 0.1],
          [20, 0.05],
        ],
      },
    ],
  });
});

test('files: results of a batch, of a job, other lines, other bytes', async () => {
  const content = (contentType: string, answer: string | Uint8Array) =>
    read({ path: '/files/f/content', contentType, answer });
  const line = (id: string, rest: object) => JSON.stringify({ custom_id: id, ...rest });
  const ok = { status_code: 200, body: { choices: [{ message: { content: 'Yes.' } }], usage: { total_tokens: 7 } } };
  const results = [
    line('a', { response: ok, error: null }),
    line('b', { response: null, error: { code: 'batch_expired', message: 'Too late.' } }),
  ].join('\n');
  const batch = await content('application/octet-stream', results);
  assert.deepEqual(batch.answer?.parts[0], {
    kind: 'table',
    label: 'Batch results',
    columns: ['custom_id', 'status', 'answer', 'tokens'],
    rows: [
      ['a', 200, 'Yes.', 7],
      ['b', 'batch_expired', 'Too late.', null],
    ],
  });
  assert.deepEqual(batch.answer.value, { text: results });
  const csv = await content('text/csv', 'step,train_loss,valid_loss\n1,2.5,\n2,1.5,1.75\n');
  assert.deepEqual(csv.answer?.parts[0]?.kind === 'plot' && csv.answer.parts[0].series, [
    {
      name: 'train_loss',
      points: [
        [1, 2.5],
        [2, 1.5],
      ],
    },
    { name: 'valid_loss', points: [[2, 1.75]] },
  ]);
  const other = await content('application/jsonl', '{"messages":[]}\n{"messages":[]}\n');
  assert.deepEqual(other.answer?.parts, [{ kind: 'text', role: 'plain', text: '{"messages":[]}\n{"messages":[]}\n' }]);
  const bytes = await content('application/zip', new Uint8Array([80, 75, 0, 255]));
  assert.deepEqual(bytes.answer?.parts, [
    { kind: 'text', role: 'plain', text: 'The answer is a file: 4 bytes of application/zip.' },
  ]);
});

test('a very long text is cut where it is shown, and whole where it is used', async () => {
  const text = 'a'.repeat(1024 * 1024 + 1);
  const { answer } = await read({ path: '/files/f/content', contentType: 'text/plain', answer: text });
  const [shown, note] = answer?.parts ?? [];
  assert.equal(shown?.kind === 'text' && shown.text.length, 1024 * 1024);
  assert.match(note?.kind === 'text' ? note.text : '', /first 1,048,576 of 1,048,577/);
  assert.equal((answer?.value as { text: string }).text, text);
});

test('answers that are none', async () => {
  const page = await read({ path: '/models', contentType: 'text/html', answer: '<html><title>Sign in</title>' });
  assert.match((page.error as Error).message, /a web page instead of .*Sign in/);
  const broken = await read({ path: '/models', answer: '{"data":' });
  assert.equal((broken.error as { kind?: string }).kind, 'protocol');
  const sole = await read({ path: '/models', answer: { error: { message: 'No such endpoint' } } });
  assert.equal((sole.error as Error).message, 'No such endpoint');
  const nothing = await read({ path: '/responses/r', answer: '' });
  assert.equal(nothing.answer?.parts.length, 1);
  const unknown = await read({ path: '/new', answer: { id: 'n', level: 3 } });
  assert.deepEqual(unknown.answer?.parts, [
    { kind: 'json', label: 'Answer', value: { id: 'n', level: 3 }, folded: false },
  ]);
});
