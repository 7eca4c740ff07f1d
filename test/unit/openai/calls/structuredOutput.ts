import type { ApiCall } from './call.ts';

const schema = {
  type: 'object',
  properties: { name: { type: 'string' }, age: { type: ['integer', 'null'] } },
  required: ['name', 'age'],
  additionalProperties: false,
};
const tool = { name: 'look_up', description: 'Looks a person up.', parameters: schema, strict: true };
const ada = '{"name":"Ada","age":36}';

const completion = (message: object, finish_reason = 'stop') => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_744_376_268,
  model: 'gpt-4o-2024-08-06',
  choices: [{ index: 0, message: { role: 'assistant', content: null, refusal: null, ...message }, finish_reason }],
  usage: { prompt_tokens: 9, completion_tokens: 8, total_tokens: 17 },
});
const calls = [{ id: 'call_1', type: 'function', function: { name: tool.name, arguments: ada } }];

const response = (output: readonly object[]) => ({
  id: 'resp_1',
  object: 'response',
  created_at: 1_744_376_268,
  status: 'completed',
  error: null,
  incomplete_details: null,
  model: 'gpt-4o-2024-08-06',
  output,
});
const message = (...content: object[]) => ({
  type: 'message',
  id: 'msg_1',
  status: 'completed',
  role: 'assistant',
  content,
});

export const structuredOutputCalls: readonly ApiCall[] = [
  {
    method: 'chat.completions.parse',
    call: (client) =>
      client.chat.completions.parse({
        model: 'gpt-4o',
        messages: [{ role: 'user', content: 'Who wrote the first program?' }],
        response_format: { type: 'json_schema', json_schema: { name: 'person', schema, strict: true } },
      }),
    answers: [{ json: completion({ content: ada }) }],
  },
  {
    method: 'chat.completions.parse',
    variant: 'a refusal',
    call: (client) =>
      client.chat.completions.parse({
        model: 'gpt-4o',
        messages: [{ role: 'user', content: 'Who wrote the first virus?' }],
        response_format: { type: 'json_schema', json_schema: { name: 'person', schema, strict: true } },
      }),
    answers: [{ json: completion({ refusal: 'I cannot help with that.' }) }],
  },
  {
    method: 'chat.completions.parse',
    variant: 'a tool call',
    call: (client) =>
      client.chat.completions.parse({
        model: 'gpt-4o',
        messages: [{ role: 'user', content: 'Look Ada up.' }],
        tools: [{ type: 'function', function: tool }],
      }),
    answers: [{ json: completion({ tool_calls: calls }, 'tool_calls') }],
  },
  {
    method: 'responses.parse',
    call: (client) =>
      client.responses.parse({
        model: 'gpt-4o',
        input: 'Who wrote the first program?',
        text: { format: { type: 'json_schema', name: 'person', schema, strict: true } },
      }),
    answers: [{ json: response([message({ type: 'output_text', text: ada, annotations: [] })]) }],
  },
  {
    method: 'responses.parse',
    variant: 'a refusal',
    call: (client) =>
      client.responses.parse({
        model: 'gpt-4o',
        input: 'Who wrote the first virus?',
        text: { format: { type: 'json_schema', name: 'person', schema, strict: true } },
      }),
    answers: [{ json: response([message({ type: 'refusal', refusal: 'I cannot help with that.' })]) }],
  },
  {
    method: 'responses.parse',
    variant: 'a tool call',
    call: (client) =>
      client.responses.parse({ model: 'gpt-4o', input: 'Look Ada up.', tools: [{ type: 'function', ...tool }] }),
    answers: [
      {
        json: response([
          {
            type: 'function_call',
            id: 'fc_1',
            call_id: 'call_1',
            name: tool.name,
            arguments: ada,
            status: 'completed',
          },
        ]),
      },
    ],
  },
];
