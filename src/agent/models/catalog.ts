import type { Usage } from '../transcript.ts';
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

type Family = Pick<ModelInfo, 'id'> & Partial<ModelInfo>;

const lowToHigh = ['low', 'medium', 'high'] as const;
const lowToXhigh = [...lowToHigh, 'xhigh'] as const;
const lowToMax = [...lowToXhigh, 'max'] as const;
const noneToXhigh = ['none', ...lowToXhigh] as const;
const noneToMax = ['none', ...lowToMax] as const;
const proEfforts = ['medium', 'high', 'xhigh'] as const;

const million = { contextTokens: 1_050_000, maxOutputTokens: 128_000, images: true };
const large = { contextTokens: 400_000, maxOutputTokens: 128_000, images: true };
const oSeries = { contextTokens: 200_000, maxOutputTokens: 100_000, efforts: lowToHigh };
const gpt41 = { contextTokens: 1_047_576, maxOutputTokens: 32_768, images: true, sampling: true };
const gpt4o = { contextTokens: 128_000, maxOutputTokens: 16_384, images: true, sampling: true };
const responsesOnly = true;

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
const families: readonly Family[] = [
  { id: 'gpt-6.1-sol', ...million, efforts: lowToMax, price: cacheWritePrice(2, 0.1, 10) },
  { id: 'gpt-6.1-terra', ...million, efforts: noneToMax, price: cacheWritePrice(1, 0.05, 5) },
  { id: 'gpt-6-astra', ...million, efforts: lowToMax, price: cacheWritePrice(10, 1, 50) },
  { id: 'gpt-6-sol', ...million, efforts: noneToMax, price: cacheWritePrice(2, 0.2, 10) },
  { id: 'gpt-6-luna', ...million, efforts: noneToMax, price: cacheWritePrice(0.1, 0.01, 0.5) },
  { id: 'gpt-5.6-sol', ...million, efforts: noneToMax, price: cacheWritePrice(4, 0.4, 20) },
  { id: 'gpt-5.6', ...million, efforts: noneToMax, price: cacheWritePrice(4, 0.4, 20) },
  { id: 'gpt-5.6-terra', ...million, efforts: noneToMax, price: cacheWritePrice(2, 0.2, 12) },
  { id: 'gpt-5.6-luna', ...large, efforts: noneToMax, price: cacheWritePrice(0.2, 0.02, 1.2) },
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
  { id: 'o1-mini', contextTokens: 128_000, images: false, tools: false, price: price(1.1, 0.55, 4.4) },
  { id: 'o1-preview', contextTokens: 128_000, images: false, tools: false, price: price(15, 7.5, 60) },
  { id: 'gpt-4o', ...gpt4o, price: price(2.5, 1.25, 10) },
  { id: 'gpt-4o-mini', ...gpt4o, price: price(0.15, 0.075, 0.6) },
  { id: 'chatgpt-4o', ...gpt4o, tools: false, price: price(5, 5, 15) },
  { id: 'gpt-4-turbo', ...gpt4o, maxOutputTokens: 4096, price: price(10, 10, 30) },
  { id: 'gpt-4', contextTokens: 8192, images: false, sampling: true, price: price(30, 30, 60) },
  { id: 'gpt-3.5-turbo', contextTokens: 16_385, images: false, sampling: true, price: price(0.5, 0.5, 1.5) },
  { id: 'gpt-oss', contextTokens: 131_072, images: false, sampling: true, efforts: lowToHigh },
];

/** Where several are listed, the first of these is the default. */
const preferred = [
  'gpt-6.1-sol',
  'gpt-6-sol',
  'gpt-5.6-terra',
  'gpt-5.4',
  'gpt-5.2',
  'gpt-5.1',
  'gpt-5',
  'gpt-4.1',
  'gpt-4o',
  'gpt-4o-mini',
];

const notForChat =
  /embed|minilm|(^|\/)bge-|rerank|whisper|transcribe|tts|audio|realtime|-live|image|dall-e|sora|moderation|turbo-instruct|davinci|babbage|search|deep-research|computer-use/i;

/** A dated snapshot or an alias costs what its family costs; other variants may not. */
const snapshot = /^(-chat)?(-\d{4}-\d{2}-\d{2}|-\d{4}|-latest|-preview)?$/;

/** The id as the catalog writes it: without a router's `vendor/` and a fine-tune's `ft:` and its names. */
const plainId = (id: string) => (id.startsWith('ft:') ? (id.split(':')[1] ?? id) : id.slice(id.lastIndexOf('/') + 1));

function familyOf(id: string): Family | undefined {
  const plain = plainId(id);
  return families
    .filter((family) => plain.startsWith(family.id) && /^([-:@]|$)/.test(plain.slice(family.id.length)))
    .reduce<Family | undefined>(
      (best, family) => (best && best.id.length > family.id.length ? best : family),
      undefined,
    );
}

/** Works for any id: an unknown model takes tools, images and sampling, and has no price. */
export function modelInfo(id: string): ModelInfo {
  const defaults = { efforts: [], images: true, tools: true, responsesOnly: false };
  const family = familyOf(id);
  if (!family) return { ...defaults, id, sampling: true, known: false };
  const { price: familyPrice, ...rest } = family;
  const priced = familyPrice && !id.startsWith('ft:') && snapshot.test(plainId(id).slice(family.id.length));
  return { ...defaults, sampling: false, known: true, ...rest, id, ...(priced && { price: familyPrice }) };
}

/** The models one can chat with, best first; those not in the catalog last, by name. */
export function chatModelIds(ids: readonly string[]): string[] {
  const rank = (id: string) => {
    const family = familyOf(id);
    return family ? families.indexOf(family) : families.length;
  };
  return ids
    .filter((id) => !notForChat.test(id))
    .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b, 'en', { numeric: true }));
}

/** A sensible model of those a server lists; undefined where it lists none. */
export function defaultModelId(ids: readonly string[]): string | undefined {
  return preferred.find((id) => ids.includes(id)) ?? chatModelIds(ids)[0] ?? ids[0];
}

/** The list price of one request in US dollars; undefined where the model's price is not known. */
export function costUsd(id: string, usage: Usage): number | undefined {
  const rates = modelInfo(id).price;
  if (!rates) return undefined;
  const { inputTokens, cachedTokens, cacheWriteTokens = 0, outputTokens } = usage;
  const isLong = rates.longAboveTokens !== undefined && inputTokens > rates.longAboveTokens;
  const plainTokens = Math.max(0, inputTokens - cachedTokens - cacheWriteTokens);
  const input = plainTokens * rates.input + cachedTokens * rates.cachedInput + cacheWriteTokens * rates.cacheWrite;
  const output = outputTokens * rates.output;
  return (input * (isLong ? 2 : 1) + output * (isLong ? 1.5 : 1)) / 1e6;
}
