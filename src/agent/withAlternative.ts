import type { Alternative, AssistantItem } from './transcript.ts';

/** The answer with one of its alternatives, numbered from 0, in its place, and itself in that of the alternative. */
export function withAlternative(item: AssistantItem, index: number): AssistantItem | undefined {
  const { alternatives = [] } = item;
  const chosen = alternatives[index];
  if (!chosen) return undefined;
  const { text, refusal, citations, logprobs, audio, ...rest } = item;
  const other: Alternative = {
    text,
    ...(refusal && { refusal }),
    ...(citations && { citations }),
    ...(logprobs && { logprobs }),
    ...(audio && { audio }),
  };
  return { ...rest, ...chosen, alternatives: alternatives.with(index, other) };
}
