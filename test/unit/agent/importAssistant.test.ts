import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { importAssistant } from '../../../src/agent/importAssistant.ts';

const assistant = {
  id: 'asst_1',
  object: 'assistant',
  created_at: 1,
  name: 'Librarian',
  description: 'Finds books',
  model: 'gpt-4.1',
  instructions: 'Answer from the files.',
  tools: [
    { type: 'code_interpreter' },
    { type: 'file_search', file_search: { max_num_results: 7 } },
    { type: 'function', function: { name: 'lend', parameters: {} } },
  ],
  tool_resources: { file_search: { vector_store_ids: ['vs_1'] }, code_interpreter: { file_ids: ['file_1'] } },
  metadata: {},
  temperature: 0.2,
  top_p: 1,
  response_format: 'auto',
};

describe('an Assistant as a chat profile', () => {
  it('keeps what a profile has and names the rest', () => {
    assert.deepEqual(importAssistant(assistant), {
      profile: {
        name: 'Librarian',
        description: 'Finds books',
        model: 'gpt-4.1',
        instructions: 'Answer from the files.',
        parameters: { temperature: 0.2 },
        hostedTools: { code_interpreter: {}, file_search: { vector_store_ids: ['vs_1'], max_num_results: 7 } },
      },
      leftOut: ['The function lend: Parley has no such tool.', 'The files of its code interpreter: attach them anew.'],
    });
  });

  it('takes temperature before top_p, and says so', () => {
    const { profile, leftOut } = importAssistant({ ...assistant, tools: [], top_p: 0.5, tool_resources: {} });
    assert.deepEqual(profile.parameters, { temperature: 0.2 });
    assert.deepEqual(leftOut, ['top_p: a profile has temperature or top_p.']);
    assert.deepEqual(importAssistant({ ...assistant, temperature: 1, top_p: 0.5 }).profile.parameters, { top_p: 0.5 });
  });

  it('keeps JSON as the format, and says what to do with a schema', () => {
    const json = importAssistant({ ...assistant, temperature: 1, response_format: { type: 'json_object' } });
    assert.deepEqual(json.profile.parameters, { format: { type: 'json_object' } });
    const schema = importAssistant({
      ...assistant,
      tools: [],
      response_format: { type: 'json_schema', json_schema: {} },
    });
    assert.ok(schema.leftOut.some((sentence) => sentence.startsWith('The schema of its answers')));
  });

  it('leaves out a file search without a store and tools nobody knows', () => {
    const { profile, leftOut } = importAssistant({
      model: 'gpt-4.1',
      tools: [{ type: 'retrieval' }, { type: 'browser' }],
      temperature: null,
    });
    assert.deepEqual(profile, { name: 'Imported Assistant', model: 'gpt-4.1' });
    assert.deepEqual(leftOut, [
      'File search: no vector store is named. Choose one in Parameters.',
      'The tool browser: it is not known.',
    ]);
  });

  it('refuses what is none', () => {
    for (const value of [null, [], {}, { model: 'gpt-4.1' }, { ...assistant, object: 'thread' }]) {
      assert.throws(() => importAssistant(value), /This is no Assistant/, JSON.stringify(value));
    }
    assert.throws(() => importAssistant({ ...assistant, temperature: 9 }), /cannot be used: parameters\.temperature/);
  });
});
