import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { modelRules } from '../../../src/agent/models/catalog.ts';
import type { Api } from '../../../src/agent/models/rules.ts';
import { shapeRequest } from '../../../src/agent/models/shapeRequest.ts';
import { OpenAIError } from '../../../src/openai/errors.ts';

const hello = [{ role: 'user', content: 'Hello' }];

function assertRefused(api: Api, body: object, message: RegExp): void {
  assert.throws(
    () => shapeRequest(api, body),
    (error) => error instanceof OpenAIError && error.kind === 'invalidRequest' && message.test(error.message),
  );
}

describe('shapeRequest: chat', () => {
  it('leaves unknown models and what a model takes as they are', () => {
    for (const body of [
      { model: 'llama3.1:8b', temperature: 2, max_tokens: 9, messages: hello, anything: [1] },
      { model: 'gpt-4.1', temperature: 0.2, top_p: 0.5, max_tokens: 9, messages: hello, tools: [{}] },
      { model: 'gpt-5.2', reasoning_effort: 'xhigh', verbosity: 'low', max_completion_tokens: 9, messages: hello },
      { model: 'gpt-oss:20b', temperature: 1, reasoning_effort: 'low', messages: hello },
    ]) {
      assert.deepEqual(shapeRequest('chatCompletions', body), { body, dropped: [] });
    }
  });

  it('leaves out what reasoning models refuse, renames the limit of tokens, and says so', () => {
    const body = { model: 'o3', temperature: 1, top_p: null, logprobs: true, max_tokens: 9, messages: hello };
    const before = structuredClone(body);
    assert.deepEqual(shapeRequest('chatCompletions', body), {
      body: { model: 'o3', top_p: null, max_completion_tokens: 9, messages: hello },
      dropped: [
        'max_tokens: o3 takes max_completion_tokens instead',
        'temperature: o3 takes none',
        'logprobs: o3 takes none',
      ],
    });
    assert.deepEqual(body, before);
  });

  it('keeps an explicit max_completion_tokens', () => {
    const { body } = shapeRequest('chatCompletions', { model: 'o3', max_tokens: 1, max_completion_tokens: 2 });
    assert.deepEqual(body, { model: 'o3', max_completion_tokens: 2 });
  });

  it('lets a model sample that is told not to reason', () => {
    const body = { model: 'gpt-5.2', reasoning_effort: 'none', temperature: 0.5, presence_penalty: 1 };
    assert.deepEqual(shapeRequest('chatCompletions', body).dropped, ['presence_penalty: gpt-5.2 takes none']);
    const responses = { model: 'gpt-5.2', reasoning: { effort: 'none' }, temperature: 0.5 };
    assert.deepEqual(shapeRequest('responses', responses).dropped, []);
    assert.deepEqual(shapeRequest('chatCompletions', { ...body, model: 'gpt-5-mini' }).dropped, [
      'temperature: gpt-5-mini takes none',
      'presence_penalty: gpt-5-mini takes none',
      'reasoning_effort: gpt-5-mini takes minimal, low, medium, high, not "none"',
    ]);
  });

  it('takes parameters out of what they are in, and that too when nothing is left', () => {
    const format = { type: 'text' };
    const shaped = shapeRequest('responses', {
      model: 'gpt-4.1',
      input: 'Hi',
      text: { verbosity: 'low', format },
      reasoning: { effort: 'low' },
    });
    assert.deepEqual(shaped.body, { model: 'gpt-4.1', input: 'Hi', text: { format } });
    assert.deepEqual(shapeRequest('responses', { model: 'gpt-4.1', text: { verbosity: 'low' } }).body, {
      model: 'gpt-4.1',
    });
    const effort = shapeRequest('responses', { model: 'gpt-5-pro', reasoning: { effort: 'low', summary: 'auto' } });
    assert.deepEqual(effort.body, { model: 'gpt-5-pro', reasoning: { summary: 'auto' } });
    assert.deepEqual(effort.dropped, ['reasoning.effort: gpt-5-pro takes high, not "low"']);
  });

  it('lets the user say what the first reasoning models take from no system role', () => {
    const messages = [{ role: 'system', content: 'Be brief.' }, ...hello];
    const shaped = shapeRequest('chatCompletions', { model: 'o1-mini', messages, n: 2 });
    assert.deepEqual(shaped.body, { model: 'o1-mini', messages: [{ role: 'user', content: 'Be brief.' }, ...hello] });
    assert.deepEqual(shaped.dropped, ['n: o1-mini takes none', 'system role: o1-mini has none, so the user says it']);
    assert.deepEqual(
      shapeRequest('responses', { model: 'o1-preview', instructions: 'Be brief.', input: 'Hello' }).body,
      {
        model: 'o1-preview',
        input: [{ role: 'user', content: 'Be brief.' }, ...hello],
      },
    );
    assert.deepEqual(shapeRequest('chatCompletions', { model: 'o3', messages }).body, { model: 'o3', messages });
  });

  it('sends search models no sampling and keeps their options, which other models do not get', () => {
    const body = { model: 'gpt-4o-search-preview', messages: hello, temperature: 1, web_search_options: {} };
    assert.deepEqual(shapeRequest('chatCompletions', body).body, {
      model: 'gpt-4o-search-preview',
      messages: hello,
      web_search_options: {},
    });
    assert.deepEqual(shapeRequest('chatCompletions', { model: 'gpt-4o', web_search_options: {} }).body, {
      model: 'gpt-4o',
    });
  });

  it('leaves out images and sound where the model has no eyes or ears', () => {
    const image = { type: 'image_url', image_url: { url: 'https://example.com/a.png' } };
    const sound = { type: 'input_audio', input_audio: { data: '', format: 'wav' } };
    const text = { type: 'text', text: 'What is this?' };
    const ask = (model: string, ...content: object[]) =>
      shapeRequest('chatCompletions', { model, messages: [{ role: 'user', content }] });
    assert.deepEqual(ask('gpt-4o', image, text).dropped, []);
    assert.deepEqual(ask('gpt-4o-audio-preview', sound, text).dropped, []);
    assert.deepEqual(ask('o3-mini', image, image, text), {
      body: { model: 'o3-mini', messages: [{ role: 'user', content: [text] }] },
      dropped: ['messages: o3-mini takes no images'],
    });
    const left = { type: 'text', text: '[Left out: the model does not take it.]' };
    assert.deepEqual(ask('gpt-4o', sound).body.messages, [{ role: 'user', content: [left] }]);
  });

  it('looks at the images in the output of a call too', () => {
    const ask = (model: string, url: string) => ({
      model,
      input: [{ type: 'function_call_output', call_id: 'c', output: [{ type: 'input_image', image_url: url }] }],
    });
    assertRefused('responses', ask('gpt-4.1', 'data:image/tiff;base64,AAAA'), /image\/tiff/);
    const { body, dropped } = shapeRequest('responses', ask('o3-mini', 'data:image/png;base64,AAAA'));
    assert.deepEqual(dropped, ['input: o3-mini takes no images']);
    const text = '[Left out: the model does not take it.]';
    assert.deepEqual(body.input, [
      { type: 'function_call_output', call_id: 'c', output: [{ type: 'input_text', text }] },
    ]);
  });

  it('refuses images of other kinds and too large ones', () => {
    const ask = (url: string) => ({
      model: 'gpt-4.1',
      input: [{ role: 'user', content: [{ type: 'input_image', image_url: url }] }],
    });
    assertRefused('responses', ask('data:image/tiff;base64,AAAA'), /image\/tiff: only PNG, JPEG, WebP and GIF/);
    assertRefused('responses', ask(`data:image/png;base64,${'A'.repeat(70_000_000)}`), /50\.1 MB together/);
    assert.deepEqual(shapeRequest('responses', ask('data:image/webp;base64,AAAA')).dropped, []);
  });
});

describe('shapeRequest: other APIs', () => {
  it('knows the sizes, qualities and numbers of image models', () => {
    const body = { prompt: 'A cat', size: '1024x1792', quality: 'hd', style: 'vivid', n: 2, background: 'opaque' };
    assert.deepEqual(shapeRequest('images', { ...body, model: 'dall-e-3' }).dropped, [
      'background: dall-e-3 takes none',
      'n: dall-e-3 takes 1, not 2',
    ]);
    assert.deepEqual(shapeRequest('images', { ...body, model: 'gpt-image-1' }).body, {
      model: 'gpt-image-1',
      prompt: 'A cat',
      n: 2,
      background: 'opaque',
    });
    assertRefused('images', { model: 'dall-e-3', prompt: 'x'.repeat(4_001) }, /no more than 4,000 characters/);
    assertRefused('images', { model: 'dall-e-2', prompt: 'x'.repeat(1_001) }, /no more than 1,000 characters/);
    assertRefused(
      'images',
      { model: 'dall-e-2', prompt: '', image: new Blob([new Uint8Array(4 * 1024 * 1024 + 1)]) },
      /4 MB/,
    );
  });

  it('lets gpt-image-2 have any size within its bounds', () => {
    const isKept = (size: string) =>
      'size' in shapeRequest('images', { model: 'gpt-image-2', size }).body &&
      shapeRequest('images', { model: 'gpt-image-2', size }).dropped.length === 0;
    assert.deepEqual(['1536x864', '3840x2160', '2160x3840', 'auto'].filter(isKept).length, 4);
    assert.deepEqual(['1000x1000', '3856x2160', '1600x512', '16', 'big', '-16x-16'].filter(isKept), []);
  });

  it('knows what speech models say and how much', () => {
    const body = { model: 'tts-1', input: 'Hi', voice: 'nova', instructions: 'Cheerfully', speed: 9 };
    assert.deepEqual(shapeRequest('speech', body), {
      body: { model: 'tts-1', input: 'Hi', voice: 'nova' },
      dropped: ['instructions: tts-1 takes none', 'speed: tts-1 takes 0.25 to 4, not 9'],
    });
    assert.deepEqual(shapeRequest('speech', { ...body, model: 'gpt-4o-mini-tts', voice: 'cedar' }).dropped.length, 1);
    assertRefused('speech', { ...body, voice: 'cedar' }, /^voice: tts-1 takes alloy, ash/);
    assertRefused('speech', { ...body, input: 'x'.repeat(4_097) }, /^input: tts-1 takes no more than 4,096 characters/);
    assert.deepEqual(shapeRequest('speech', { model: 'tts-1', input: '🎉'.repeat(4_096), voice: 'nova' }).dropped, []);
  });

  it('knows the formats of transcription models, and the limit of a file', () => {
    const body = { file: new Blob(['x']), response_format: 'srt', stream: true, timestamp_granularities: ['word'] };
    assert.deepEqual(shapeRequest('transcriptions', { ...body, model: 'whisper-1' }).dropped, [
      'stream: whisper-1 takes none',
    ]);
    assert.deepEqual(shapeRequest('transcriptions', { ...body, model: 'gpt-4o-transcribe' }).dropped, [
      'timestamp_granularities: gpt-4o-transcribe takes none',
      'response_format: gpt-4o-transcribe takes json, text, not "srt"',
    ]);
    const file = new Blob([new Uint8Array(25 * 1024 * 1024 + 1)]);
    assertRefused('transcriptions', { model: 'whisper-1', file }, /files of no more than 25 MB/);
  });

  it('knows the dimensions and the number of embeddings', () => {
    const dropped = ['dimensions: text-embedding-ada-002 takes none'];
    assert.deepEqual(
      shapeRequest('embeddings', { model: 'text-embedding-ada-002', input: 'x', dimensions: 9 }).dropped,
      dropped,
    );
    const small = { model: 'text-embedding-3-small', input: 'x', dimensions: 1_536 };
    assert.deepEqual(shapeRequest('embeddings', small).dropped, []);
    assertRefused('embeddings', { ...small, dimensions: 1_537 }, /1 to 1536/);
    assertRefused('embeddings', { ...small, input: Array(2_049).fill('x') }, /2,048 at once/);
  });

  it('knows which APIs serve a model and what goes in and out', () => {
    assert.deepEqual(modelRules('o3-pro')?.apis, ['responses']);
    assert.deepEqual(modelRules('gpt-5.2')?.apis, ['chatCompletions', 'responses']);
    assert.deepEqual(modelRules('whisper-1')?.apis, ['transcriptions', 'translations']);
    assert.deepEqual(modelRules('gpt-image-1-mini')?.output, ['image']);
    assert.deepEqual(modelRules('gpt-4o-audio-preview-2025-06-03')?.output, ['text', 'audio']);
    assert.deepEqual(modelRules('gpt-4o-mini-realtime-preview')?.apis, ['realtime']);
    assert.deepEqual(modelRules('omni-moderation-latest')?.input, ['text', 'image']);
    assert.equal(modelRules('qwen3:4b'), undefined);
  });
});
