import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { modelInformation } from '../../../../src/ui/builtinChat/modelInformation.ts';

const profile = { name: 'Here', baseURL: 'http://127.0.0.1/v1' };

const sizesOf = (model: string): readonly [input: number, output: number] => {
  const { maxInputTokens, maxOutputTokens } = modelInformation(profile, model);
  return [maxInputTokens, maxOutputTokens];
};

describe('what VS Code is told of a model', () => {
  it('leaves what the answer may take out of what may be sent', () => {
    assert.deepEqual(sizesOf('gpt-4.1'), [1_014_808, 32_768]);
  });

  it('leaves most of a small context to what is sent, where the size of answers is not known', () => {
    assert.deepEqual(sizesOf('gpt-4'), [6_144, 2_048]);
    assert.deepEqual(sizesOf('gpt-3.5-turbo'), [12_289, 4_096]);
  });

  it('takes the sizes of most models for one that it does not know', () => {
    assert.deepEqual(sizesOf('local-model'), [111_616, 16_384]);
  });
});
