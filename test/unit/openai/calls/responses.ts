import type { ResponseCreateParamsBase } from 'openai/resources/responses/responses';
import { serverCallInput } from '../../../../src/agent/models/serverCalls.ts';
import type { ServerCall } from '../../../../src/agent/serverCall.ts';
import { collect, type Answer, type ApiCall } from './call.ts';

const model = 'gpt-5.1';
const body: Omit<ResponseCreateParamsBase, 'stream'> = { model, input: 'Grüße 👋' };
// Not recommended any more, and accepted still: with a type of the API it could not be written.
const older = { truncation: 'auto' as const };

const png = { mediaType: 'image/png', data: 'aGk=' };
const calls: readonly ServerCall[] = [
  { kind: 'webSearch', queries: ['sort'], sources: ['https://a.example/'] },
  { kind: 'openPage', url: 'https://a.example/' },
  { kind: 'findInPage', url: 'https://a.example/', pattern: 'stable' },
  { kind: 'fileSearch', queries: ['sort'], hits: [{ name: 'a.md', fileId: 'file-1', score: 0.5, text: 'It is.' }] },
  { kind: 'codeInterpreter', containerId: 'cntr_1', outputs: [{ type: 'logs', text: '1' }] },
  { kind: 'imageGeneration', image: png },
  { kind: 'mcpTools', server: 'weather', tools: [{ name: 'forecast', inputSchema: { type: 'object' } }] },
  { kind: 'mcpCall', server: 'weather', name: 'forecast', output: 'Rain.' },
];
/** What a conversation sends back of tools that ran at the server. */
const serverCalls = calls.flatMap((call, index) => {
  const id = `call_${index}`;
  const item = {
    type: 'serverCall',
    id,
    at: 1,
    providerId: id,
    model,
    status: 'succeeded',
    input: '{}',
    call,
  } as const;
  return serverCallInput(item) ?? [];
});

const everything: Omit<ResponseCreateParamsBase, 'stream'> = {
  model,
  instructions: 'Be brief.',
  input: [
    { role: 'developer', content: 'Answer in German.' },
    {
      role: 'user',
      content: [
        { type: 'input_text', text: 'What is this?' },
        { type: 'input_image', image_url: 'data:image/png;base64,aGk=', detail: 'low' },
      ],
    },
    { type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{}' },
    { type: 'function_call_output', call_id: 'call_1', output: 'done' },
    { type: 'mcp_approval_request', id: 'mcpr_1', server_label: 'weather', name: 'forecast', arguments: '{}' },
    { type: 'mcp_approval_response', approval_request_id: 'mcpr_1', approve: false, reason: 'Not today' },
    ...serverCalls,
  ],
  store: false,
  include: ['reasoning.encrypted_content', 'web_search_call.action.sources'],
  max_output_tokens: 100,
  metadata: { topic: 'orders' },
  parallel_tool_calls: true,
  previous_response_id: 'resp_0',
  prompt_cache_key: 'orders',
  reasoning: { effort: 'low', summary: 'auto' },
  text: {
    verbosity: 'low',
    format: {
      type: 'json_schema',
      name: 'order',
      strict: true,
      schema: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'], additionalProperties: false },
    },
  },
  tools: [
    { type: 'function', name: 'f', parameters: { type: 'object', properties: {} }, strict: true },
    { type: 'web_search', search_context_size: 'low' },
    { type: 'file_search', vector_store_ids: ['vs_1'] },
    { type: 'code_interpreter', container: { type: 'auto' } },
  ],
  tool_choice: 'auto',
  ...older,
};

const text = (value: string) => ({ type: 'output_text', text: value, annotations: [] });
const response = {
  id: 'resp_1',
  object: 'response',
  created_at: 1_741_476_542,
  status: 'completed',
  model,
  output: [
    { type: 'reasoning', id: 'rs_1', summary: [] },
    {
      type: 'message',
      id: 'msg_1',
      role: 'assistant',
      status: 'completed',
      content: [text('Hel'), { type: 'refusal', refusal: 'no' }],
    },
    { type: 'message', id: 'msg_2', role: 'assistant', status: 'completed', content: [text('lo')] },
  ],
};
const data = [
  { type: 'response.created', response: { ...response, status: 'in_progress', output: [] }, sequence_number: 0 },
  {
    type: 'response.output_text.delta',
    item_id: 'msg_1',
    output_index: 1,
    content_index: 0,
    delta: 'Grüße',
    sequence_number: 1,
  },
  { type: 'response.completed', response, sequence_number: 2 },
];
const events: Answer = { named: true, events: data.map((one) => ({ event: one.type, data: one })) };
const item = { id: 'msg_0', type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hi' }] };

export const responsesCalls: readonly ApiCall[] = [
  {
    method: 'responses.create',
    call: (client) => client.responses.create(body),
    answers: [{ json: response }],
  },
  {
    method: 'responses.create',
    variant: 'with every parameter',
    call: (client) => client.responses.create({ ...everything, stream: false }),
    answers: [{ json: { ...response, status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } } }],
  },
  {
    method: 'responses.create',
    variant: 'streamed',
    call: async (client) => collect(await client.responses.create({ ...body, stream: true })),
    answers: [events],
  },
  {
    method: 'responses.create',
    variant: 'in the background, in a conversation',
    call: (client) => client.responses.create({ ...body, background: true, store: true, conversation: 'conv_1' }),
    answers: [{ json: { ...response, status: 'queued', background: true, output: [] } }],
  },
  {
    method: 'responses.retrieve',
    call: (client) => client.responses.retrieve('resp_1'),
    answers: [{ json: response }],
  },
  {
    method: 'responses.retrieve',
    variant: 'with more in it',
    call: (client) =>
      client.responses.retrieve('resp_1', { include: ['file_search_call.results', 'message.output_text.logprobs'] }),
    answers: [{ json: response }],
  },
  {
    method: 'responses.retrieve',
    variant: 'a stream taken up again',
    call: async (client) => collect(await client.responses.retrieve('resp_1', { stream: true, starting_after: 3 })),
    answers: [events],
  },
  {
    method: 'responses.cancel',
    call: (client) => client.responses.cancel('resp_1'),
    answers: [{ json: { ...response, status: 'cancelled', background: true } }],
  },
  {
    method: 'responses.delete',
    call: (client) => client.responses.delete('resp_1'),
    answers: [{ json: { id: 'resp_1', object: 'response', deleted: true } }],
    oursAlone: 'It is typed as void, and gives what the server said all the same.',
  },
  {
    method: 'responses.compact',
    call: (client) =>
      client.responses.compact({ model, input: [{ role: 'user', content: 'Grüße' }], instructions: 'Keep names.' }),
    answers: [
      {
        json: {
          id: 'resp_2',
          object: 'response.compaction',
          created_at: 1_741_476_543,
          output: [{ type: 'compaction', id: 'cmp_1', encrypted_content: 'gAAA' }],
          usage: { input_tokens: 139, output_tokens: 438, total_tokens: 577 },
        },
      },
    ],
  },
  {
    method: 'responses.inputItems.list',
    variant: 'two pages',
    call: (client) =>
      collect(
        client.responses.inputItems.list('resp_1', { limit: 1, order: 'asc', include: ['web_search_call.results'] }),
      ),
    answers: [
      { json: { object: 'list', data: [item], first_id: 'msg_0', last_id: 'msg_0', has_more: true } },
      { json: { object: 'list', data: [{ ...item, id: 'msg_9' }], has_more: false } },
    ],
  },
  {
    method: 'responses.inputTokens.count',
    call: (client) => client.responses.inputTokens.count({ model, input: 'Grüße 👋', instructions: 'Be brief.' }),
    answers: [{ json: { object: 'response.input_tokens', input_tokens: 11 } }],
  },
  {
    method: 'responses.inputTokens.count',
    variant: 'of nothing',
    call: (client) => client.responses.inputTokens.count(),
    answers: [{ json: { object: 'response.input_tokens', input_tokens: 0 } }],
  },
];
