import { ApiError, newId, objectsIn, textIn, type ApiAnswer, type ApiRequest, type Json, type Routes } from './api.ts';
import { drawPng } from './media.ts';
import { richChatAnswer } from './richChatAnswers.ts';

type StreamedAnswer = Extract<ApiAnswer, { events: unknown }>;

const link = '([developer.mozilla.org](https://developer.mozilla.org/sort))';
const cited = `Sorting is **stable** since ES2019. ${link} The report has the numbers.`;
const picture = (size: number) => drawPng('A fox at dawn', size).toString('base64');

/**
 * Answers that hold more than text: what the server's own tools did, refusals, ends before the end. One that is asked for
 * "when you are told" waits. Undefined for any other request.
 */
export function richAnswer({ method, path, body }: ApiRequest): ApiAnswer | undefined {
  if (method !== 'POST' || body.stream !== true) return undefined;
  if (path === '/chat/completions') return richChatAnswer(body);
  if (path !== '/responses') return undefined;
  const items = objectsIn(body.input);
  const asked = textOfUser(items.findLast(({ role }) => role === 'user'));
  const since = items.slice(items.findLastIndex(({ role }) => role === 'assistant') + 1);
  const decided = since.find(({ type }) => type === 'mcp_approval_response');
  if (decided) return mcpAnswer(decided, asked);
  const answer = answerTo(asked);
  return answer && (/when you are told/i.test(asked) ? held(answer) : answer);
}

function answerTo(asked: string): StreamedAnswer | undefined {
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
  if (/squares as a file/i.test(asked)) return stream(madeFile());
  if (/as JSON, please/i.test(asked))
    return stream(message(0, '{"city":"Bern","days":[{"rain":true},{"rain":false}]}'));
  if (/hot-wire a car/i.test(asked)) return stream(refusal('I cannot help with that.'));
  if (/tell me a long story/i.test(asked)) {
    const cut = { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } };
    return stream(message(0, 'Once upon a time a fox'), cut);
  }
  if (/^continue exactly where you stopped/i.test(asked)) return stream(message(0, ' lived in a harbour.'));
  if (/draw a fox/i.test(asked)) return stream(drawing(0));
  if (/when you are told/i.test(asked)) return stream(message(0, 'You have told me.'));
  return undefined;
}

/** The end of its first item waits. */
function held(answer: StreamedAnswer): StreamedAnswer {
  const at = answer.events.findIndex(({ event }) => event === 'response.output_item.done');
  return { events: answer.events.map((event, index) => (index === at ? { ...event, held: true } : event)) };
}

function mcpAnswer({ approve, approval_request_id }: Json, asked: string): StreamedAnswer {
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
  // Who steers meanwhile is answered as well.
  const also = /in one word/i.test(asked) ? 'Rain.' : 'It will rain in Bern.';
  return stream([...whole(0, call), ...message(1, also)]);
}

function everyKind(): Json[] {
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
    ...drawing(3),
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

/** A picture, with what it looks like on the way. */
function drawing(output_index: number): Json[] {
  const image = { type: 'image_generation_call', id: newId('ig_') };
  return [
    { type: 'response.output_item.added', output_index, item: { ...image, status: 'in_progress', result: null } },
    {
      type: 'response.image_generation_call.partial_image',
      output_index,
      item_id: image.id,
      partial_image_index: 0,
      partial_image_b64: picture(32),
    },
    {
      type: 'response.output_item.done',
      output_index,
      item: {
        ...image,
        status: 'completed',
        result: picture(192),
        revised_prompt: 'A fox at dawn',
        output_format: 'png',
      },
    },
  ];
}

function refusal(text: string): Json[] {
  const item = { type: 'message', id: newId('msg_'), role: 'assistant' };
  const content = [{ type: 'refusal', refusal: text }];
  return [
    { type: 'response.output_item.added', output_index: 0, item: { ...item, content: [], status: 'in_progress' } },
    { type: 'response.refusal.delta', output_index: 0, item_id: item.id, content_index: 0, delta: text },
    { type: 'response.output_item.done', output_index: 0, item: { ...item, status: 'completed', content } },
  ];
}

/** What the code interpreter made of it, for whoever has the id. */
export const containerRoutes: Routes = {
  'GET /containers/{id}/files/{file}/content': (_, id, file) => {
    if (id !== 'cntr_1' || file !== 'cfile_1') throw new ApiError(404, 'Container not found.');
    return { bytes: Buffer.from('n,square\n1,1\n2,4\n'), type: 'application/octet-stream' };
  },
};

function madeFile(): Json[] {
  const text = 'Here it is: [squares.csv](sandbox:/mnt/data/squares.csv), and an older one.';
  const at = { container_id: 'cntr_1', start_index: text.indexOf('['), end_index: text.indexOf(')') + 1 };
  return message(0, text, [
    { type: 'container_file_citation', ...at, file_id: 'cfile_1', filename: 'squares.csv' },
    { type: 'container_file_citation', ...at, file_id: 'cfile_0', filename: 'old.csv' },
  ]);
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

function stream(events: readonly Json[], end: Json = { status: 'completed' }): StreamedAnswer {
  const usage = {
    input_tokens: 420,
    input_tokens_details: { cached_tokens: 256 },
    output_tokens: 64,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 484,
  };
  const response = { id: newId('resp_'), object: 'response', output: [], usage, ...end };
  const all: readonly Json[] = [...events, { type: `response.${textIn(end.status)}`, response }];
  return {
    events: all.map((data, number) => ({ event: textIn(data.type), data: { ...data, sequence_number: number } })),
  };
}

function textOfUser(item: Json | undefined): string {
  if (!item) return '';
  const parts = objectsIn(item.content).map(({ text }) => textIn(text));
  return [textIn(item.content), ...parts].join('\n');
}
