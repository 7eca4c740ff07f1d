import { collect, type Answer, type ApiCall } from './call.ts';

// What the tools of the server and its search models send besides text.

const page = { type: 'url_citation', url: 'https://example.org/', title: 'Example', start_index: 0, end_index: 5 };
const citing = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text: 'Hello', annotations: [page] }],
};
const items = [
  { id: 'ws_1', type: 'web_search_call', status: 'completed', action: { type: 'search', query: 'orders' } },
  { id: 'fs_1', type: 'file_search_call', status: 'completed', queries: ['orders'], results: null },
  { id: 'ci_1', type: 'code_interpreter_call', status: 'completed', container_id: 'cntr_1', code: '1', outputs: null },
  { id: 'ig_1', type: 'image_generation_call', status: 'completed', result: 'aGk=' },
  { id: 'mcp_1', type: 'mcp_call', name: 'look', server_label: 'docs', arguments: '{}', output: 'done' },
  citing,
];
const response = { id: 'resp_1', object: 'response', status: 'completed', model: 'gpt-5.1', output: items };
const progress = [
  'web_search_call.in_progress',
  'web_search_call.searching',
  'web_search_call.completed',
  'file_search_call.searching',
  'code_interpreter_call.interpreting',
  'image_generation_call.generating',
  'mcp_call.completed',
].map((name, index) => ({ type: `response.${name}`, output_index: 0, item_id: 'item_1', sequence_number: index }));
const data = [
  ...progress,
  { type: 'response.mcp_call_arguments.delta', output_index: 4, item_id: 'mcp_1', delta: '{}', sequence_number: 7 },
  { type: 'response.output_text.annotation.added', output_index: 5, annotation: page, sequence_number: 8 },
  { type: 'response.completed', response, sequence_number: 9 },
];
const events: Answer = { named: true, events: data.map((one) => ({ event: one.type, data: one })) };

export const builtInToolsCalls: readonly ApiCall[] = [
  {
    method: 'responses.create',
    variant: 'with the tools of the server, streamed',
    call: async (client) =>
      collect(
        await client.responses.create({
          model: 'gpt-5.1',
          input: 'What is new?',
          tools: [
            { type: 'web_search' },
            { type: 'file_search', vector_store_ids: ['vs_1'] },
            { type: 'code_interpreter', container: { type: 'auto' } },
            { type: 'image_generation', partial_images: 1 },
            { type: 'mcp', server_label: 'docs', server_url: 'https://example.org/mcp', require_approval: 'never' },
          ],
          stream: true,
        }),
      ),
    answers: [events],
  },
  {
    method: 'responses.create',
    variant: 'with the tools of a computer',
    call: (client) =>
      client.responses.create({
        model: 'computer-use-preview',
        input: 'Open the settings.',
        tools: [{ type: 'computer_use_preview', display_width: 1024, display_height: 768, environment: 'browser' }],
      }),
    answers: [
      {
        json: {
          ...response,
          output: [
            {
              id: 'cu_1',
              type: 'computer_call',
              call_id: 'call_1',
              action: { type: 'screenshot' },
              pending_safety_checks: [],
              status: 'completed',
            },
          ],
        },
      },
    ],
  },
  {
    method: 'chat.completions.create',
    variant: 'with citations of a search model',
    call: (client) =>
      client.chat.completions.create({
        model: 'gpt-4o-search-preview',
        messages: [{ role: 'user', content: 'What is new?' }],
        web_search_options: { search_context_size: 'low' },
      }),
    answers: [
      {
        json: {
          id: 'chatcmpl-1',
          object: 'chat.completion',
          created: 1_744_567_305,
          model: 'gpt-4o-search-preview-2025-03-11',
          choices: [
            {
              index: 0,
              message: {
                role: 'assistant',
                content: 'Hello',
                refusal: null,
                annotations: [{ type: 'url_citation', url_citation: { ...page, type: undefined } }],
              },
              finish_reason: 'stop',
            },
          ],
        },
      },
    ],
  },
];
