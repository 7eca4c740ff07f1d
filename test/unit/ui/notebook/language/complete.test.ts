import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completeCell } from '../../../../../src/ui/notebook/language/complete.ts';
import type { CellCompletion } from '../../../../../src/ui/notebook/language/context.ts';
import { JsonBodies } from '../../../../../src/ui/notebook/language/jsonBody.ts';
import { bodies, context, marked, table } from './context.ts';

/** What is offered at the | of a text. */
async function offered(withMark: string, its = { context, bodies }): Promise<CellCompletion[]> {
  const { text, offset } = marked(withMark);
  return completeCell(text, offset, its.context, its.bodies);
}

const labels = async (withMark: string) => (await offered(withMark)).map(({ label }) => label);

/** The text with an offer taken, as it is written into the editor: of a snippet the places are marked by their names. */
async function take(withMark: string, label: string): Promise<string> {
  const { text } = marked(withMark);
  const one = (await offered(withMark)).find((completion) => completion.label === label);
  assert.ok(one, `${label} is not offered.`);
  const { replace, insert, isSnippet } = one;
  const written = isSnippet ? insert.replace(/\$\{\d+:(.*?)\}/g, '<$1>').replace(/\$\d+/g, '') : insert;
  return text.slice(0, replace.start) + written + text.slice(replace.end);
}

test('methods', async () => {
  assert.deepEqual(await labels('|'), ['POST', 'GET', 'DELETE', 'WEBSOCKET']);
  assert.equal(await take('# @name a\nPO|', 'POST'), '# @name a\nPOST ');
  assert.equal(await take('G|ET /models', 'GET'), 'GET /models');
});

test('paths of the method, their parameters to be filled in', async () => {
  assert.equal(await take('GET |', '/files/{file_id}/content'), 'GET /files/<file_id>/content');
  assert.equal(await take('POST /cha|', '/chat/completions'), 'POST /chat/completions');
  const [first] = await offered('POST /|');
  assert.equal(first?.label, '/responses');
  assert.equal(first.detail, 'responses.create');
  assert.match(first.documentation ?? '', /model response/);
  assert.ok(!(await labels('GET |')).includes('/embeddings'));
  assert.deepEqual(await labels('WEBSOCKET |'), ['/realtime?model=gpt-realtime']);
});

test('parameters of the query and their values', async () => {
  assert.deepEqual((await labels('GET /files?|')).sort(), ['after', 'limit', 'order', 'purpose']);
  assert.equal(await take('GET /files?limit=2&or|', 'order'), 'GET /files?limit=2&order=');
  assert.deepEqual(await labels('GET /files?order=|'), ['asc', 'desc']);
  assert.equal(await take('GET /files?order=de|&limit=2', 'desc'), 'GET /files?order=desc&limit=2');
});

test('headers, with what the endpoint wants', async () => {
  assert.equal(
    await take('POST /vector_stores\nOpen|\n', 'OpenAI-Beta'),
    'POST /vector_stores\nOpenAI-Beta: assistants=v2\n',
  );
  assert.deepEqual(await labels('GET /vector_stores\nOpenAI-Beta: |'), ['assistants=v2']);
});

test('directives and profiles', async () => {
  assert.equal(await take('# @|', '@name'), '# @name <name>');
  assert.deepEqual(await labels('# |\nGET /models'), ['@name', '@profile', '@follow']);
  assert.equal(await take('# @profile Az|', 'Azure'), '# @profile Azure');
  assert.deepEqual(await labels('# just a comment |'), []);
});

test('placeholders: cells above, the environment, files', async () => {
  assert.equal(await take('GET /files/{{|', 'upload.id'), 'GET /files/{{upload.id}}');
  assert.equal(await take('GET /files/{{up|}}/content', 'upload.id'), 'GET /files/{{upload.id}}/content');
  assert.deepEqual(await labels('GET /files/{{env:|'), ['HOME', 'USER']);
  assert.equal(
    await take('POST /responses\n\n{ "input": "{{file:|" }', 'speech.mp3'),
    'POST /responses\n\n{ "input": "{{file:speech.mp3}}" }',
  );
  assert.equal(await take('GET /files/{{file:images/o|', 'otter.png'), 'GET /files/{{file:images/otter.png}}');
});

test('placeholders: the nearest cell first', async () => {
  const sorted = (await offered('GET /files/{{|')).toSorted((a, b) =>
    (a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1,
  );
  assert.deepEqual(
    sorted.map(({ label }) => label),
    ['tutor.id', 'tutor', 'upload.id', 'upload', 'env:', 'file:', 'base64:', '_'],
  );
});

test('the last answer, and bytes of files', async () => {
  assert.ok((await labels('GET /files/{{|')).includes('_'));
  assert.equal(await take('GET /files/{{base64:images/|', 'otter.png'), 'GET /files/{{base64:images/otter.png}}');
});

test('fields of a form, their values and files', async () => {
  const form = 'POST /audio/transcriptions\n\n';
  assert.equal(await take(`${form}fi|`, 'file'), `${form}file=@`);
  assert.equal(await take(`${form}timestamp|`, 'timestamp_granularities'), `${form}timestamp_granularities[]=`);
  assert.deepEqual(await labels(`${form}timestamp_granularities[]=|`), ['word', 'segment']);
  assert.equal(await take(`${form}file=@|`, 'speech.mp3'), `${form}file=@speech.mp3`);
  assert.equal(await take(`${form}file=@sp|`, 'images/'), `${form}file=@images/`);
  assert.deepEqual(await labels('POST /files\n\nfile=|'), ['@']);
  assert.ok((await labels(`${form}model=|`)).includes('whisper-1'));
  const [file] = (await offered(form + '|')).filter(({ detail }) => detail === 'required');
  assert.match(file?.documentation ?? '', /audio file/);
});

test('properties of JSON, their values, and objects within', async () => {
  const names = await labels('POST /responses\n\n{ | }');
  assert.ok(names.includes('model') && names.includes('reasoning') && !names.includes('messages'));
  assert.match(await take('POST /responses\n\n{ "service_ti|" }', 'service_tier'), /\{ "service_tier": .* \}/);
  assert.ok((await labels('POST /responses\n\n{ "service_tier": | }')).includes('"flex"'));
  assert.ok((await labels('POST /responses\n\n{ "reasoning": { "|" } }')).includes('effort'));
  assert.ok((await labels('POST /chat/completions\n\n{ "messages": [{ "role": "|" }] }')).includes('"assistant"'));
  const [model] = (await offered('POST /responses\n\n{ | }')).filter(({ label }) => label === 'model');
  assert.match(model?.documentation ?? '', /Model ID/);
});

test('what must be there comes first, and every parameter with a place for its value', async () => {
  const names = (await offered('POST /embeddings\n\n{ "|"}'))
    .toSorted((a, b) => (a.sortText ?? a.label).localeCompare(b.sortText ?? b.label))
    .map(({ label, detail }) => [label, detail]);
  assert.deepEqual(names.slice(0, 3), [
    ['input', 'required'],
    ['model', 'required'],
    ['dimensions', undefined],
  ]);
  assert.equal(await take('POST /embeddings\n\n{ "|"}', 'input'), 'POST /embeddings\n\n{ "input": }');
  assert.equal(await take('POST /embeddings\n\n{ "|": 1 }', 'input'), 'POST /embeddings\n\n{ "input": 1 }');
  const within = await offered('POST /chat/completions\n\n{ "messages": [{ | }] }');
  assert.equal(within.find(({ label }) => label === 'role')?.detail, 'required');
});

test('models: those of the server where they are known, else those of the official package', async () => {
  const text = 'POST /embeddings\n\n{ "input": "Hi", "model": | }';
  assert.ok((await labels(text)).includes('"text-embedding-3-small"'));
  const models = ['gpt-4o', 'text-embedding-3-large', 'llama-9'];
  const known = { context: { ...context, models }, bodies: new JsonBodies(table, models) };
  const ids = (await offered(text, known)).map(({ label }) => label);
  assert.deepEqual(
    ids.filter((label) => /gpt|embedding|llama/.test(label)),
    ['"text-embedding-3-large"', '"llama-9"'],
  );
});

test('a body with what the endpoint needs', async () => {
  assert.equal(
    await take('POST /embeddings\n\n|', '{ … }'),
    'POST /embeddings\n\n{\n\t"input": <"">,\n\t"model": <"">\n}',
  );
  assert.deepEqual(await labels('GET /models\n\n|'), []);
});
