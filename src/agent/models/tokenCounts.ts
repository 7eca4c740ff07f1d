import type { Usage } from '../transcript.ts';

export interface SideCounts {
  /** All tokens, those of pictures and sound among them. */
  total: number;
  image: number;
  audio: number;
  /** Pictures and sound are told from text. */
  isDetailed: boolean;
}

/** The tokens of a request, as any endpoint counts them. */
export interface TokenCounts {
  input: SideCounts;
  output: SideCounts;
  usage: Usage;
}

type Node = Record<string, unknown>;

/** The `usage` of an answer, in the words of whichever API; undefined where it counts no tokens. */
export function countsOf(usage: unknown): TokenCounts | undefined {
  const node = nodeOf(usage);
  const input = numberOf(node.input_tokens) ?? numberOf(node.prompt_tokens);
  if (input === undefined) return undefined;
  const output = numberOf(node.output_tokens) ?? numberOf(node.completion_tokens) ?? 0;
  const inputDetails = nodeOf(node.input_tokens_details ?? node.input_token_details ?? node.prompt_tokens_details);
  const outputDetails = nodeOf(node.output_tokens_details ?? node.completion_tokens_details);
  const cacheWriteTokens = numberOf(inputDetails.cache_write_tokens);
  return {
    input: sideOf(input, inputDetails),
    output: sideOf(output, outputDetails),
    usage: {
      inputTokens: input,
      cachedTokens: numberOf(inputDetails.cached_tokens) ?? 0,
      ...(cacheWriteTokens && { cacheWriteTokens }),
      outputTokens: output,
      reasoningTokens: numberOf(outputDetails.reasoning_tokens) ?? 0,
    },
  };
}

const sideOf = (total: number, details: Node): SideCounts => ({
  total,
  image: numberOf(details.image_tokens) ?? 0,
  audio: numberOf(details.audio_tokens) ?? 0,
  isDetailed: ['text_tokens', 'image_tokens', 'audio_tokens'].some((name) => numberOf(details[name]) !== undefined),
});

const nodeOf = (value: unknown): Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Node) : {};
const numberOf = (value: unknown) =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
