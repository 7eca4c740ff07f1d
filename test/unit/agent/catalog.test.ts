import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chatModelIds, costUsd, defaultModelId, modelInfo } from '../../../src/agent/models/catalog.ts';
import type { Usage } from '../../../src/agent/transcript.ts';

const usage = (inputTokens: number, cachedTokens: number, outputTokens: number): Usage => ({
  inputTokens,
  cachedTokens,
  outputTokens,
  reasoningTokens: 0,
});

describe('modelInfo', () => {
  it('finds the longest family, also of snapshots, fine-tunes and routed names', () => {
    assert.deepEqual(modelInfo('gpt-5-mini-2025-08-07').efforts, ['minimal', 'low', 'medium', 'high']);
    assert.deepEqual(modelInfo('gpt-5-pro-2025-10-06').efforts, ['high']);
    assert.equal(modelInfo('openai/gpt-4o').contextTokens, 128_000);
    assert.equal(modelInfo('ft:gpt-4.1-mini-2025-04-14:acme::abc').contextTokens, 1_047_576);
    assert.equal(modelInfo('gpt-oss:20b').images, false);
  });

  it('does not take a name that only begins alike for a family', () => {
    assert.equal(modelInfo('gpt-5x').known, false);
    assert.equal(modelInfo('o3o').known, false);
  });

  it('lets unknown models work untouched', () => {
    const info = modelInfo('qwen2.5-coder:7b');
    assert.deepEqual(info, {
      id: 'qwen2.5-coder:7b',
      efforts: [],
      images: true,
      tools: true,
      sampling: true,
      responsesOnly: false,
      known: false,
    });
  });

  it('says which reasoning models refuse sampling parameters and which only speak Responses', () => {
    assert.equal(modelInfo('o3').sampling, false);
    assert.equal(modelInfo('gpt-4.1').sampling, true);
    assert.equal(modelInfo('gpt-5.1-codex-max').responsesOnly, true);
    assert.equal(modelInfo('gpt-5.1').responsesOnly, false);
  });
});

describe('chatModelIds', () => {
  it('leaves out what cannot chat and puts the best first', () => {
    const ids = [
      'text-embedding-3-small',
      'gpt-4o',
      'whisper-1',
      'gpt-4o-mini-tts',
      'gpt-image-1',
      'dall-e-3',
      'gpt-5.2',
    ];
    ids.push('omni-moderation-latest', 'gpt-4o-transcribe', 'gpt-4o-realtime-preview', 'gpt-3.5-turbo-instruct');
    ids.push(
      'sora-2',
      'o4-mini-deep-research',
      'babbage-002',
      'gpt-4o-search-preview',
      'gpt-audio',
      'ft:gpt-4o:acme::x',
    );
    assert.deepEqual(chatModelIds(ids), ['gpt-5.2', 'ft:gpt-4o:acme::x', 'gpt-4o']);
  });

  it('keeps the models of a local server, by name', () => {
    const ids = ['qwen3:14b', 'nomic-embed-text:latest', 'llama3.1:8b', 'qwen3:4b', 'mistral-7b-instruct-v0.3'];
    assert.deepEqual(chatModelIds(ids), ['llama3.1:8b', 'mistral-7b-instruct-v0.3', 'qwen3:4b', 'qwen3:14b']);
  });
});

describe('defaultModelId', () => {
  it('takes a preferred model, else one that can chat, else any', () => {
    assert.equal(defaultModelId(['gpt-6.1-sol', 'gpt-6.2-astra', 'gpt-6.2-sol']), 'gpt-6.2-sol');
    assert.equal(defaultModelId(['gpt-4o-mini', 'gpt-4.1', 'o3']), 'gpt-4.1');
    assert.equal(defaultModelId(['nomic-embed-text', 'llama3.1:8b']), 'llama3.1:8b');
    assert.equal(defaultModelId(['my-embedding-like-name']), 'my-embedding-like-name');
    assert.equal(defaultModelId([]), undefined);
  });
});

describe('costUsd', () => {
  it('counts cached input at its own price', () => {
    assert.equal(costUsd('gpt-4.1', usage(1_000_000, 400_000, 100_000)), 0.6 * 2 + 0.4 * 0.5 + 0.1 * 8);
    assert.equal(costUsd('gpt-4.1-2025-04-14', usage(1_000_000, 0, 0)), 2);
  });

  it('counts cache writes and long requests', () => {
    assert.equal(costUsd('gpt-6.1-sol', { ...usage(100_000, 0, 0), cacheWriteTokens: 100_000 }), 0.25);
    assert.equal(costUsd('gpt-5.4', usage(400_000, 0, 1_000_000)), 0.4 * 2.5 * 2 + 15 * 1.5);
  });

  it('does not guess: unknown models, unknown variants and fine-tunes have no price', () => {
    assert.equal(costUsd('llama3.1:8b', usage(1, 0, 1)), undefined);
    assert.equal(costUsd('gpt-5.1-mini', usage(1, 0, 1)), undefined);
    assert.equal(costUsd('ft:gpt-4o:acme::x', usage(1, 0, 1)), undefined);
    assert.equal(costUsd('gpt-4o-2024-05-13', usage(1, 0, 1)), undefined, 'this snapshot cost more than the others');
  });
});
