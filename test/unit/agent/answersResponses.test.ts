import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Approvals } from '../../../src/agent/approval.ts';
import { createResponsesModel } from '../../../src/agent/models/responsesModel.ts';
import { runTurn } from '../../../src/agent/runTurn.ts';
import type { Item, ServerCallItem, Transcript } from '../../../src/agent/transcript.ts';
import { noQuestions } from '../../support/toolContext.ts';
import { collect, noApprovals, replay, user } from './script.ts';
import { connectModel, type Wire } from './wire.ts';

const completed = { type: 'response.completed', response: { output: [] } };
const added = (output_index: number, item: object) => ({ type: 'response.output_item.added', output_index, item });
const ended = (output_index: number, item: object) => ({ type: 'response.output_item.done', output_index, item });
const text = (delta: string, output_index = 0, content_index = 0) => ({
  type: 'response.output_text.delta',
  output_index,
  content_index,
  delta,
});
const cite = (annotation: object, content_index = 0) => ({
  type: 'response.output_text.annotation.added',
  output_index: 0,
  content_index,
  annotation,
});
const message = { type: 'message', id: 'msg_1', role: 'assistant', content: [] };
/** A call as the server has it when it begins and when it is done. */
const call = (item: { id: string } & Record<string, unknown>, before: object = {}) => [
  added(0, { ...item, status: 'in_progress', ...before }),
  ended(0, { ...item, status: 'completed' }),
];

const webSearch = {
  type: 'web_search_call',
  id: 'ws_1',
  action: { type: 'search', query: 'sort', queries: ['sort'], sources: [{ type: 'url', url: 'https://a.example/' }] },
};
const openPage = { type: 'web_search_call', id: 'ws_2', action: { type: 'open_page', url: 'https://a.example/' } };
const findInPage = {
  type: 'web_search_call',
  id: 'ws_3',
  action: { type: 'find_in_page', url: 'https://a.example/', pattern: 'stable' },
};
const fileSearch = {
  type: 'file_search_call',
  id: 'fs_1',
  queries: ['sorting'],
  results: [{ filename: 'report.md', file_id: 'file-1', score: 0.9, text: 'It took 12 ms.' }],
};
const code = {
  type: 'code_interpreter_call',
  id: 'ci_1',
  container_id: 'cntr_1',
  code: 'print(1)',
  outputs: [
    { type: 'logs', logs: '1' },
    { type: 'image', url: 'data:image/png;base64,AAAA' },
  ],
};
const image = {
  type: 'image_generation_call',
  id: 'ig_1',
  result: 'iVBORw0',
  revised_prompt: 'A fox',
  output_format: 'webp',
};
const mcpTools = {
  type: 'mcp_list_tools',
  id: 'mcpl_1',
  server_label: 'weather',
  tools: [{ name: 'forecast', description: 'Tells it.', input_schema: { type: 'object' } }],
};
const mcpCall = {
  type: 'mcp_call',
  id: 'mcp_1',
  server_label: 'weather',
  name: 'forecast',
  arguments: '{"city":"Bern"}',
  output: 'Rain.',
};
const calls = [webSearch, openPage, findInPage, fileSearch, code, image, mcpTools, mcpCall];

async function turn(wire: Wire, approvals: Approvals = noApprovals, start: Transcript = [user('Go')]) {
  const options = {
    conversationId: 'one',
    transcript: start,
    model: 'gpt-5.4',
    instructions: '',
    stream: wire.stream,
    tools: () => [],
    approvals,
    questions: noQuestions,
    stepLimit: 5,
    signal: new AbortController().signal,
  };
  const events = await collect(runTurn(options));
  return { events, transcript: replay(start, events) };
}

const ofType = <K extends Item['type']>(transcript: Transcript, type: K) =>
  transcript.filter((item): item is Extract<Item, { type: K }> => item.type === type);

describe('Responses: what an answer can hold', () => {
  it('reads every call of the server, and sends each back as the API has it', async () => {
    await using wire = await connectModel(
      createResponsesModel,
      [...calls.flatMap((item) => call(item)), added(9, message), text('Done.', 9), completed],
      [completed],
    );
    const { transcript } = await turn(wire);
    const items = ofType(transcript, 'serverCall');
    assert.deepEqual(
      items.map(({ status, input, call: { kind } }) => [status, input, kind]),
      [
        ['succeeded', '', 'webSearch'],
        ['succeeded', '', 'openPage'],
        ['succeeded', '', 'findInPage'],
        ['succeeded', '', 'fileSearch'],
        ['succeeded', 'print(1)', 'codeInterpreter'],
        ['succeeded', '', 'imageGeneration'],
        ['succeeded', '', 'mcpTools'],
        ['succeeded', '{"city":"Bern"}', 'mcpCall'],
      ],
    );
    await wire.ask({ model: 'gpt-5.4', transcript: [...transcript, user('And now?', 'u2')] });
    const input = wire.bodies()[1]?.input as Record<string, unknown>[];
    const bareImage = { type: image.type, id: image.id, result: image.result };
    const sent = calls.map((item) => (item === image ? bareImage : item));
    assert.deepEqual(
      input.slice(1, -2).map(({ status, ...item }) => {
        assert.ok(status === 'completed' || String(item.type).startsWith('mcp_'), String(item.type));
        return item;
      }),
      sent,
    );
    assert.deepEqual(input.at(-2), { role: 'assistant', content: 'Done.' });
  });

  it('tells another model in words what came of calls it does not get back', async () => {
    await using wire = await connectModel(
      createResponsesModel,
      [...call(code), added(1, message), text('One.', 1), completed],
      [completed],
    );
    const { transcript } = await turn(wire);
    await wire.ask({ model: 'gpt-4.1', transcript: [...transcript, user('More', 'u2')] });
    const input = wire.bodies()[1]?.input as Record<string, unknown>[];
    assert.deepEqual(input[1], {
      role: 'assistant',
      content: '[Ran this code:]\nprint(1)\n[It printed:]\n1\n\nOne.',
    });
  });

  it('streams code and arguments, shows images on the way and keeps the last alone', async () => {
    const partial = (data: string) => ({
      type: 'response.image_generation_call.partial_image',
      item_id: 'ig_1',
      partial_image_b64: data,
      output_format: 'webp',
    });
    await using wire = await connectModel(createResponsesModel, [
      added(0, { ...code, code: '', outputs: null }),
      { type: 'response.code_interpreter_call_code.delta', item_id: 'ci_1', delta: 'print' },
      { type: 'response.code_interpreter_call_code.delta', item_id: 'ci_1', delta: '(1)' },
      ended(0, { ...code, status: 'completed' }),
      added(1, { ...image, result: null, revised_prompt: null }),
      partial('AAAA'),
      partial('BBBB'),
      ended(1, { ...image, status: 'completed' }),
      completed,
    ]);
    const { events, transcript } = await turn(wire);
    assert.ok(events.some((event) => event.type === 'delta' && event.delta === 'print(1)'));
    assert.deepEqual(
      events.flatMap((event) => (event.type === 'partialImage' ? [event.image] : [])),
      [
        { mediaType: 'image/webp', data: 'AAAA' },
        { mediaType: 'image/webp', data: 'BBBB' },
      ],
    );
    const kept = events.filter((event) => event.type === 'item').map((event) => JSON.stringify(event));
    assert.ok(!kept.some((json) => json.includes('BBBB')), 'no image on the way is in an item');
    assert.equal(kept.filter((json) => json.includes('iVBORw0')).length, 1, 'the image is in one event');
    assert.deepEqual(ofType(transcript, 'serverCall')[1]?.call, {
      kind: 'imageGeneration',
      prompt: 'A fox',
      image: { mediaType: 'image/webp', data: 'iVBORw0' },
    });
  });

  it('keeps what is cited with its place in the whole text, by code point, part by part', async () => {
    const url = { type: 'url_citation', url: 'https://a.example/', title: 'A', start_index: 2, end_index: 5 };
    await using wire = await connectModel(createResponsesModel, [
      added(0, message),
      text('🦊 abc'),
      cite(url),
      text('second', 0, 1),
      cite({ type: 'file_citation', file_id: 'file-1', filename: 'a.md', index: 6 }, 1),
      cite({ type: 'file_path', file_id: 'file-2', index: 0 }, 1),
      cite(
        {
          type: 'container_file_citation',
          container_id: 'c',
          file_id: 'f',
          filename: 'x.csv',
          start_index: 0,
          end_index: 2,
        },
        1,
      ),
      cite({ type: 'brand_new' }, 1),
      completed,
    ]);
    const [answer] = ofType((await turn(wire)).transcript, 'assistant');
    assert.equal(answer?.text, '🦊 abcsecond');
    assert.deepEqual(answer.citations, [
      { kind: 'url', url: 'https://a.example/', title: 'A', start: 3, end: 6 },
      { kind: 'file', fileId: 'file-1', name: 'a.md', start: 12, end: 12 },
      { kind: 'file', fileId: 'file-2', name: 'file-2' },
      { kind: 'file', fileId: 'f', name: 'x.csv', containerId: 'c', start: 6, end: 8 },
    ]);
  });

  it('reads places that lie nowhere, parts without text and formats that are none', async () => {
    const place = (start_index: unknown, end_index: unknown) =>
      cite({ type: 'url_citation', url: 'https://a.example/', title: 'A', start_index, end_index });
    await using wire = await connectModel(createResponsesModel, [
      added(0, message),
      text('🦊 abc'),
      place(0, Number.MAX_SAFE_INTEGER),
      place(-1, 2),
      place(0.5, 2),
      place('0', '2'),
      ended(1, { ...message, content: [{ type: 'brand_new', sound: 'la' }] }),
      ...call({ ...image, output_format: 'constructor' }),
      completed,
    ]);
    const { transcript } = await turn(wire);
    const [answer] = ofType(transcript, 'assistant');
    assert.equal(answer?.text, '🦊 abc');
    const cited = { kind: 'url', url: 'https://a.example/', title: 'A' };
    assert.deepEqual(answer.citations, [{ ...cited, start: 0, end: 6 }, cited, cited, cited]);
    const [drawn] = ofType(transcript, 'serverCall');
    assert.ok(drawn?.call.kind === 'imageGeneration');
    assert.equal(drawn.call.image?.mediaType, 'image/png');
  });

  it('takes citations and probabilities that come only with the whole message', async () => {
    const logprobs = [
      { token: 'Hi', logprob: -0.5, bytes: [], top_logprobs: [{ token: 'Ho', logprob: -1, bytes: [] }] },
    ];
    const annotations = [{ type: 'url_citation', url: 'https://a.example/', title: '', start_index: 0, end_index: 2 }];
    await using wire = await connectModel(createResponsesModel, [
      ended(0, { ...message, content: [{ type: 'output_text', text: 'Hi', annotations, logprobs }] }),
      completed,
    ]);
    const [answer] = ofType((await turn(wire)).transcript, 'assistant');
    assert.deepEqual(answer?.logprobs, [{ token: 'Hi', logprob: -0.5, top: [['Ho', -1]] }]);
    assert.deepEqual(answer.citations, [{ kind: 'url', url: 'https://a.example/', title: '', start: 0, end: 2 }]);
  });

  const request = {
    type: 'mcp_approval_request',
    id: 'mcpr_1',
    server_label: 'weather',
    name: 'forecast',
    arguments: '{"city":"Bern"}',
  };
  for (const approved of [true, false]) {
    it(`asks before an MCP server runs a tool, whatever rules say, and sends ${approved ? 'a yes' : 'a no'}`, async () => {
      await using wire = await connectModel(
        createResponsesModel,
        [added(0, request), ended(0, request), completed],
        [added(0, message), text('So be it.'), completed],
      );
      const asked: string[] = [];
      const { transcript } = await turn(wire, {
        ...noApprovals,
        check: () => ({ approved: true }),
        ask: (_, callId, { title, detail, scope }) => {
          asked.push(callId, title, detail, String(scope));
          return Promise.resolve(approved ? { approved } : { approved, reason: 'Not today' });
        },
      });
      assert.deepEqual(asked, ['mcpr_1', 'Run forecast on the MCP server weather', '{"city":"Bern"}', 'undefined']);
      const reason = !approved && { reason: 'The user denied this call. Reason: Not today' };
      assert.deepEqual((wire.bodies()[1]?.input as unknown[]).slice(1), [
        request,
        { type: 'mcp_approval_response', approval_request_id: 'mcpr_1', approve: approved, ...reason },
      ]);
      assert.equal(ofType(transcript, 'toolCall')[0]?.status, approved ? 'succeeded' : 'denied');
      assert.equal(ofType(transcript, 'assistant')[0]?.text, 'So be it.');
    });
  }

  it('answers calls of custom tools in their own form', async () => {
    const custom = { type: 'custom_tool_call', id: 'ctc_1', call_id: 'call_1', name: 'run_sql', input: '' };
    await using wire = await connectModel(
      createResponsesModel,
      [
        added(0, custom),
        { type: 'response.custom_tool_call_input.delta', output_index: 0, item_id: 'ctc_1', delta: 'SELECT 1' },
        ended(0, { ...custom, input: 'SELECT 1' }),
        completed,
      ],
      [completed],
    );
    await turn(wire);
    const input = wire.bodies()[1]?.input as Record<string, unknown>[];
    assert.deepEqual(input[1], { type: 'custom_tool_call', call_id: 'call_1', name: 'run_sql', input: 'SELECT 1' });
    assert.equal(input[2]?.type, 'custom_tool_call_output');
  });

  it('asks for what tools of the server leave out unasked', async () => {
    await using wire = await connectModel(createResponsesModel, [completed]);
    const hostedTools = { web_search: {}, file_search: { vector_store_ids: ['vs_1'] }, code_interpreter: {} };
    await wire.ask({ model: 'gpt-4.1', hostedTools });
    assert.deepEqual(wire.bodies()[0]?.include, [
      'web_search_call.action.sources',
      'file_search_call.results',
      'code_interpreter_call.outputs',
    ]);
  });

  it('names calls it does not support, keeps failed ones, and ends those of a cut answer', async () => {
    await using wire = await connectModel(createResponsesModel, [
      added(0, { type: 'computer_call', id: 'cu_1', status: 'in_progress' }),
      ended(1, {
        ...image,
        result: null,
        status: 'failed',
        error: { code: 'moderation_blocked', message: 'Blocked.' },
      }),
      added(2, { ...webSearch, action: null }),
      { type: 'response.incomplete', response: { incomplete_details: { reason: 'max_output_tokens' } } },
    ]);
    const { transcript } = await turn(wire);
    assert.deepEqual(
      ofType(transcript, 'serverCall').map(({ status, call: { kind } }: ServerCallItem) => [kind, status]),
      [
        ['unsupported', 'failed'],
        ['imageGeneration', 'failed'],
        ['webSearch', 'cancelled'],
      ],
    );
    assert.deepEqual(ofType(transcript, 'result')[0]?.incompleteReason, 'max_output_tokens');
  });

  it("tells what Azure's content filter said, by category", async () => {
    await using wire = await connectModel(createResponsesModel, [
      added(0, message),
      text('Hi'),
      {
        type: 'response.completed',
        response: {
          output: [],
          content_filters: [
            { source_type: 'prompt', content_filter_results: { jailbreak: { detected: true, filtered: false } } },
            { source_type: 'completion', content_filter_results: { hate: { severity: 'low', filtered: true } } },
          ],
        },
      },
    ]);
    assert.deepEqual(ofType((await turn(wire)).transcript, 'result')[0]?.filters, [
      { of: 'prompt', category: 'jailbreak', filtered: false, detected: true },
      { of: 'answer', category: 'hate', filtered: true, severity: 'low' },
    ]);
  });
});
