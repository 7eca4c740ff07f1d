import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createResponsesModel } from '../../../src/agent/models/responsesModel.ts';
import type { Item, ToolCallItem, Transcript, UserItem } from '../../../src/agent/transcript.ts';
import { OpenAIError } from '../../../src/openai/errors.ts';
import { tool, user } from './script.ts';
import { connectModel } from './wire.ts';

const usage = {
  input_tokens: 100,
  input_tokens_details: { cached_tokens: 40, cache_write_tokens: 7 },
  output_tokens: 20,
  output_tokens_details: { reasoning_tokens: 5 },
  total_tokens: 120,
};
const completed = { type: 'response.completed', response: { output: [], usage } };
const added = (output_index: number, item: object) => ({ type: 'response.output_item.added', output_index, item });
const ended = (output_index: number, item: object) => ({ type: 'response.output_item.done', output_index, item });
const textDelta = (delta: string, output_index = 0) => ({ type: 'response.output_text.delta', output_index, delta });
const message = { type: 'message', id: 'msg_1', role: 'assistant', content: [] };

const connect = (...replies: Parameters<typeof connectModel> extends [unknown, ...infer R] ? R : never) =>
  connectModel(createResponsesModel, ...replies);

const toolCall = (callId: string, more: Partial<ToolCallItem> = {}): ToolCallItem => ({
  type: 'toolCall',
  id: `item-${callId}`,
  at: 1,
  callId,
  name: 'look',
  step: 1,
  arguments: '{"at":1}',
  status: 'succeeded',
  output: `output of ${callId}`,
  ...more,
});
const reasoning = (id: string, model = 'gpt-5.2', encryptedContent = `secret ${id}`): Item => ({
  type: 'reasoning',
  id,
  at: 1,
  text: 'Hmm.',
  status: 'complete',
  providerId: id,
  model,
  ...(encryptedContent && { encryptedContent }),
});
const result: Item = { type: 'result', id: 'end', at: 1, end: 'complete', model: 'gpt-5.2', durationMs: 1 };
const assistant = (text: string): Item => ({ type: 'assistant', id: text, at: 1, text, status: 'complete' });

describe('Responses: what comes', () => {
  it('turns a reasoning answer into events, deltas of one read joined', async () => {
    await using wire = await connect([
      { type: 'response.created', response: {} },
      added(0, { type: 'reasoning', id: 'rs_1', summary: [] }),
      { type: 'response.reasoning_summary_part.added', output_index: 0, summary_index: 0, part: { text: '' } },
      { type: 'response.reasoning_summary_text.delta', output_index: 0, summary_index: 0, delta: 'First ' },
      { type: 'response.reasoning_summary_text.delta', output_index: 0, summary_index: 0, delta: 'part.' },
      { type: 'response.reasoning_summary_part.added', output_index: 0, summary_index: 1, part: { text: '' } },
      { type: 'response.reasoning_summary_text.delta', output_index: 0, summary_index: 1, delta: 'Second.' },
      ended(0, { type: 'reasoning', id: 'rs_1', summary: [{ text: 'ignored' }], encrypted_content: 'secret' }),
      added(1, { ...message, phase: 'final_answer' }),
      textDelta('Good ', 1),
      textDelta('day.', 1),
      ended(1, { ...message, content: [{ type: 'output_text', text: 'Good day.' }] }),
      completed,
    ]);
    assert.deepEqual(await wire.ask(), [
      { type: 'reasoning', delta: 'First part.\n\nSecond.' },
      { type: 'reasoningDone', providerId: 'rs_1', encryptedContent: 'secret' },
      { type: 'message', phase: 'final_answer' },
      { type: 'text', delta: 'Good day.' },
      {
        type: 'done',
        finish: 'stop',
        usage: { inputTokens: 100, cachedTokens: 40, cacheWriteTokens: 7, outputTokens: 20, reasoningTokens: 5 },
      },
    ]);
  });

  it('keeps parallel calls apart, their argument deltas interleaved', async () => {
    const args = (output_index: number, delta: string) => ({
      type: 'response.function_call_arguments.delta',
      output_index,
      delta,
    });
    await using wire = await connect([
      added(0, { type: 'function_call', call_id: 'a', name: 'look', arguments: '' }),
      added(1, { type: 'function_call', call_id: 'b', name: 'find', arguments: '' }),
      args(0, '{"x"'),
      args(1, '{"y"'),
      args(0, ':1}'),
      args(1, ':2}'),
      ended(0, { type: 'function_call', call_id: 'a', name: 'look', arguments: '{"x":1}' }),
      ended(1, { type: 'function_call', call_id: 'b', name: 'find', arguments: '{"y":2}' }),
      { ...completed, response: { output: [] } },
    ]);
    assert.deepEqual(await wire.ask(), [
      { type: 'toolCall', callId: 'a', name: 'look' },
      { type: 'toolCall', callId: 'b', name: 'find' },
      { type: 'arguments', callId: 'a', delta: '{"x"' },
      { type: 'arguments', callId: 'b', delta: '{"y"' },
      { type: 'arguments', callId: 'a', delta: ':1}' },
      { type: 'arguments', callId: 'b', delta: ':2}' },
      { type: 'done', finish: 'toolCalls' },
    ]);
  });

  it('takes items that come only whole', async () => {
    await using wire = await connect([
      ended(0, { ...message, content: [{ type: 'output_text', text: 'Whole.' }] }),
      ended(1, { type: 'function_call', call_id: 'a', name: 'look', arguments: '{}' }),
      completed,
    ]);
    const events = await wire.ask();
    assert.deepEqual(events.slice(0, 4), [
      { type: 'message' },
      { type: 'text', delta: 'Whole.' },
      { type: 'toolCall', callId: 'a', name: 'look' },
      { type: 'arguments', callId: 'a', delta: '{}' },
    ]);
  });

  it('tells refusals, and answers that are cut short with the reason', async () => {
    await using wire = await connect([
      { type: 'response.refusal.delta', output_index: 0, delta: 'I will not.' },
      { type: 'response.incomplete', response: { output: [], incomplete_details: { reason: 'content_filter' } } },
    ]);
    assert.deepEqual(await wire.ask(), [
      { type: 'refusal', delta: 'I will not.' },
      { type: 'done', finish: 'incomplete', incompleteReason: 'content_filter' },
    ]);
  });

  it('throws a failed response as an error of its kind, after what had arrived', async () => {
    const error = { code: 'rate_limit_exceeded', message: 'Slow down.' };
    await using wire = await connect([textDelta('Half'), { type: 'response.failed', response: { output: [], error } }]);
    const seen: unknown[] = [];
    const request = { model: 'gpt-4.1', instructions: '', transcript: [user('Hi')], tools: [] };
    await assert.rejects(
      async () => {
        for await (const event of wire.stream(request, { signal: new AbortController().signal })) seen.push(event);
      },
      (thrown) => thrown instanceof OpenAIError && thrown.kind === 'rateLimit' && thrown.message === 'Slow down.',
    );
    assert.deepEqual(seen, [{ type: 'text', delta: 'Half' }]);
  });

  it('throws when the stream is cut off', async () => {
    await using wire = await connect([textDelta('Half')]);
    await assert.rejects(wire.ask(), (thrown) => thrown instanceof OpenAIError && thrown.kind === 'network');
  });
});

describe('Responses: what goes', () => {
  const sent = async (request: Parameters<Awaited<ReturnType<typeof connect>>['ask']>[0]) => {
    await using wire = await connect([completed]);
    await wire.ask(request);
    const [body] = wire.bodies();
    assert.ok(body);
    return body;
  };

  it('stores nothing, asks for encrypted reasoning, and names its cache', async () => {
    const look = tool('look', () => Promise.resolve(''));
    const body = await sent({ model: 'gpt-5.2', effort: 'low', cacheKey: 'c1', tools: [look] });
    assert.deepEqual(body, {
      model: 'gpt-5.2',
      instructions: 'Be brief.',
      input: [{ role: 'user', content: 'Hello' }],
      stream: true,
      store: false,
      tools: [{ type: 'function', name: 'look', description: 'Does look.', parameters: look.parameters, strict: true }],
      include: ['reasoning.encrypted_content'],
      reasoning: { effort: 'low', summary: 'auto' },
      prompt_cache_key: 'c1',
    });
  });

  it('asks a model that does not reason for no reasoning, and sends no effort it does not take', async () => {
    const plain = await sent({ model: 'gpt-4.1', effort: 'low' });
    assert.equal('reasoning' in plain || 'include' in plain || 'tools' in plain, false);
    const pro = await sent({ model: 'gpt-5-pro', effort: 'minimal' });
    assert.deepEqual(pro.reasoning, { summary: 'auto' });
  });

  it('sends calls of one answer together, their outputs after, reasoning before', async () => {
    const transcript: Transcript = [
      user('Go'),
      reasoning('rs_1'),
      toolCall('a'),
      toolCall('b', { arguments: '{"broken', status: 'failed' }),
      reasoning('rs_2'),
      toolCall('c', { step: 2, status: 'running' }),
    ];
    const cut = structuredClone(transcript) as ToolCallItem[];
    delete cut[5]?.output;
    const body = await sent({ model: 'gpt-5.2', transcript: cut });
    assert.deepEqual(body.input, [
      { role: 'user', content: 'Go' },
      {
        type: 'reasoning',
        id: 'rs_1',
        summary: [{ type: 'summary_text', text: 'Hmm.' }],
        encrypted_content: 'secret rs_1',
      },
      { type: 'function_call', call_id: 'a', name: 'look', arguments: '{"at":1}' },
      { type: 'function_call', call_id: 'b', name: 'look', arguments: '{}' },
      { type: 'function_call_output', call_id: 'a', output: 'output of a' },
      { type: 'function_call_output', call_id: 'b', output: 'output of b' },
      {
        type: 'reasoning',
        id: 'rs_2',
        summary: [{ type: 'summary_text', text: 'Hmm.' }],
        encrypted_content: 'secret rs_2',
      },
      { type: 'function_call', call_id: 'c', name: 'look', arguments: '{"at":1}' },
      { type: 'function_call_output', call_id: 'c', output: 'Cancelled: this call did not finish.' },
    ]);
  });

  it('leaves out reasoning that would be refused: without content, of another model, or that led to nothing', async () => {
    const transcript: Transcript = [
      user('1', 'u1'),
      reasoning('other', 'o3'),
      assistant('from o3'),
      result,
      user('2', 'u2'),
      reasoning('empty', 'gpt-5.2', ''),
      assistant('no content'),
      { ...result, id: 'end2' },
      user('3', 'u3'),
      reasoning('cut off'),
      { ...result, id: 'end3', end: 'failed' },
      user('4', 'u4'),
    ];
    const body = await sent({ model: 'gpt-5.2', transcript });
    assert.deepEqual(body.input, [
      { role: 'user', content: '1' },
      { role: 'assistant', content: 'from o3' },
      { role: 'user', content: '2' },
      { role: 'assistant', content: 'no content' },
      { role: 'user', content: '3' },
      { role: 'user', content: '4' },
    ]);
  });

  it('sends the images of a call in its output, and says to a model without eyes that they are missing', async () => {
    const call: ToolCallItem = {
      type: 'toolCall',
      id: '1',
      at: 1,
      callId: 'a',
      name: 'view_image',
      step: 1,
      arguments: '{}',
      status: 'succeeded',
      output: 'shot.png',
      images: [{ kind: 'image', label: 'shot.png', mediaType: 'image/png', data: 'AAAA' }],
    };
    const outputOf = async (model: string) => {
      const { input } = await sent({ model, transcript: [user('Look'), call] });
      assert.ok(Array.isArray(input));
      return (input.at(-1) as { output: unknown }).output;
    };
    assert.deepEqual(await outputOf('gpt-4.1'), [
      { type: 'input_text', text: 'shot.png' },
      { type: 'input_image', image_url: 'data:image/png;base64,AAAA', detail: 'auto' },
    ]);
    assert.equal(
      await outputOf('o3-mini'),
      'shot.png\n[The image "shot.png" is left out: this model takes no images.]',
    );
  });

  it('sends attachments before the text: files fenced with path and lines, images as images', async () => {
    const item: UserItem = {
      ...user('What is this?'),
      attachments: [
        {
          kind: 'selection',
          label: 'a.md:3-4',
          uri: 'file:///work/my%20notes/a.md',
          languageId: 'markdown',
          startLine: 3,
          endLine: 4,
          text: '```js\n1\n```',
        },
        { kind: 'image', label: 'shot.png', mediaType: 'image/png', data: 'AAAA' },
      ],
    };
    const fenced = '/work/my notes/a.md, lines 3–4:\n````markdown\n```js\n1\n```\n````\n\nWhat is this?';
    const body = await sent({ model: 'gpt-4.1', transcript: [item] });
    assert.deepEqual(body.input, [
      {
        role: 'user',
        content: [
          { type: 'input_image', image_url: 'data:image/png;base64,AAAA', detail: 'auto' },
          { type: 'input_text', text: fenced },
        ],
      },
    ]);
    const blind = await sent({ model: 'o3-mini', transcript: [item] });
    assert.deepEqual(blind.input, [
      {
        role: 'user',
        content: fenced.replace('What', '[The image "shot.png" is left out: this model takes no images.]\n\nWhat'),
      },
    ]);
  });

  it('does without a summary where the organization may not have one, and remembers', async () => {
    const message = 'Your organization must be verified to generate reasoning summaries.';
    await using wire = await connect({ status: 400, json: { error: { message } } }, [completed], [completed]);
    await wire.ask({ model: 'o3' });
    await wire.ask({ model: 'o3' });
    assert.deepEqual(
      wire.bodies().map(({ reasoning }) => reasoning),
      [{ summary: 'auto' }, {}, {}],
    );
  });
});
