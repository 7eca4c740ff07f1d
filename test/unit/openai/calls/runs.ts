import { collect, type ApiCall } from './call.ts';

const threadId = 'thread_abc123';

export const run = {
  id: 'run_abc123',
  object: 'thread.run',
  created_at: 1_699_063_290,
  assistant_id: 'asst_abc123',
  thread_id: threadId,
  status: 'completed',
  started_at: 1_699_063_290,
  expires_at: null,
  cancelled_at: null,
  failed_at: null,
  completed_at: 1_699_063_291,
  last_error: null,
  required_action: null,
  incomplete_details: null,
  model: 'gpt-4o',
  instructions: '',
  tools: [],
  metadata: {},
  usage: { prompt_tokens: 123, completion_tokens: 456, total_tokens: 579 },
  response_format: 'auto',
  tool_choice: 'auto',
  parallel_tool_calls: true,
};

/** A whole stream: what follows `thread.created`. */
export const runEvents = [
  { event: 'thread.run.created', data: { ...run, status: 'queued' } },
  { event: 'thread.run.queued', data: { ...run, status: 'queued' } },
  { event: 'thread.run.in_progress', data: { ...run, status: 'in_progress' } },
  {
    event: 'thread.message.delta',
    data: {
      id: 'msg_001',
      object: 'thread.message.delta',
      delta: { content: [{ index: 0, type: 'text', text: { value: 'Hello, 世界 👋', annotations: [] } }] },
    },
  },
  { event: 'thread.run.completed', data: run },
  { event: 'done', data: '[DONE]' },
];

const waiting = {
  ...run,
  status: 'requires_action',
  required_action: {
    type: 'submit_tool_outputs',
    submit_tool_outputs: {
      tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"city":"Oslo"}' } }],
    },
  },
};

const step = {
  id: 'step_abc123',
  object: 'thread.run.step',
  created_at: 1_699_063_291,
  run_id: run.id,
  assistant_id: run.assistant_id,
  thread_id: threadId,
  type: 'message_creation',
  status: 'completed',
  cancelled_at: null,
  completed_at: 1_699_063_291,
  expired_at: null,
  failed_at: null,
  last_error: null,
  step_details: { type: 'message_creation', message_creation: { message_id: 'msg_abc123' } },
  usage: null,
};

const inThread = { thread_id: threadId };
const include = ['step_details.tool_calls[*].file_search.results[*].content' as const];
const outputs = { ...inThread, tool_outputs: [{ tool_call_id: 'call_1', output: '{"celsius":-3}' }] };
const params = { assistant_id: run.assistant_id };
const quickly = { pollIntervalMs: 1 };

const stepsCalls: readonly ApiCall[] = [
  {
    method: 'beta.threads.runs.steps.retrieve',
    call: (client) => client.beta.threads.runs.steps.retrieve(step.id, { ...inThread, run_id: run.id, include }),
    answers: [{ json: step }],
  },
  {
    method: 'beta.threads.runs.steps.list',
    call: (client) => collect(client.beta.threads.runs.steps.list(run.id, { ...inThread, include, limit: 1 })),
    answers: [
      { json: { object: 'list', data: [step], has_more: true } },
      { json: { object: 'list', data: [{ ...step, id: 'step_abc456' }], has_more: false } },
    ],
  },
];

export const runsCalls: readonly ApiCall[] = [
  {
    method: 'beta.threads.runs.create',
    call: (client) =>
      client.beta.threads.runs.create(threadId, {
        ...params,
        include,
        additional_instructions: 'Be brief.',
        tools: [{ type: 'function', function: { name: 'weather', parameters: { type: 'object', properties: {} } } }],
        tool_choice: 'auto',
        truncation_strategy: { type: 'last_messages', last_messages: 10 },
      }),
    answers: [{ json: { ...run, status: 'queued' } }],
  },
  {
    method: 'beta.threads.runs.create',
    variant: 'streamed',
    call: async (client) => collect(await client.beta.threads.runs.create(threadId, { ...params, stream: true })),
    answers: [{ events: runEvents, named: true }],
  },
  {
    method: 'beta.threads.runs.create',
    variant: 'streamed until tools are needed',
    call: async (client) => collect(await client.beta.threads.runs.create(threadId, { ...params, stream: true })),
    answers: [
      {
        events: [
          { event: 'thread.run.created', data: run },
          { event: 'thread.run.requires_action', data: waiting },
          { event: 'done', data: '[DONE]' },
        ],
        named: true,
      },
    ],
  },
  {
    method: 'beta.threads.runs.retrieve',
    call: (client) => client.beta.threads.runs.retrieve(run.id, inThread),
    answers: [{ json: run }],
  },
  {
    method: 'beta.threads.runs.update',
    call: (client) => client.beta.threads.runs.update(run.id, { ...inThread, metadata: { user: 'u1' } }),
    answers: [{ json: { ...run, metadata: { user: 'u1' } } }],
  },
  {
    method: 'beta.threads.runs.list',
    call: (client) => collect(client.beta.threads.runs.list(threadId, { limit: 1, order: 'desc' })),
    answers: [
      { json: { object: 'list', data: [run], has_more: true } },
      { json: { object: 'list', data: [{ ...run, id: 'run_abc456' }], has_more: false } },
    ],
  },
  {
    method: 'beta.threads.runs.cancel',
    call: (client) => client.beta.threads.runs.cancel(run.id, inThread),
    answers: [{ json: { ...run, status: 'cancelling' } }],
  },
  {
    method: 'beta.threads.runs.submitToolOutputs',
    call: (client) => client.beta.threads.runs.submitToolOutputs(run.id, outputs),
    answers: [{ json: { ...run, status: 'queued' } }],
  },
  {
    method: 'beta.threads.runs.submitToolOutputs',
    variant: 'streamed',
    call: async (client) =>
      collect(await client.beta.threads.runs.submitToolOutputs(run.id, { ...outputs, stream: true })),
    answers: [{ events: runEvents, named: true }],
  },
  {
    method: 'beta.threads.runs.poll',
    call: (client) => client.beta.threads.runs.poll(run.id, inThread, quickly),
    answers: [
      { json: { ...run, status: 'queued' } },
      { json: { ...run, status: 'in_progress' } },
      { json: { ...run, status: 'cancelling' } },
      { json: { ...run, status: 'cancelled' } },
    ],
  },
  {
    method: 'beta.threads.runs.createAndPoll',
    call: (client) => client.beta.threads.runs.createAndPoll(threadId, params, quickly),
    answers: [{ json: { ...run, status: 'queued' } }, { json: waiting }],
  },
  {
    method: 'beta.threads.runs.submitToolOutputsAndPoll',
    call: (client) => client.beta.threads.runs.submitToolOutputsAndPoll(run.id, outputs, quickly),
    answers: [{ json: { ...run, status: 'queued' } }, { json: { ...run, status: 'in_progress' } }, { json: run }],
  },
  ...stepsCalls,
];
