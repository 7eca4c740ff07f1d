import type { Usage } from './transcript.ts';

/** The sum of two requests. Its cost is known only where both are. */
export function addUsage(a: Usage, b: Usage): Usage {
  const cacheWriteTokens = (a.cacheWriteTokens ?? 0) + (b.cacheWriteTokens ?? 0);
  const inputAudioTokens = (a.inputAudioTokens ?? 0) + (b.inputAudioTokens ?? 0);
  const outputAudioTokens = (a.outputAudioTokens ?? 0) + (b.outputAudioTokens ?? 0);
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    cachedTokens: a.cachedTokens + b.cachedTokens,
    ...(cacheWriteTokens > 0 && { cacheWriteTokens }),
    outputTokens: a.outputTokens + b.outputTokens,
    reasoningTokens: a.reasoningTokens + b.reasoningTokens,
    ...(inputAudioTokens > 0 && { inputAudioTokens }),
    ...(outputAudioTokens > 0 && { outputAudioTokens }),
    ...(a.costUsd !== undefined && b.costUsd !== undefined && { costUsd: a.costUsd + b.costUsd }),
    ...((a.estimated ?? b.estimated) && { estimated: true }),
  };
}
