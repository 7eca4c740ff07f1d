import type { Usage } from '../../../agent/transcript.ts';
import { isObject } from '../../../openai/isObject.ts';
import { numberOf, objectOf } from './json.ts';

/** The tokens that an answer says it took, in the words of either API. */
export function usageOf(answer: unknown): Usage | undefined {
  const { usage } = objectOf(answer);
  if (!isObject(usage)) return undefined;
  const inputTokens = numberOf(usage.input_tokens) ?? numberOf(usage.prompt_tokens);
  const outputTokens = numberOf(usage.output_tokens) ?? numberOf(usage.completion_tokens);
  if (inputTokens === undefined && outputTokens === undefined) return undefined;
  const input = objectOf(usage.input_tokens_details ?? usage.prompt_tokens_details ?? usage.input_token_details);
  const output = objectOf(usage.output_tokens_details ?? usage.completion_tokens_details);
  const cacheWriteTokens = numberOf(input.cache_write_tokens) ?? 0;
  return {
    inputTokens: inputTokens ?? 0,
    cachedTokens: numberOf(input.cached_tokens) ?? 0,
    ...(cacheWriteTokens > 0 && { cacheWriteTokens }),
    outputTokens: outputTokens ?? 0,
    reasoningTokens: numberOf(output.reasoning_tokens) ?? 0,
  };
}

/** How long the sound was, where a transcription says so. */
export function audioSecondsOf(answer: unknown): number | undefined {
  const { duration, usage } = objectOf(answer);
  const seconds = Number(objectOf(usage).seconds ?? duration ?? undefined);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
}
