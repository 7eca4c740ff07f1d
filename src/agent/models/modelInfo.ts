import type { ReasoningEffort } from './modelStream.ts';

/** US dollars per million tokens. */
export interface Price {
  input: number;
  cachedInput: number;
  cacheWrite: number;
  output: number;
  /** A request with more input tokens costs twice for input and one and a half times for output. */
  longAboveTokens?: number;
}

/** What a model takes. Of an unknown one the least is assumed that lets it work. */
export interface ModelInfo {
  id: string;
  /** Efforts it takes; empty where it does not reason. */
  efforts: readonly ReasoningEffort[];
  images: boolean;
  tools: boolean;
  /** Takes temperature and top_p. */
  sampling: boolean;
  /** Not served by Chat Completions. */
  responsesOnly: boolean;
  /** Listed in the catalog: a model of OpenAI's, which knows all of its API's parameters. */
  known: boolean;
  contextTokens?: number;
  maxOutputTokens?: number;
  price?: Price;
}
