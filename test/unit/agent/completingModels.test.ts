import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  cheapestCompletingModel,
  quickestEffort,
  reasonsFirst,
  wayToComplete,
} from '../../../src/agent/models/completingModels.ts';

describe('the model that completes code', () => {
  it('is the cheapest whose price is known', () => {
    assert.equal(cheapestCompletingModel(['gpt-5.4', 'gpt-4.1-nano', 'gpt-4o-mini', 'qwen3']), 'gpt-4.1-nano');
    assert.equal(cheapestCompletingModel(['gpt-5-nano-2025-08-07', 'gpt-5-nano']), 'gpt-5-nano');
    assert.equal(cheapestCompletingModel(['gpt-4', 'gpt-3.5-turbo-instruct']), 'gpt-3.5-turbo-instruct');
    assert.equal(cheapestCompletingModel(['openai/gpt-4o', 'openai/gpt-4.1-mini']), 'openai/gpt-4.1-mini');
  });

  it('is none that always reasons, hears, searches, draws or takes no suffix', () => {
    const others = [
      'o4-mini',
      'o1-mini',
      'gpt-4o-mini-audio-preview',
      'gpt-4o-mini-search-preview',
      'gpt-image-1-mini',
    ];
    const unfit = [...others, 'text-embedding-3-small', 'babbage-002', 'gpt-realtime', 'gpt-4o-mini-transcribe'];
    assert.equal(cheapestCompletingModel(unfit), undefined);
    assert.equal(cheapestCompletingModel([...unfit, 'gpt-4.1']), 'gpt-4.1');
  });

  it('is none where no price is known', () => {
    assert.equal(cheapestCompletingModel(['qwen2.5-coder:7b', 'gpt-oss:20b']), undefined);
  });

  it('is asked in its own way, with the least effort', () => {
    assert.equal(wayToComplete('gpt-3.5-turbo-instruct'), 'insert');
    assert.equal(wayToComplete('gpt-4.1-nano'), 'chat');
    assert.equal(wayToComplete('qwen2.5-coder:7b'), 'try');
    assert.deepEqual(['gpt-5.4-nano', 'gpt-5-nano', 'o3', 'gpt-4.1'].map(quickestEffort), [
      'none',
      'minimal',
      'low',
      undefined,
    ]);
    assert.deepEqual(['gpt-5-nano', 'o3', 'gpt-4.1'].map(reasonsFirst), [false, true, false]);
  });
});
