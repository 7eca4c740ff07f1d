import type { ModelInfo, Price } from './modelInfo.ts';
import { oneOf, rulesOf, type Family, type ModelRules } from './rules.ts';

type ChatModel = Pick<ModelInfo, 'id'> &
  Partial<ModelInfo> & {
    /** Takes `verbosity`. */
    verbosity?: boolean;
    /** The first reasoning models: no system role, no effort, one answer at a time. */
    early?: boolean;
  };

/** Reasoning models choose their words themselves. */
export const SAMPLING = [
  'temperature',
  'top_p',
  'presence_penalty',
  'frequency_penalty',
  'logprobs',
  'top_logprobs',
  'logit_bias',
] as const;

const lowToHigh = ['low', 'medium', 'high'] as const;
const lowToXhigh = [...lowToHigh, 'xhigh'] as const;
const lowToMax = [...lowToXhigh, 'max'] as const;
const noneToXhigh = ['none', ...lowToXhigh] as const;
const noneToMax = ['none', ...lowToMax] as const;
const proEfforts = ['medium', 'high', 'xhigh'] as const;

const million = { verbosity: true, contextTokens: 1_050_000, maxOutputTokens: 128_000, images: true };
const large = { verbosity: true, contextTokens: 400_000, maxOutputTokens: 128_000, images: true };
const oSeries = { contextTokens: 200_000, maxOutputTokens: 100_000, efforts: lowToHigh };
const gpt41 = { contextTokens: 1_047_576, maxOutputTokens: 32_768, images: true, sampling: true };
const gpt4o = { contextTokens: 128_000, maxOutputTokens: 16_384, images: true, sampling: true };
const responsesOnly = true;

/**
 * US dollars per million tokens at standard processing. Read on the models' own pages at developers.openai.com in November
 * 2026: gpt-6.2-sol, gpt-5.6-sol (an offer, “at least until 21 November 2026”; 5, 0.5 and 30 before) and -luna, gpt-5.4-nano
 * and gpt-5-nano. From what others report of OpenAI's pages: the rest of gpt-6 and gpt-5.6. From the list of LiteLLM (July
 * 2026) and as OpenAI's pages had them before: all that is older; the last known price of what is retired.
 */
const price = (input: number, cachedInput: number, output: number): Price => ({
  input,
  cachedInput,
  cacheWrite: input,
  output,
});
const longPrice = (...rates: Parameters<typeof price>): Price => ({ ...price(...rates), longAboveTokens: 272_000 });
const cacheWritePrice = (...rates: Parameters<typeof price>): Price => ({
  ...longPrice(...rates),
  cacheWrite: rates[0] * 1.25,
});

/** OpenAI's chat models, best first. A model belongs to the family with the longest id that begins its own. */
const chatModels: readonly ChatModel[] = [
  { id: 'gpt-6.2-astra', ...million, efforts: lowToMax, price: cacheWritePrice(8, 0.4, 40) },
  { id: 'gpt-6.2-sol', ...million, efforts: lowToMax, price: cacheWritePrice(2, 0.1, 10) },
  { id: 'gpt-6.1-sol', ...million, efforts: lowToMax, price: cacheWritePrice(2, 0.1, 10) },
  { id: 'gpt-6.1-terra', ...million, efforts: noneToMax, price: cacheWritePrice(1, 0.05, 5) },
  { id: 'gpt-6-astra', ...million, efforts: lowToMax, price: cacheWritePrice(10, 1, 50) },
  { id: 'gpt-6-sol', ...million, efforts: noneToMax, price: cacheWritePrice(2, 0.2, 10) },
  { id: 'gpt-6-luna', ...million, efforts: noneToMax, price: cacheWritePrice(0.1, 0.01, 0.5) },
  { id: 'gpt-5.6-sol', ...million, efforts: noneToMax, price: cacheWritePrice(4, 0.4, 20) },
  { id: 'gpt-5.6', ...million, efforts: noneToMax, price: cacheWritePrice(4, 0.4, 20) },
  { id: 'gpt-5.6-terra', ...million, efforts: noneToMax, price: cacheWritePrice(2, 0.2, 12) },
  { id: 'gpt-5.6-luna', ...million, efforts: noneToMax, price: cacheWritePrice(0.2, 0.02, 1.2) },
  { id: 'gpt-5.5', ...million, efforts: noneToXhigh, price: longPrice(5, 0.5, 30) },
  { id: 'gpt-5.5-pro', ...million, efforts: proEfforts, responsesOnly, price: longPrice(30, 30, 180) },
  { id: 'gpt-5.4', ...million, efforts: noneToXhigh, price: longPrice(2.5, 0.25, 15) },
  { id: 'gpt-5.4-mini', ...large, efforts: noneToXhigh, price: price(0.75, 0.075, 4.5) },
  { id: 'gpt-5.4-nano', ...large, efforts: noneToXhigh, price: price(0.2, 0.02, 1.25) },
  { id: 'gpt-5.4-pro', ...million, efforts: proEfforts, responsesOnly, price: longPrice(30, 30, 180) },
  { id: 'gpt-5.3-codex', ...large, efforts: lowToXhigh, responsesOnly, price: price(1.75, 0.175, 14) },
  { id: 'gpt-5.3-chat', ...gpt4o, sampling: false, price: price(1.75, 0.175, 14) },
  { id: 'gpt-5.2', ...large, efforts: noneToXhigh, price: price(1.75, 0.175, 14) },
  { id: 'gpt-5.2-codex', ...large, efforts: lowToXhigh, responsesOnly, price: price(1.75, 0.175, 14) },
  { id: 'gpt-5.2-pro', ...large, efforts: proEfforts, responsesOnly, price: price(21, 21, 168) },
  { id: 'gpt-5.2-chat', ...gpt4o, sampling: false, price: price(1.75, 0.175, 14) },
  { id: 'gpt-5.1', ...large, efforts: ['none', ...lowToHigh], price: price(1.25, 0.125, 10) },
  { id: 'gpt-5.1-codex', ...large, efforts: lowToHigh, responsesOnly, price: price(1.25, 0.125, 10) },
  { id: 'gpt-5.1-codex-max', ...large, efforts: lowToXhigh, responsesOnly, price: price(1.25, 0.125, 10) },
  { id: 'gpt-5.1-codex-mini', ...large, efforts: lowToHigh, responsesOnly, price: price(0.25, 0.025, 2) },
  { id: 'gpt-5.1-chat', ...gpt4o, sampling: false, price: price(1.25, 0.125, 10) },
  { id: 'gpt-5', ...large, efforts: ['minimal', ...lowToHigh], price: price(1.25, 0.125, 10) },
  { id: 'gpt-5-codex', ...large, efforts: lowToHigh, responsesOnly, price: price(1.25, 0.125, 10) },
  { id: 'gpt-5-mini', ...large, efforts: ['minimal', ...lowToHigh], price: price(0.25, 0.025, 2) },
  { id: 'gpt-5-nano', ...large, efforts: ['minimal', ...lowToHigh], price: price(0.05, 0.005, 0.4) },
  { id: 'gpt-5-pro', ...large, efforts: ['high'], responsesOnly, price: price(15, 15, 120) },
  { id: 'gpt-5-chat', ...gpt4o, tools: false, price: price(1.25, 0.125, 10) },
  { id: 'gpt-4.1', ...gpt41, price: price(2, 0.5, 8) },
  { id: 'gpt-4.1-mini', ...gpt41, price: price(0.4, 0.1, 1.6) },
  { id: 'gpt-4.1-nano', ...gpt41, price: price(0.1, 0.025, 0.4) },
  { id: 'o3', ...oSeries, images: true, price: price(2, 0.5, 8) },
  { id: 'o3-pro', ...oSeries, images: true, responsesOnly, price: price(20, 20, 80) },
  { id: 'o4-mini', ...oSeries, images: true, price: price(1.1, 0.275, 4.4) },
  { id: 'o3-mini', ...oSeries, images: false, price: price(1.1, 0.55, 4.4) },
  { id: 'codex-mini', ...oSeries, images: true, responsesOnly, price: price(1.5, 0.375, 6) },
  { id: 'o1', ...oSeries, images: true, price: price(15, 7.5, 60) },
  { id: 'o1-pro', ...oSeries, images: true, responsesOnly, price: price(150, 150, 600) },
  { id: 'o1-mini', contextTokens: 128_000, images: false, tools: false, early: true, price: price(1.1, 0.55, 4.4) },
  { id: 'o1-preview', contextTokens: 128_000, images: false, tools: false, early: true, price: price(15, 7.5, 60) },
  { id: 'gpt-4o', ...gpt4o, price: price(2.5, 1.25, 10) },
  { id: 'gpt-4o-mini', ...gpt4o, price: price(0.15, 0.075, 0.6) },
  { id: 'chatgpt-4o', ...gpt4o, tools: false, price: price(5, 5, 15) },
  { id: 'gpt-4-turbo', ...gpt4o, maxOutputTokens: 4096, price: price(10, 10, 30) },
  { id: 'gpt-4', contextTokens: 8192, images: false, sampling: true, price: price(30, 30, 60) },
  { id: 'gpt-3.5-turbo', contextTokens: 16_385, images: false, sampling: true, price: price(0.5, 0.5, 1.5) },
  { id: 'o3-deep-research', ...oSeries, images: true, responsesOnly },
  { id: 'o4-mini-deep-research', ...oSeries, images: true, responsesOnly },
  { id: 'computer-use-preview', contextTokens: 8192, maxOutputTokens: 1024, images: true, responsesOnly },
  { id: 'gpt-oss', contextTokens: 131_072, images: false, sampling: true, efforts: lowToHigh },
];

/**
 * The chat models with their rules, best first. Sources: the model and parameter tables of the API reference, and the
 * specification's descriptions of `CreateChatCompletionRequest` and `CreateResponse`.
 */
export const chatFamilies: readonly Family[] = chatModels.map(({ verbosity, early, ...model }) => ({
  ...model,
  rules: chatRules(model, verbosity === true, early === true),
}));

function chatRules(
  { id, efforts = [], sampling, images, responsesOnly: only }: ChatModel,
  verbosity: boolean,
  early: boolean,
): ModelRules {
  const reasons = efforts.length > 0 || early;
  // Open weights run behind servers of many kinds, which take more than this table knows.
  if (id.startsWith('gpt-oss'))
    return rulesOf({ apis: ['chatCompletions', 'responses'], input: ['text'], output: ['text'] });
  return rulesOf({
    apis: only ? ['responses'] : ['chatCompletions', 'responses'],
    input: images === false ? ['text'] : ['text', 'image'],
    output: ['text'],
    refuses: [
      ...(sampling ? [] : SAMPLING),
      ...(efforts.length > 0 ? [] : ['reasoning_effort', 'reasoning']),
      ...(verbosity ? [] : ['verbosity', 'text.verbosity']),
      ...(early ? ['n', 'parallel_tool_calls', 'tools', 'tool_choice'] : []),
      'web_search_options',
      'modalities',
      'audio',
    ],
    renames: reasons ? { max_tokens: 'max_completion_tokens' } : {},
    values: efforts.length > 0 ? { reasoning_effort: oneOf(...efforts), 'reasoning.effort': oneOf(...efforts) } : {},
    instructedByUser: early,
  });
}
