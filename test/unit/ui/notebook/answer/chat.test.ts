import assert from 'node:assert/strict';
import { test } from 'node:test';
import { read, readEvents, said } from './read.ts';

const path = '/chat/completions';
const chunk = (delta: object, rest: object = {}) => ({
  id: 'c1',
  object: 'chat.completion.chunk',
  model: 'gpt-4o-mini',
  choices: [{ index: 0, delta, finish_reason: null, ...rest }],
});

test('a chat completion: text with citations, refusal, calls, choices, usage', async () => {
  const result = await read({
    path,
    request: { model: 'm', n: 2 },
    answer: {
      object: 'chat.completion',
      model: 'gpt-4o-mini-2024',
      choices: [
        {
          index: 0,
          finish_reason: 'length',
          message: {
            content: 'Blue.',
            annotations: [
              { type: 'url_citation', url_citation: { url: 'https://b.example/', title: 'B', start_index: 9 } },
              { type: 'url_citation', url_citation: { url: 'https://a.example/', title: 'A', start_index: 2 } },
              { type: 'url_citation', url_citation: { url: 'javascript:alert(1)', title: 'X', start_index: 3 } },
            ],
          },
        },
        {
          index: 1,
          message: {
            refusal: 'No.',
            tool_calls: [{ id: 'x', type: 'function', function: { name: 'sum', arguments: '{"a":1}' } }],
          },
        },
      ],
      usage: { prompt_tokens: 5, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 3 } },
    },
  });
  const [text, note, refusal, call] = said(result);
  assert.deepEqual(text, {
    kind: 'text',
    role: 'answer',
    label: 'Choice 1',
    text: 'Blue.',
    citations: [{ title: 'A', url: 'https://a.example/' }, { title: 'X' }, { title: 'B', url: 'https://b.example/' }],
  });
  assert.match(note?.kind === 'text' ? note.text : '', /limit of tokens/);
  assert.deepEqual(refusal, { kind: 'text', role: 'refusal', label: 'Choice 2', text: 'No.' });
  assert.deepEqual(call, { kind: 'toolCall', name: 'sum', type: 'function', arguments: '{"a":1}' });
  assert.deepEqual(result.answer?.usage, { inputTokens: 5, cachedTokens: 3, outputTokens: 2, reasoningTokens: 0 });
  assert.equal(result.answer.model, 'gpt-4o-mini-2024');
  assert.equal(result.answer.parts.at(-1)?.kind, 'json');
});

test('chunks add up to the completion that the same request is answered with at once', async () => {
  const result = await readEvents(path, [
    chunk({ role: 'assistant', content: '' }),
    chunk({ content: 'Hel' }),
    chunk({ content: 'lo' }),
    chunk({ tool_calls: [{ index: 0, id: 't1', type: 'function', function: { name: 'a', arguments: '' } }] }),
    chunk({ tool_calls: [{ index: 1, id: 't2', type: 'function', function: { name: 'b', arguments: '{' } }] }),
    chunk({ tool_calls: [{ index: 0, function: { arguments: '{"x":' } }] }),
    chunk({ tool_calls: [{ index: 1, function: { arguments: '}' } }] }),
    chunk({ tool_calls: [{ index: 0, function: { arguments: '1}' } }] }),
    chunk({}, { finish_reason: 'tool_calls' }),
    { id: 'c1', choices: [], usage: { prompt_tokens: 4, completion_tokens: 6 } },
    '[DONE]',
  ]);
  assert.equal(result.error, undefined);
  assert.deepEqual(result.answer?.value, {
    id: 'c1',
    object: 'chat.completion',
    model: 'gpt-4o-mini',
    usage: { prompt_tokens: 4, completion_tokens: 6 },
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: 'Hello',
          tool_calls: [
            { id: 't1', type: 'function', function: { name: 'a', arguments: '{"x":1}' } },
            { id: 't2', type: 'function', function: { name: 'b', arguments: '{}' } },
          ],
        },
        finish_reason: 'tool_calls',
      },
    ],
  });
  assert.equal(typeof result.answer.firstTokenMs, 'number');
  assert.deepEqual(result.answer.usage, { inputTokens: 4, cachedTokens: 0, outputTokens: 6, reasoningTokens: 0 });
  assert.ok(result.shown.every((parts) => parts.every(({ kind }) => kind !== 'json')));
});

test('the choices of a stream are kept apart, and a legacy completion is text', async () => {
  const two = (index: number, text: string) => ({
    choices: [{ index, delta: { content: text }, finish_reason: 'stop' }],
  });
  const chat = await readEvents(path, [two(1, 'b'), two(0, 'a'), two(1, 'B'), '[DONE]']);
  assert.deepEqual(
    said(chat).map((part) => part.kind === 'text' && [part.label, part.text]),
    [
      ['Choice 1', 'a'],
      ['Choice 2', 'bB'],
    ],
  );
  const legacy = await readEvents('/completions', [
    { object: 'text_completion', choices: [{ index: 0, text: 'one ', finish_reason: null }] },
    { object: 'text_completion', choices: [{ index: 0, text: 'two', finish_reason: 'stop' }] },
    '[DONE]',
  ]);
  assert.deepEqual(said(legacy), [{ kind: 'text', role: 'plain', text: 'one two' }]);
});

test('sound comes in pieces, each base64 of its own', async () => {
  const audio = (piece: object) => chunk({ audio: piece });
  const result = await readEvents(path, [
    audio({ id: 'a1', transcript: 'Hi ' }),
    audio({ data: Buffer.from([1]).toString('base64') }),
    audio({ data: Buffer.from([2, 3]).toString('base64'), transcript: 'there' }),
    chunk({}, { finish_reason: 'stop' }),
    '[DONE]',
  ]);
  assert.deepEqual(said(result), [
    {
      kind: 'audio',
      mimeType: 'audio/L16;rate=24000',
      base64: Buffer.from([1, 2, 3]).toString('base64'),
      transcript: 'Hi there',
    },
  ]);
});

test('a cut stream and an error within one reject; what had come was shown, no longer growing', async () => {
  const cut = await readEvents(path, [chunk({ content: 'Half' })]);
  assert.equal((cut.error as Error).name, 'OpenAIError');
  assert.deepEqual(cut.shown.at(-1), [{ kind: 'text', role: 'answer', text: 'Half' }]);
  assert.deepEqual(cut.shown[0], [{ kind: 'text', role: 'answer', text: 'Half', streaming: true }]);

  const failed = await readEvents(path, [
    chunk({ content: 'Half' }),
    { error: { message: 'Too busy', code: 'rate_limit_exceeded' } },
  ]);
  assert.equal((failed.error as { kind?: string }).kind, 'rateLimit');
  assert.deepEqual(failed.shown.at(-1), [{ kind: 'text', role: 'answer', text: 'Half' }]);
});
