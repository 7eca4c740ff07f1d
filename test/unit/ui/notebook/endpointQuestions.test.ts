import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { endpointTable } from '../../../../scripts/endpoints.mjs';
import { parseCell } from '../../../../src/ui/notebook/cell.ts';
import { describeEndpoint, endpointName, summaryOf } from '../../../../src/ui/notebook/describeEndpoint.ts';
import { findEndpoint, type Endpoint, type EndpointTable } from '../../../../src/ui/notebook/endpoints.ts';
import { sampleCell } from '../../../../src/ui/notebook/sampleCell.ts';
import { searchEndpoints } from '../../../../src/ui/notebook/searchEndpoints.ts';

let table: EndpointTable;
before(async () => {
  table = JSON.parse(await endpointTable()) as EndpointTable;
});

const find = (method: string, path: string): Endpoint => {
  const found = findEndpoint(table.endpoints, method, path);
  assert.ok(found, `${method} ${path}`);
  return found.endpoint;
};
const sample = (method: string, path: string) => sampleCell(find(method, path), table.definitions, 'my-model');

describe('the endpoints that fit a question', () => {
  for (const [question, first] of [
    ['How do I create embeddings?', 'POST /embeddings'],
    ['turn text into speech', 'POST /audio/speech'],
    ['transcribe a recording', 'POST /audio/transcriptions'],
    ['draw a picture', 'POST /images/generations'],
    ['edit an image', 'POST /images/edits'],
    ['list my files', 'GET /files'],
    ['remove a file', 'DELETE /files/{file_id}'],
    ['upload a large file in parts', 'POST /uploads/{upload_id}/parts'],
    ['how do I stream a response', 'POST /responses'],
    ['what does temperature do in chat completions', 'POST /chat/completions'],
    ['run a batch', 'POST /batches'],
    ['check if a text is harmful', 'POST /moderations'],
    ['fine-tune a model', 'POST /fine_tuning/jobs'],
    ['count the tokens of a request', 'POST /responses/input_tokens'],
    ['search a vector store', 'POST /vector_stores/{vector_store_id}/search'],
    ['which models can I use?', 'GET /models'],
    ['cancel a running response', 'POST /responses/{response_id}/cancel'],
    ['create an assistant', 'POST /assistants'],
    ['what goes into POST /v1/audio/translations', 'POST /audio/translations'],
  ] as const) {
    it(`begin with ${first} for “${question}”`, () => {
      assert.equal(searchEndpoints(table.endpoints, question).map(endpointName)[0], first);
    });
  }

  it('leave out what a newer API replaces, unless it is named', () => {
    const names = (question: string) => searchEndpoints(table.endpoints, question).map(({ path }) => path);
    assert.ok(!names('function calling tools').some((path) => path.startsWith('/threads')));
    assert.ok(names('the messages of a thread').some((path) => path.startsWith('/threads')));
  });

  it('are none for what the API does not know', () => {
    assert.deepEqual(searchEndpoints(table.endpoints, 'quantum chromodynamics'), []);
    assert.deepEqual(searchEndpoints(table.endpoints, ''), []);
  });
});

describe('an endpoint in words', () => {
  it('has its fields, what must be there first, and no links', () => {
    const text = describeEndpoint(find('POST', '/embeddings'), table.definitions);
    assert.match(text, /^## POST \/embeddings\n\nCreates an embedding vector/);
    assert.match(text, /- \*\*input\*\* \(required\): `string \| array` .*\n- \*\*model\*\* \(required\)/);
    assert.match(text, /- \*\*encoding_format\*\*: `"base64" \| "float"`/);
    assert.doesNotMatch(text, /\]\(/);
  });

  it('says which headers it wants and what a form is', () => {
    assert.match(describeEndpoint(find('POST', '/assistants'), table.definitions), /Header: openai-beta: /i);
    assert.match(
      describeEndpoint(find('POST', '/files'), table.definitions),
      /Form fields:\n- \*\*file\*\* \(required\): `file`/,
    );
  });

  it('stays short', () => {
    for (const endpoint of table.endpoints) {
      assert.ok(describeEndpoint(endpoint, table.definitions, 120).length < 12_000, endpointName(endpoint));
      assert.doesNotMatch(summaryOf(endpoint), /\]\(|\n\n/, endpointName(endpoint));
    }
  });
});

describe('a ready cell', () => {
  it('holds what must be there', () => {
    assert.equal(
      sample('POST', '/embeddings'),
      'POST /embeddings\n\n{\n  "input": "Say hello in three languages.",\n  "model": "text-embedding-3-small"\n}',
    );
    assert.equal(
      sample('POST', '/responses'),
      'POST /responses\n\n{\n  "model": "my-model",\n  "input": "Say hello in three languages."\n}',
    );
    assert.equal(sample('GET', '/files'), 'GET /files');
    assert.equal(sample('DELETE', '/files/file_id'), 'DELETE /files/{file_id}');
    assert.equal(
      sample('POST', '/audio/transcriptions'),
      'POST /audio/transcriptions\n\nfile=@\nmodel=gpt-4o-transcribe',
    );
  });

  it('is a request that cells can read, but for the file to choose', () => {
    for (const endpoint of table.endpoints) {
      const cell = parseCell(sampleCell(endpoint, table.definitions, 'my-model'));
      assert.equal(`${cell.method} ${cell.target.replace(/\?.*/, '')}`, endpointName(endpoint));
      const problems = cell.problems.filter(({ message }) => !message.startsWith('Which file?'));
      assert.deepEqual(problems, [], endpointName(endpoint));
    }
  });
});
