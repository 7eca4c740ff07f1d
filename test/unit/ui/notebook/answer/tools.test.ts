import assert from 'node:assert/strict';
import { test } from 'node:test';
import { png, read, readEvents, said, type Read } from './read.ts';

const data = `data:image/png;base64,${png}`;
const image = { kind: 'image', mimeType: 'image/png', base64: png };
const response = (...output: object[]) =>
  read({ path: '/responses', request: {}, answer: { id: 'r', object: 'response', status: 'completed', output } });

const last = (result: Read) => {
  const part = said(result).at(-1);
  return part?.kind === 'text' ? part.text : '';
};

test('images within a chat message: of its content, beside it, in a stream, and at an address', async () => {
  const message = {
    content: [
      { type: 'text', text: 'Look:' },
      { type: 'image_url', image_url: { url: data } },
    ],
    images: [{ type: 'image_url', image_url: { url: 'https://i.example/a.png' } }],
  };
  const result = await read({
    path: '/chat/completions',
    request: {},
    answer: { choices: [{ index: 0, message, finish_reason: 'stop' }] },
    loadImage: (url) =>
      Promise.resolve(
        url.endsWith('/a.png') ? { kind: 'image', mimeType: 'image/gif', base64: 'R0lGODlh' } : undefined,
      ),
  });
  assert.deepEqual(said(result), [
    { kind: 'text', role: 'answer', text: 'Look:' },
    image,
    { kind: 'image', mimeType: 'image/gif', base64: 'R0lGODlh' },
  ]);
  const json = result.answer?.parts.at(-1);
  assert.ok(json?.kind === 'json' && JSON.stringify(json.value).includes('https://i.example/a.png'));
  const streamed = await readEvents('/chat/completions', [
    { choices: [{ index: 0, delta: { content: 'Look:' } }] },
    { choices: [{ index: 0, delta: { images: [{ type: 'image_url', image_url: { url: data } }] } }] },
    { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
    '[DONE]',
  ]);
  assert.deepEqual(said(streamed), [{ kind: 'text', role: 'answer', text: 'Look:' }, image]);
});

test('an image that is none is not shown', async () => {
  const svg = `data:image/svg+xml;base64,${Buffer.from('<svg onload="alert(1)"/>').toString('base64')}`;
  const message = { content: 'Hm.', images: [{ type: 'image_url', image_url: { url: svg } }] };
  const result = await read({ path: '/chat/completions', request: {}, answer: { choices: [{ message }] } });
  assert.deepEqual(said(result), [{ kind: 'text', role: 'answer', text: 'Hm.' }]);
});

test('code that ran: what it printed, and its images', async () => {
  const result = await response({
    type: 'code_interpreter_call',
    status: 'completed',
    code: 'plot()',
    outputs: [
      { type: 'logs', logs: 'one' },
      { type: 'image', url: data },
      { type: 'logs', logs: 'two' },
    ],
  });
  const call = { kind: 'toolCall', name: 'code_interpreter', type: 'code_interpreter', arguments: 'plot()' };
  assert.deepEqual(said(result), [{ ...call, output: 'one\ntwo', status: 'completed' }, image]);
  const alone = await response({
    type: 'code_interpreter_call',
    code: 'plot()',
    outputs: [{ type: 'image', url: data }],
  });
  assert.deepEqual(said(alone), [call, image]);
});

test('searches: the files and the pages that were found', async () => {
  const [files, pages] = said(
    await response(
      {
        type: 'file_search_call',
        queries: ['tea'],
        results: [
          { file_id: 'f1', filename: 'tea.md', score: 0.912, text: 'Green tea.' },
          { file_id: 'f2', filename: 'pot.md', score: 0.5, text: 'x'.repeat(5000) },
        ],
      },
      {
        type: 'web_search_call',
        status: 'completed',
        action: { type: 'search', query: 'tea', sources: [{ type: 'url', url: 'https://tea.example/' }] },
      },
    ),
  );
  assert.ok(files?.kind === 'toolCall' && pages?.kind === 'toolCall');
  assert.equal(files.arguments, '["tea"]');
  assert.match(
    files.output ?? '',
    /^tea\.md \(score 0\.91\)\nGreen tea\.\npot\.md \(score 0\.50\)\nx{1000}… \(5,000 characters\)$/,
  );
  assert.deepEqual([pages.arguments, pages.output], ['{"type":"search","query":"tea"}', 'https://tea.example/']);
});

test('MCP: the tools of a server, a call with its output or its error, and a question', async () => {
  const result = await response(
    {
      type: 'mcp_list_tools',
      server_label: 'docs',
      tools: [{ name: 'find', description: 'Finds.\nMore.', input_schema: {} }],
    },
    { type: 'mcp_call', server_label: 'docs', name: 'find', arguments: '{"q":1}', output: 'Found.' },
    { type: 'mcp_call', server_label: 'docs', name: 'find', arguments: '{}', error: { message: 'Gone' } },
    { type: 'mcp_approval_request', server_label: 'docs', name: 'find', arguments: '{"q":2}' },
  );
  const calls = said(result).flatMap((part) =>
    part.kind === 'toolCall' ? [[part.name, part.arguments, part.output]] : [],
  );
  assert.deepEqual(calls, [
    ['docs', '', 'find: Finds.'],
    ['find', '{"q":1}', 'Found.'],
    ['find', '{}', '{"message":"Gone"}'],
    ['find', '{"q":2}', undefined],
  ]);
  assert.match(last(result), /asks for approval: .*mcp_approval_response/);
});

test('shells, screens and the steps of a run', async () => {
  const result = await response(
    { type: 'shell_call_output', output: [{ stdout: 'a\n', stderr: 'b', outcome: { type: 'exit', exit_code: 1 } }] },
    { type: 'computer_call_output', output: { type: 'computer_screenshot', image_url: data } },
  );
  const [shell, screen, picture] = said(result);
  assert.equal(shell?.kind === 'toolCall' && shell.output, 'a\n\nb\nexit code 1');
  assert.equal(screen?.kind, 'toolCall');
  assert.deepEqual(picture, image);
  const step = await read({
    path: '/threads/t/runs/r/steps/s',
    answer: {
      object: 'thread.run.step',
      step_details: {
        tool_calls: [
          {
            type: 'code_interpreter',
            code_interpreter: { input: 'plot()', outputs: [{ type: 'image', image: { file_id: 'file_1' } }] },
          },
        ],
      },
    },
  });
  assert.match(last(step), /GET \/files\/file_1\/content/);
});

test('what ends early or waits says what to do next', async () => {
  const chat = (finish_reason: string, message: object = { content: 'A' }) =>
    read({ path: '/chat/completions', request: {}, answer: { choices: [{ message, finish_reason }] } });
  assert.match(last(await chat('length')), /larger max_completion_tokens/);
  assert.match(last(await chat('content_filter')), /other words/);
  const tool_calls = [{ id: 'c', type: 'function', function: { name: 'sum', arguments: '{}' } }];
  assert.match(last(await chat('tool_calls', { tool_calls })), /role "tool" and its tool_call_id/);
  assert.equal(last(await chat('stop')), 'A');

  const incomplete = (reason: string) =>
    read({
      path: '/responses',
      request: {},
      answer: { id: 'r', object: 'response', status: 'incomplete', incomplete_details: { reason }, output: [] },
    });
  assert.match(last(await incomplete('max_output_tokens')), /larger max_output_tokens/);
  assert.match(last(await incomplete('content_filter')), /other words/);
  assert.match(last(await incomplete('other')), /incomplete: other\. Ask again/);
  const call = { type: 'function_call', call_id: 'c', name: 'sum', arguments: '{}' };
  assert.match(last(await response(call)), /previous_response_id, an item such as function_call_output/);
  assert.equal(said(await response(call, { type: 'function_call_output', call_id: 'c', output: '3' })).length, 2);
});

test('logprobs stand in the JSON, whole in a stream too', async () => {
  const chunk = (token: string) => ({
    choices: [{ index: 0, delta: { content: token }, logprobs: { content: [{ token, logprob: -1 }] } }],
  });
  const end = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };
  const result = await readEvents('/chat/completions', [chunk('a'), chunk('b'), end, '[DONE]']);
  assert.deepEqual(said(result), [{ kind: 'text', role: 'answer', text: 'ab' }]);
  const json = result.answer?.parts.at(-1);
  assert.match(JSON.stringify(json?.kind === 'json' && json.value), /"token":"a".*"token":"b"/);
});
