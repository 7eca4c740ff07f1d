import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callCost, type Call } from '../../../src/agent/models/callCost.ts';

/** Compared to a millionth of a dollar. */
function costs(call: Call, usd: number, basis: string): void {
  const cost = callCost(call);
  assert.ok(cost, `${call.path} has a price`);
  assert.deepEqual({ usd: Math.round(cost.usd * 1e9) / 1e9, basis: cost.basis }, { usd, basis });
}

void test('tokens cost what the catalog says, in the words of every API', () => {
  const usage = { inputTokens: 1024, cachedTokens: 0, outputTokens: 200, reasoningTokens: 0 };
  costs({ path: '/responses', request: { model: 'gpt-5.2' }, usage }, 0.004592, '1,024 input, 200 output tokens');
  const answer = {
    model: 'gpt-4.1-2025-04-14',
    usage: { prompt_tokens: 1000, completion_tokens: 10, prompt_tokens_details: { cached_tokens: 400 } },
  };
  costs({ path: '/chat/completions', request: {}, answer }, 0.00148, '1,000 input, 10 output tokens');
  const embedding = { usage: { prompt_tokens: 5, total_tokens: 5 } };
  costs(
    { path: '/embeddings', request: { model: 'text-embedding-3-small' }, answer: embedding },
    0.0000001,
    '5 input tokens',
  );
  costs(
    {
      path: '/audio/transcriptions',
      request: { model: 'gpt-4o-transcribe' },
      answer: { text: 'x', usage: { type: 'tokens', input_tokens: 100, output_tokens: 20 } },
    },
    0.00045,
    '100 input, 20 output tokens',
  );
});

void test('tools that cost extra are named, since their price is not in the sum', () => {
  const answer = { usage: { input_tokens: 10, output_tokens: 1 }, output: [{ type: 'web_search_call' }] };
  const cost = callCost({ path: '/responses', request: { model: 'gpt-4.1' }, answer });
  assert.equal(cost?.basis, '10 input, 1 output tokens, without what its tools cost');
});

void test('DALL-E images cost by size and quality, as many as came', () => {
  const path = '/images/generations';
  costs({ path, request: { model: 'dall-e-3', quality: 'hd' } }, 0.08, '1 image, 1024x1024, hd');
  costs({ path, request: { model: 'dall-e-3', size: '1792x1024' } }, 0.08, '1 image, 1792x1024, standard');
  costs(
    { path: '/images/edits', request: { model: 'dall-e-2', n: '2', size: '256x256' } },
    0.032,
    '2 images, 256x256, standard',
  );
  costs({ path, request: { model: 'dall-e-2', n: 3 }, answer: { data: [{}] } }, 0.02, '1 image, 1024x1024, standard');
  assert.equal(callCost({ path, request: { model: 'dall-e-3', size: '256x256' } }), undefined, 'no such size');
});

void test('GPT images cost by their tokens of text and of pictures', () => {
  const usage = {
    input_tokens: 50,
    output_tokens: 1000,
    input_tokens_details: { text_tokens: 10, image_tokens: 40 },
  };
  const call = { path: '/images/edits', request: { model: 'gpt-image-1' }, answer: { usage } };
  costs(call, 0.04045, '50 input, 1,000 output tokens');
  costs({ ...call, request: { model: 'gpt-image-2' } }, 0.03037, '50 input, 1,000 output tokens');
  costs({ ...call, request: { model: 'gpt-image-2.6-flare' } }, 0.03037, '50 input, 1,000 output tokens');
  assert.equal(
    callCost({ ...call, request: { model: 'gpt-image-1.5' } }),
    undefined,
    'text or a picture: they cost differently',
  );
  const told = { usage: { ...usage, output_tokens_details: { text_tokens: 100, image_tokens: 900 } } };
  costs({ ...call, request: { model: 'gpt-image-1.5' }, answer: told }, 0.03017, '50 input, 1,000 output tokens');
  assert.equal(callCost({ ...call, answer: {} }), undefined, 'nothing was counted');
});

void test('audio in a chat costs more than its text', () => {
  const usage = {
    prompt_tokens: 100,
    completion_tokens: 50,
    prompt_tokens_details: { audio_tokens: 60, text_tokens: 40 },
    completion_tokens_details: { audio_tokens: 30 },
  };
  costs(
    { path: '/chat/completions', request: { model: 'gpt-audio' }, answer: { usage } },
    0.00414,
    '100 input, 50 output tokens',
  );
  const other = { path: '/chat/completions', request: { model: 'gpt-audio-mini' }, answer: { usage } };
  costs(other, 0.001272, '100 input, 50 output tokens');
  assert.equal(callCost({ ...other, request: { model: 'gpt-audio-nano' } }), undefined, 'no such model is known');
});

void test('speech costs by the character or the minute', () => {
  const path = '/audio/speech';
  costs({ path, request: { model: 'tts-1', input: 'Grüße 👋' } }, 0.000105, '7 characters');
  costs({ path, request: { model: 'tts-1-hd', input: 'x' } }, 0.00003, '1 character');
  costs({ path, request: { model: 'gpt-4o-mini-tts', input: 'x' }, audioSeconds: 30 }, 0.0075, '30 seconds');
  assert.equal(callCost({ path, request: { model: 'gpt-4o-mini-tts', input: 'x' } }), undefined, 'of unknown length');
});

void test('what is heard costs by the minute', () => {
  const path = '/audio/transcriptions';
  costs({ path, request: { model: 'whisper-1' }, audioSeconds: 150 }, 0.015, '2.5 minutes');
  costs({ path, request: { model: 'gpt-transcribe' }, audioSeconds: 60 }, 0.0045, '1 minute');
  const usage = { type: 'duration', seconds: 60 };
  costs({ path, request: { model: 'whisper-1' }, answer: { text: '', usage } }, 0.006, '1 minute');
  costs(
    { path: '/audio/translations', request: { model: 'whisper-1' }, answer: { duration: 12.5 } },
    0.00125,
    '12.5 seconds',
  );
});

void test('moderation is free', () => {
  costs({ path: '/moderations', request: {}, answer: { model: 'omni-moderation-2024-09-26' } }, 0, 'free');
});

void test('no price is guessed', () => {
  const answer = { usage: { input_tokens: 1000, output_tokens: 1000 } };
  const none = (call: Omit<Call, 'answer'>, given: unknown = answer) => {
    assert.equal(callCost({ ...call, answer: given }), undefined, JSON.stringify(call));
  };
  none({ path: '/responses', request: { model: 'llama3.2' } });
  none({ path: '/responses', request: { model: 'ft:gpt-4.1:me::x' } });
  none({ path: '/responses', request: {} });
  none({ path: '/responses/resp_1', request: { model: 'gpt-4.1' } });
  none({ path: '/batches', request: { model: 'gpt-4.1' } });
  none({ path: '/fine_tuning/jobs', request: { model: 'gpt-4.1' } });
  none({ path: '/responses', request: { model: 'gpt-4.1' } }, { ...answer, service_tier: 'flex' });
  none({ path: '/responses', request: { model: 'gpt-4.1' } }, null);
  none({ path: '/audio/speech', request: { model: 'kokoro', input: 'x' } });
});
