import { collect, type ApiCall } from './call.ts';
import { run, runEvents } from './runs.ts';

const thread = {
  id: 'thread_abc123',
  object: 'thread',
  created_at: 1_699_012_949,
  metadata: {},
  tool_resources: { file_search: { vector_store_ids: ['vs_abc123'] } },
};
const message = {
  id: 'msg_abc123',
  object: 'thread.message',
  created_at: 1_713_226_573,
  assistant_id: null,
  thread_id: thread.id,
  run_id: null,
  role: 'user',
  content: [{ type: 'text', text: { value: 'Explain π to me.', annotations: [] } }],
  attachments: [],
  metadata: {},
};
const inThread = { thread_id: thread.id };
const question = { role: 'user', content: 'Explain π to me.' } as const;
const beginning = { assistant_id: 'asst_abc123', thread: { messages: [question] } };

const messagesCalls: readonly ApiCall[] = [
  {
    method: 'beta.threads.messages.create',
    call: (client) =>
      client.beta.threads.messages.create(thread.id, {
        role: 'user',
        content: [
          { type: 'text', text: 'What is this?' },
          { type: 'image_url', image_url: { url: 'https://example.com/a.png', detail: 'low' } },
        ],
        attachments: [{ file_id: 'file-abc123', tools: [{ type: 'file_search' }] }],
      }),
    answers: [{ json: message }],
  },
  {
    method: 'beta.threads.messages.retrieve',
    call: (client) => client.beta.threads.messages.retrieve(message.id, inThread),
    answers: [{ json: message }],
  },
  {
    method: 'beta.threads.messages.update',
    call: (client) => client.beta.threads.messages.update(message.id, { ...inThread, metadata: { rated: 'yes' } }),
    answers: [{ json: { ...message, metadata: { rated: 'yes' } } }],
  },
  {
    method: 'beta.threads.messages.list',
    call: (client) => collect(client.beta.threads.messages.list(thread.id, { run_id: 'run_abc123', limit: 1 })),
    answers: [
      { json: { object: 'list', data: [message], has_more: true } },
      { json: { object: 'list', data: [{ ...message, id: 'msg_abc456' }], has_more: false } },
    ],
  },
  {
    method: 'beta.threads.messages.delete',
    call: (client) => client.beta.threads.messages.delete(message.id, inThread),
    answers: [{ json: { id: message.id, object: 'thread.message.deleted', deleted: true } }],
  },
];

export const threadsCalls: readonly ApiCall[] = [
  {
    method: 'beta.threads.create',
    call: (client) => client.beta.threads.create({ messages: [question], metadata: { topic: 'math' } }),
    answers: [{ json: thread }],
  },
  {
    method: 'beta.threads.create',
    variant: 'an empty one',
    call: (client) => client.beta.threads.create(),
    answers: [{ json: thread }],
  },
  {
    method: 'beta.threads.retrieve',
    call: (client) => client.beta.threads.retrieve(thread.id),
    answers: [{ json: thread }],
  },
  {
    method: 'beta.threads.update',
    call: (client) => client.beta.threads.update(thread.id, { metadata: { topic: 'π' } }),
    answers: [{ json: { ...thread, metadata: { topic: 'π' } } }],
  },
  {
    method: 'beta.threads.delete',
    call: (client) => client.beta.threads.delete(thread.id),
    answers: [{ json: { id: thread.id, object: 'thread.deleted', deleted: true } }],
  },
  {
    method: 'beta.threads.createAndRun',
    call: (client) => client.beta.threads.createAndRun(beginning),
    answers: [{ json: { ...run, status: 'queued' } }],
  },
  {
    method: 'beta.threads.createAndRun',
    variant: 'streamed',
    call: async (client) => collect(await client.beta.threads.createAndRun({ ...beginning, stream: true })),
    answers: [{ events: [{ event: 'thread.created', data: thread }, ...runEvents], named: true }],
  },
  {
    method: 'beta.threads.createAndRunPoll',
    call: (client) => client.beta.threads.createAndRunPoll(beginning, { pollIntervalMs: 1 }),
    answers: [{ json: { ...run, status: 'queued' } }, { json: { ...run, status: 'in_progress' } }, { json: run }],
  },
  ...messagesCalls,
];
