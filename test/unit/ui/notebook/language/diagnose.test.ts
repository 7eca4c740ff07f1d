import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnoseCell } from '../../../../../src/ui/notebook/language/diagnose.ts';
import type { CellDiagnostic, Edit } from '../../../../../src/ui/notebook/language/context.ts';
import { bodies, context } from './context.ts';

const diagnose = (text: string) => diagnoseCell(text, context, bodies);

/** What is marked, how, and why. */
async function problems(text: string): Promise<string[]> {
  const found = await diagnose(text);
  return found.map(({ start, end, severity, message }) => `${severity} at ${text.slice(start, end)}: ${message}`);
}

const good = (title: string, text: string) =>
  void test(`nothing is wrong with ${title}`, async () => {
    assert.deepEqual(await problems(text), []);
  });

good('an empty cell', '');
good('a list', 'GET /models');
good('a list with a query', 'GET /files?limit=2&order=asc&purpose=batch');
good('an address of its own', 'GET https://api.openai.com/v1/models');
good('a path that a placeholder begins', 'GET {{env:HOME}}/anything');
good('a response', 'POST /responses\n\n{\n  // the cheap one\n  "model": "gpt-4o-mini",\n  "input": "Say hello"\n}');
good(
  'messages with parts',
  'POST /chat/completions\n\n{ "model": "gpt-4o", "stream": true, "messages": [' +
    '{ "role": "developer", "content": "Be short." },' +
    '{ "role": "user", "content": [{ "type": "text", "text": "What is it?" },' +
    ' { "type": "image_url", "image_url": { "url": "{{file:images/otter.png}}" } }] }] }',
);
good('placeholders of any type', 'GET /files?limit={{tutor.limit}}&order={{upload.order}}');
good(
  'placeholders in JSON',
  'POST /responses\n\n{ "model": "gpt-4o", "input": "Hi", "temperature": "{{upload.temperature}}", "service_tier": "{{tutor.x}}" }',
);
good('the last answer and the bytes of a file', 'POST /responses\n\n{ "input": "{{base64:a.png}} {{_.id}}" }');
good('a form', 'POST /audio/transcriptions\n\nfile=@speech.mp3\nmodel=whisper-1\ntemperature=0.2\nresponse_format=srt');
good('fields in brackets', 'POST /images/edits\n\nimage[]=@a.png\nimage[]=@b.png\nmodel=gpt-image-1\nprompt=An otter');
good('a field in another', 'POST /files\n\nfile=@a.jsonl\npurpose=batch\nexpires_after[anchor]=created_at');
good('a session', 'WEBSOCKET /realtime?model=gpt-realtime\n\n[{ "type": "response.create" }]');
good('a request without a body', 'POST /batches/batch_1/cancel');
good('a model nobody knows', 'POST /responses\n\n{ "model": "llama-9", "input": "Hi", "temperature": 2 }');

test('an unknown path names the nearest one', async () => {
  assert.deepEqual(await problems('POST /chat/completion'), [
    'warning at /chat/completion: OpenAI has no /chat/completion. Did you mean /chat/completions?',
  ]);
  assert.deepEqual(await problems('GET /file/file_1/content'), [
    'warning at /file/file_1/content: OpenAI has no /file/file_1/content. Did you mean /files/file_1/content?',
  ]);
});

test('a method that a path does not take names those it takes', async () => {
  assert.deepEqual(await problems('DELETE /files'), ['warning at /files: /files takes GET and POST, not DELETE.']);
});

test('a removed endpoint names what replaced it', async () => {
  const [problem] = await diagnose('POST /edits\n\n{ "model": "x" }');
  assert.match(problem?.message ?? '', /chat completions/);
  assert.equal(problem?.deprecated, true);
  const [retired] = await diagnose('GET /assistants');
  assert.equal(retired?.severity, 'information');
});

test('an id that was not put in is asked for', async () => {
  assert.deepEqual(await problems('GET /files/{file_id}/content'), [
    'error at {file_id}: An id belongs in place of {file_id}.',
  ]);
});

test('parameters of a query are checked', async () => {
  assert.deepEqual(await problems('GET /files?limt=2&order=up&limit=many'), [
    'warning at limt: GET /files has no parameter limt in its query. Did you mean limit?',
    'error at order=up: order is one of asc, desc.',
    'error at limit=many: limit is a number.',
  ]);
});

test('JSON is checked by the endpoint', async () => {
  const text =
    'POST /responses\n\n{ "model": "gpt-4o", "input": "Hi", "temprature": 1, "service_tier": "some", "store": "yes" }';
  const found = await problems(text);
  assert.equal(found.length, 3);
  assert.equal(
    found[0],
    'warning at "temprature": POST /responses has no parameter temprature. Did you mean temperature?',
  );
  assert.match(found[1] ?? '', /^error at "some": .*"auto", "default"/);
  assert.match(found[2] ?? '', /^error at "yes": Incorrect type/);
});

test('deprecated parameters are said to be', async () => {
  const text = 'POST /chat/completions\n\n{ "model": "my-model", "messages": [], "max_tokens": 5 }';
  const [problem, ...more] = await diagnose(text);
  assert.deepEqual(more, []);
  assert.equal(problem?.deprecated, true);
  assert.equal(problem.severity, 'hint', 'it works: nothing to be fixed');
  assert.match(problem.message, /^max_tokens: This value is now deprecated in favor of `max_completion_tokens`[^[]*$/);
  assert.equal(text.slice(problem.start, problem.end), '"max_tokens"');
});

test('a number out of its range is said to be', async () => {
  const body = '{ "model": "gpt-4o", "messages": [], "temperature": 3, "presence_penalty": -2 }';
  assert.deepEqual(await problems(`POST /chat/completions\n\n${body}`), [
    'error at 3: Value is above the maximum of 2.',
  ]);
  const form = 'POST /audio/transcriptions\n\nfile=@a.mp3\nmodel=my-model\ntemperature=1.5';
  assert.deepEqual(await problems(form), ['error at temperature=1.5: temperature is a number from 0 to 1.']);
});

test('what is missing is said at the brace, or at the request', async () => {
  const found = await problems('POST /chat/completions\n\n{ "messages": [] }');
  assert.deepEqual(found, ['error at {: Missing property "model".']);
  assert.deepEqual(await problems('POST /embeddings'), [
    'error at /embeddings: The body is missing: POST /embeddings needs input, model.',
  ]);
});

test('syntax errors are said where they are', async () => {
  const found = await problems('POST /responses\n\n{ "model": gpt }');
  assert.ok(
    found.some((problem) => problem.startsWith('error at gpt: ')),
    found.join('\n'),
  );
});

test('unknown parameters can be renamed or removed', async () => {
  const text = 'POST /responses\n\n{\n  "input": "Hi",\n  "modle": "gpt-4o"\n}';
  const [problem] = await diagnose(text);
  assert.deepEqual(apply(text, problem, 'Change to model'), text.replace('modle', 'model'));
  assert.deepEqual(apply(text, problem, 'Remove modle'), 'POST /responses\n\n{\n  "input": "Hi"\n}');
});

test('a form in place of JSON, and the reverse', async () => {
  assert.match((await problems('POST /responses\n\nmodel=gpt-4o')).join(), /takes JSON/);
  assert.match((await problems('POST /files\n\n{ "file": "a" }')).join(), /takes a form/);
  assert.match((await problems('GET /models\n\n{ "limit": 1 }')).join(), /takes no body/);
});

test('fields of a form are checked', async () => {
  const text = 'POST /audio/transcriptions\n\nfile=speech.mp3\nresponse_format=pdf\ntemprature=1';
  assert.deepEqual(await problems(text), [
    'error at file=speech.mp3: Missing: model.',
    'error at file=speech.mp3: file is a file: file=@path',
    'error at response_format=pdf: response_format is one of json, text, srt, verbose_json, vtt, diarized_json.',
    'warning at temprature: POST /audio/transcriptions has no field temprature. Did you mean temperature?',
  ]);
  const fix = (await diagnose(text)).find(({ fixes }) => fixes);
  assert.match(apply(text, fix, 'Send the file of this path'), /^file=@speech\.mp3$/m);
});

test('what the model does not take is said at the parameter', async () => {
  const text = 'POST /chat/completions\n\n{ "model": "o3", "messages": [], "temperature": 0.5, "max_tokens": 5 }';
  assert.deepEqual(
    (await problems(text)).filter((problem) => problem.startsWith('warning')),
    [
      'warning at "temperature": temperature: o3 takes none.',
      'warning at "max_tokens": max_tokens: o3 takes max_completion_tokens instead.',
    ],
  );
});

test('a model that another endpoint serves', async () => {
  const found = await problems('POST /chat/completions\n\n{ "model": "text-embedding-3-small", "messages": [] }');
  assert.deepEqual(found, [
    'warning at "model": model: text-embedding-3-small is not served here, as far as is known.',
  ]);
});

test('placeholders without a cell above', async () => {
  assert.deepEqual(await problems('GET /files/{{uplod.id}}'), [
    'warning at {{uplod.id}}: No cell above has the name uplod (# @name uplod). Did you mean upload?',
  ]);
  assert.deepEqual(await problems('# @name me\nGET /files/{{me.id}}'), [
    'error at {{me.id}}: me is this cell itself: it has no answer yet.',
  ]);
  assert.deepEqual(await problems('GET /files/{{env:NOT_THERE}}'), [
    'warning at {{env:NOT_THERE}}: NOT_THERE is not set in the environment.',
  ]);
  assert.deepEqual(await problems('# not {{a.placeholder}}\nGET /models'), []);
});

test('keys do not belong in cells', async () => {
  const key = `sk-proj-${'a1B2'.repeat(8)}`;
  const text = `GET /models\nAuthorization: Bearer ${key}`;
  const found = await diagnose(text);
  assert.deepEqual(
    found.map(({ severity }) => severity),
    ['error', 'error'],
  );
  assert.match(found.map(({ message }) => message).join(), /A key does not belong in a file/);
  assert.ok(!found.some(({ message }) => message.includes(key)));
  const header = found.find(({ fixes }) => fixes);
  assert.equal(apply(text, header, 'Remove Authorization'), 'GET /models');
});

test('problems of the form of a cell, and profiles that are not there', async () => {
  assert.deepEqual(await problems('PATCH /files'), [
    'error at PATCH /files: The method is one of GET, POST, DELETE, WEBSOCKET.',
  ]);
  assert.deepEqual(await problems('# @profile Other\nGET /models'), [
    'error at @profile Other: There is no profile “Other”: OpenAI, Azure.',
  ]);
});

function apply(text: string, diagnostic: CellDiagnostic | undefined, title: string): string {
  const fix = diagnostic?.fixes?.find((one) => one.title === title);
  assert.ok(fix, title);
  const edits: readonly Edit[] = [...fix.edits].sort((a, b) => b.start - a.start);
  return edits.reduce((edited, { start, end, text: put }) => edited.slice(0, start) + put + edited.slice(end), text);
}
