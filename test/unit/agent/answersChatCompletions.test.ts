import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createChatCompletionsModel } from '../../../src/agent/models/chatCompletionsModel.ts';
import { readAnswer } from '../../../src/agent/readAnswer.ts';
import { Recorder } from '../../../src/agent/recorder.ts';
import type { AssistantItem, ServerCallItem, UserItem } from '../../../src/agent/transcript.ts';
import { user } from './script.ts';
import { connectModel, type Wire } from './wire.ts';

const chunk = (delta: object, more: object = {}, index = 0) => ({ choices: [{ index, delta, ...more }] });
const end = (finish_reason = 'stop') => chunk({}, { finish_reason });

/** The first message of an answer, and how the answer ended. */
async function answerOf(wire: Wire) {
  const recorder = new Recorder(() => undefined);
  const stream = wire.stream(
    { model: 'gpt-4o', instructions: '', transcript: [user('Go')], tools: [] },
    { signal: new AbortController().signal },
  );
  const { done, calls } = await readAnswer(stream, recorder, { model: 'gpt-4o', step: 1, failed: () => 'failed' });
  return { answer: recorder.items.find((item): item is AssistantItem => item.type === 'assistant'), done, calls };
}

const spoken = (expiresAt: number): AssistantItem => ({
  type: 'assistant',
  id: 'a',
  at: 1,
  text: 'Hello.',
  status: 'complete',
  audio: { id: 'audio_1', expiresAt, mediaType: 'audio/L16;rate=24000', data: 'AAAA' },
});

describe('Chat Completions: what an answer can hold', () => {
  it('reads citations, probabilities and other answers beside the first', async () => {
    const url_citation = { url: 'https://a.example/', title: 'A', start_index: 0, end_index: 3 };
    await using wire = await connectModel(createChatCompletionsModel, [
      chunk({ content: 'Yes' }, { logprobs: { content: [{ token: 'Yes', logprob: -0.1, top_logprobs: [] }] } }),
      chunk({ content: 'No' }, {}, 1),
      chunk({ refusal: 'I will not' }, {}, 2),
      chunk({ content: '.' }),
      chunk({ content: ', never' }, {}, 1),
      chunk({ annotations: [{ type: 'url_citation', url_citation }] }),
      chunk({}, { finish_reason: 'stop' }, 1),
      end(),
    ]);
    const { answer } = await answerOf(wire);
    assert.equal(answer?.text, 'Yes.');
    assert.deepEqual(answer.alternatives, [{ text: 'No, never' }, { text: 'I will not', refusal: true }]);
    assert.deepEqual(answer.logprobs, [{ token: 'Yes', logprob: -0.1, top: [] }]);
    assert.deepEqual(answer.citations, [{ kind: 'url', url: 'https://a.example/', title: 'A', start: 0, end: 3 }]);
  });

  it('joins the pieces of spoken answers, and sends the id back while the server knows it', async () => {
    const expires_at = Math.floor(Date.now() / 1000) + 600;
    await using wire = await connectModel(
      createChatCompletionsModel,
      [
        chunk({ audio: { id: 'audio_1', transcript: 'Hel' } }),
        chunk({ audio: { data: Buffer.from([1]).toString('base64') } }),
        chunk({ audio: { data: Buffer.from([2, 3]).toString('base64'), transcript: 'lo.' } }),
        chunk({ audio: { expires_at } }),
        end(),
      ],
      [end()],
      [end()],
      [end()],
    );
    const { answer } = await answerOf(wire);
    assert.equal(answer?.text, 'Hello.');
    assert.deepEqual(answer.audio, {
      id: 'audio_1',
      expiresAt: expires_at * 1000,
      mediaType: 'audio/L16;rate=24000',
      data: Buffer.from([1, 2, 3]).toString('base64'),
    });
    await wire.ask({ model: 'gpt-audio', transcript: [user('Go'), answer, user('On', 'u2')] });
    await wire.ask({ model: 'gpt-audio', transcript: [user('Go'), spoken(1), user('On', 'u2')] });
    await wire.ask({ model: 'gpt-4.1', transcript: [user('Go'), answer, user('On', 'u2')] });
    const [, known, forgotten, mute] = wire.bodies().map(({ messages }) => (messages as unknown[])[2]);
    assert.deepEqual(known, { role: 'assistant', audio: { id: 'audio_1' } });
    assert.deepEqual(forgotten, { role: 'assistant', content: 'Hello.' });
    assert.deepEqual(mute, { role: 'assistant', content: 'Hello.' }, 'a model without sound knows no audio');
  });

  it('asks models that speak for sound they can stream', async () => {
    await using wire = await connectModel(createChatCompletionsModel, [end()], [end()], [end()]);
    await wire.ask({ model: 'gpt-audio' });
    const [body] = wire.bodies();
    assert.deepEqual([body?.modalities, body?.audio], [['text', 'audio'], { voice: 'alloy', format: 'pcm16' }]);
    await wire.ask({ model: 'gpt-audio', parameters: { voice: 'marin' } });
    assert.deepEqual(wire.bodies().at(-1)?.audio, { voice: 'marin', format: 'pcm16' });
    await wire.ask({ model: 'gpt-4.1', parameters: { voice: 'marin' } });
    const { audio, modalities, voice } = wire.bodies().at(-1) ?? {};
    assert.deepEqual([audio, modalities, voice], [undefined, undefined, undefined]);
  });

  it('sends recordings to models that hear them, and says what is missing to the others', async () => {
    const heard: UserItem = {
      ...user('What is said?'),
      attachments: [{ kind: 'audio', label: 'memo.wav', format: 'wav', data: 'UklGRg==' }],
    };
    await using wire = await connectModel(createChatCompletionsModel, [end()], [end()]);
    await wire.ask({ model: 'gpt-audio', transcript: [heard] });
    await wire.ask({ model: 'gpt-4.1', transcript: [heard] });
    const [hearing, deaf] = wire.bodies().map(({ messages }) => (messages as { content: unknown }[])[1]?.content);
    assert.deepEqual(hearing, [
      { type: 'input_audio', input_audio: { data: 'UklGRg==', format: 'wav' } },
      { type: 'text', text: 'What is said?' },
    ]);
    assert.match(String(deaf), /The recording "memo.wav" is left out/);
  });

  it("tells what Azure's content filter said of the message and of the answer", async () => {
    const safe = { hate: { filtered: false, severity: 'safe' } };
    await using wire = await connectModel(createChatCompletionsModel, [
      { choices: [], prompt_filter_results: [{ prompt_index: 0, content_filter_results: safe }] },
      chunk({ content: 'A' }, { content_filter_results: {} }),
      chunk({ content: 'B' }, { content_filter_results: { violence: { filtered: false, severity: 'low' } } }),
      chunk(
        {},
        { finish_reason: 'content_filter', content_filter_results: { violence: { filtered: true, severity: 'high' } } },
      ),
    ]);
    const { done } = await answerOf(wire);
    assert.equal(done.incompleteReason, 'content_filter');
    assert.deepEqual(done.filters, [
      { of: 'prompt', category: 'hate', filtered: false, severity: 'safe' },
      { of: 'answer', category: 'violence', filtered: true, severity: 'high' },
    ]);
  });

  it('takes calls of custom tools and sends them back in their own form', async () => {
    await using wire = await connectModel(
      createChatCompletionsModel,
      [
        chunk({
          tool_calls: [{ index: 0, id: 'call_1', type: 'custom', custom: { name: 'run_sql', input: 'SELECT' } }],
        }),
        chunk({ tool_calls: [{ index: 0, custom: { input: ' 1' } }] }),
        end('tool_calls'),
      ],
      [end()],
    );
    const { calls } = await answerOf(wire);
    assert.deepEqual(
      calls.map(({ custom, arguments: args }) => [custom, args]),
      [[true, 'SELECT 1']],
    );
    await wire.ask({ transcript: [user('Go'), ...calls.map((call) => ({ ...call, output: '1' }))] });
    assert.deepEqual((wire.bodies()[1]?.messages as unknown[])[2], {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'call_1', type: 'custom', custom: { name: 'run_sql', input: 'SELECT 1' } }],
    });
  });

  it('says in words what tools of a server did, which this API does not take back', async () => {
    const search: ServerCallItem = {
      type: 'serverCall',
      id: 's',
      at: 1,
      providerId: 'ws_1',
      model: 'gpt-4.1',
      status: 'succeeded',
      input: '',
      call: { kind: 'webSearch', queries: ['sort'], sources: [] },
    };
    const said: AssistantItem = { type: 'assistant', id: 'a', at: 1, text: 'Stable.', status: 'complete' };
    await using wire = await connectModel(createChatCompletionsModel, [end()]);
    await wire.ask({ transcript: [user('Go'), search, said, user('On', 'u2')] });
    assert.deepEqual((wire.bodies()[0]?.messages as unknown[])[2], {
      role: 'assistant',
      content: '[Searched the web for "sort".]\n\nStable.',
    });
  });
});
