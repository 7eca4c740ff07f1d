import { collect, type ApiCall } from './call.ts';

const assistant = {
  id: 'asst_abc123',
  object: 'assistant',
  created_at: 1_698_984_975,
  name: 'Math Tutor',
  description: null,
  model: 'gpt-4o',
  instructions: 'You are a personal math tutor.',
  tools: [{ type: 'code_interpreter' }],
  tool_resources: { code_interpreter: { file_ids: [] } },
  metadata: {},
  top_p: 1,
  temperature: 1,
  response_format: 'auto',
};

export const assistantsCalls: readonly ApiCall[] = [
  {
    method: 'beta.assistants.create',
    call: (client) =>
      client.beta.assistants.create({
        model: 'gpt-4o',
        name: 'Math Tutor',
        instructions: 'You are a personal math tutor.',
        tools: [{ type: 'code_interpreter' }, { type: 'file_search' }],
        tool_resources: { file_search: { vector_store_ids: ['vs_abc123'] } },
        temperature: 0.2,
      }),
    answers: [{ json: assistant }],
  },
  {
    method: 'beta.assistants.retrieve',
    call: (client) => client.beta.assistants.retrieve(assistant.id),
    answers: [{ json: assistant }],
  },
  {
    method: 'beta.assistants.update',
    call: (client) => client.beta.assistants.update(assistant.id, { name: 'Tutor', metadata: { version: '2' } }),
    answers: [{ json: { ...assistant, name: 'Tutor' } }],
  },
  {
    method: 'beta.assistants.list',
    call: (client) => collect(client.beta.assistants.list({ limit: 1, order: 'asc' })),
    answers: [
      { json: { object: 'list', data: [assistant], last_id: assistant.id, has_more: true } },
      { json: { object: 'list', data: [{ ...assistant, id: 'asst_abc456' }], has_more: false } },
    ],
  },
  {
    method: 'beta.assistants.delete',
    call: (client) => client.beta.assistants.delete(assistant.id),
    answers: [{ json: { id: assistant.id, object: 'assistant.deleted', deleted: true } }],
  },
];
