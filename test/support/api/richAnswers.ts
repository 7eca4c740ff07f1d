import { newId, objectsIn, textIn, type ApiAnswer, type ApiRequest, type Json } from './api.ts';
import { drawPng } from './media.ts';

const link = '([developer.mozilla.org](https://developer.mozilla.org/sort))';
const cited = `Sorting is **stable** since ES2019. ${link} The report has the numbers.`;
const picture = (size: number) => drawPng('A fox at dawn', size).toString('base64');

/** Answers of the Responses API that hold what the server's own tools did; undefined for any other request. */
export function richAnswer({ method, path, body }: ApiRequest): ApiAnswer | undefined {
  if (method !== 'POST' || path !== '/responses' || body.stream !== true) return undefined;
  const items = objectsIn(body.input);
  const asked = textOfUser(items.findLast(({ role }) => role === 'user'));
  const decided = items.at(-1);
  if (decided?.type === 'mcp_approval_response') return mcpAnswer(decided);
  if (/every kind of answer/i.test(asked)) return stream(everyKind());
  if (/weather server/i.test(asked)) {
    const args = '{"city":"Bern"}';
    return stream(
      whole(0, {
        type: 'mcp_approval_request',
        id: newId('mcpr_'),
        server_label: 'weather',
        name: 'forecast',
        arguments: args,
      }),
    );
  }
  if (/as JSON, please/i.test(asked))
    return stream(message(0, '{"city":"Bern","days":[{"rain":true},{"rain":false}]}'));
  return undefined;
}

function mcpAnswer({ approve, approval_request_id }: Json): ApiAnswer {
  if (approve !== true) return stream(message(0, 'Then I do not know the weather.'));
  const call = {
    type: 'mcp_call',
    id: newId('mcp_'),
    server_label: 'weather',
    name: 'forecast',
    arguments: '{"city":"Bern"}',
    approval_request_id,
    output: '{"tomorrow":"rain"}',
  };
  return stream([...whole(0, call), ...message(1, 'It will rain in Bern.')]);
}

function everyKind(): Json[] {
  const image = { type: 'image_generation_call', id: newId('ig_') };
  return [
    ...whole(0, {
      type: 'web_search_call',
      id: newId('ws_'),
      action: {
        type: 'search',
        queries: ['stable sort'],
        sources: [{ type: 'url', url: 'https://developer.mozilla.org/sort' }],
      },
    }),
    ...whole(1, {
      type: 'file_search_call',
      id: newId('fs_'),
      queries: ['sorting'],
      results: [{ filename: 'report.md', file_id: 'file-1', score: 0.92, text: 'Sorting took 12 ms.' }],
    }),
    ...whole(2, {
      type: 'code_interpreter_call',
      id: newId('ci_'),
      container_id: 'cntr_1',
      code: 'print(sorted([3, 1, 2]))',
      outputs: [
        { type: 'logs', logs: '[1, 2, 3]' },
        { type: 'image', url: `data:image/png;base64,${picture(64)}` },
      ],
    }),
    { type: 'response.output_item.added', output_index: 3, item: { ...image, status: 'in_progress', result: null } },
    {
      type: 'response.image_generation_call.partial_image',
      output_index: 3,
      item_id: image.id,
      partial_image_index: 0,
      partial_image_b64: picture(32),
    },
    {
      type: 'response.output_item.done',
      output_index: 3,
      item: {
        ...image,
        status: 'completed',
        result: picture(192),
        revised_prompt: 'A fox at dawn',
        output_format: 'png',
      },
    },
    ...message(4, cited, [
      {
        type: 'url_citation',
        url: 'https://developer.mozilla.org/sort',
        title: 'Array.prototype.sort',
        start_index: cited.indexOf(link),
        end_index: cited.indexOf(link) + link.length,
      },
      { type: 'file_citation', file_id: 'file-1', filename: 'report.md', index: cited.length - 1 },
    ]),
  ];
}

const whole = (output_index: number, item: Json): Json[] => [
  { type: 'response.output_item.added', output_index, item: { ...item, status: 'in_progress' } },
  { type: 'response.output_item.done', output_index, item: { ...item, status: 'completed' } },
];

function message(output_index: number, text: string, annotations: readonly Json[] = []): Json[] {
  const item = { type: 'message', id: newId('msg_'), role: 'assistant' };
  const logprobs = [...text.matchAll(/\w+|\W/g)].map(([token], at) => ({
    token,
    logprob: -((at * 7) % 10) / 4,
    bytes: [],
    top_logprobs: [],
  }));
  const at = { output_index, item_id: item.id, content_index: 0 };
  return [
    { type: 'response.output_item.added', output_index, item: { ...item, content: [], status: 'in_progress' } },
    ...logprobs.map((one) => ({ type: 'response.output_text.delta', ...at, delta: one.token, logprobs: [one] })),
    ...annotations.map((annotation, annotation_index) => ({
      type: 'response.output_text.annotation.added',
      ...at,
      annotation_index,
      annotation,
    })),
    {
      type: 'response.output_item.done',
      output_index,
      item: { ...item, status: 'completed', content: [{ type: 'output_text', text, annotations, logprobs }] },
    },
  ];
}

function stream(events: readonly Json[]): ApiAnswer {
  const usage = {
    input_tokens: 420,
    input_tokens_details: { cached_tokens: 256 },
    output_tokens: 64,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 484,
  };
  const response = { id: newId('resp_'), object: 'response', status: 'completed', output: [], usage };
  const all: readonly Json[] = [...events, { type: 'response.completed', response }];
  return {
    events: all.map((data, number) => ({ event: textIn(data.type), data: { ...data, sequence_number: number } })),
  };
}

function textOfUser(item: Json | undefined): string {
  if (!item) return '';
  const parts = objectsIn(item.content).map(({ text }) => textIn(text));
  return [textIn(item.content), ...parts].join('\n');
}
