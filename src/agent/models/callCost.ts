import type { Usage } from '../transcript.ts';
import { costUsd, pricedAs } from './catalog.ts';
import { countsOf, type SideCounts, type TokenCounts } from './tokenCounts.ts';
import { unitPrices, type TokenRate, type TokenRates, type UnitPrice } from './unitPrices.ts';

/** One request and what came of it. */
export interface Call {
  /** Below the base URL, without a query: `/images/generations`. */
  path: string;
  /** The JSON, or the text fields of a form. */
  request: Record<string, unknown>;
  answer?: unknown;
  /** The model that answered, where that is known better than by the answer and the request. */
  model?: string;
  usage?: Usage;
  /** Seconds of the audio that was heard or spoken. */
  audioSeconds?: number;
}

export interface CallCost {
  usd: number;
  /** What was counted: `1 image, 1024x1024, hd`, `57 characters`, `1,024 input, 200 output tokens`. */
  basis: string;
}

type Node = Record<string, unknown>;

/** Paths of what is sold by the model, and not by something else. */
export const PRICED =
  /^\/?(responses|chat\/completions|completions|embeddings|images\/\w+|audio\/(speech|transcriptions|translations)|moderations)$/;
/** Tools that cost something for each call, besides the tokens. */
const PAID_CALLS = ['web_search_call', 'file_search_call', 'code_interpreter_call', 'image_generation_call'];

/**
 * The list price of a request in US dollars; undefined where it is not known: another model or endpoint, another service
 * tier, an answer that does not tell what was used. It is OpenAI's price: what a request to another server costs is for
 * that server to say.
 */
export function callCost(call: Call): CallCost | undefined {
  const answer = nodeOf(call.answer);
  const model = call.model ?? textOf(answer.model) ?? textOf(call.request.model);
  if (model === undefined || !PRICED.test(call.path) || !isStandardTier(answer.service_tier)) return undefined;
  const family = pricedAs(model);
  const unit = family === undefined ? undefined : unitPrices[family];
  return (unit && unitCost(unit, call, answer)) ?? tokenCost(model, call, answer);
}

const isStandardTier = (tier: unknown) => [undefined, null, 'auto', 'default', 'standard'].some((one) => one === tier);

function unitCost(price: UnitPrice, call: Call, answer: Node): CallCost | undefined {
  if (price.free) return { usd: 0, basis: 'free' };
  if (price.image) return imageCost(price, call.request, answer);
  if (price.millionCharacters !== undefined) return characterCost(price.millionCharacters, call.request);
  return (price.tokens && mixedCost(price.tokens, countsOf(answer.usage))) ?? minuteCost(price, call, answer);
}

function imageCost({ image = {}, standardImage }: UnitPrice, request: Node, answer: Node): CallCost | undefined {
  const images = Array.isArray(answer.data) ? answer.data.length : Number(request.n ?? 1);
  const size = textOf(request.size) ?? standardImage?.size ?? '';
  const quality = textOf(request.quality) ?? standardImage?.quality ?? '';
  const each = image[`${quality} ${size}`];
  if (each === undefined || !Number.isFinite(images)) return undefined;
  return { usd: images * each, basis: [counted(images, 'image'), size, quality].join(', ') };
}

function characterCost(perMillion: number, { input }: Node): CallCost | undefined {
  if (typeof input !== 'string') return undefined;
  const characters = Array.from(input).length;
  return { usd: (characters * perMillion) / 1e6, basis: counted(characters, 'character') };
}

function minuteCost({ minute }: UnitPrice, call: Call, answer: Node): CallCost | undefined {
  // Where tokens were counted they are what is paid, at the catalog's price.
  if (minute === undefined || call.usage || countsOf(answer.usage)) return undefined;
  const seconds = call.audioSeconds ?? numberOf(nodeOf(answer.usage).seconds) ?? numberOf(answer.duration);
  if (seconds === undefined) return undefined;
  return { usd: (seconds / 60) * minute, basis: timeOf(seconds) };
}

function mixedCost(rates: TokenRates, counts: TokenCounts | undefined): CallCost | undefined {
  if (!counts) return undefined;
  const { input, output } = counts;
  const usd = add(sideCost(rates, input, 'input'), sideCost(rates, output, 'output'));
  return usd === undefined ? undefined : { usd, basis: tokensOf(input.total, output.total) };
}

/** Undefined where a kind of token was used whose price is not known, or where the kinds are not told apart. */
function sideCost(rates: TokenRates, counts: SideCounts, side: 'input' | 'output'): number | undefined {
  const { total, image, audio, isDetailed } = counts;
  const each = (tokens: number, rate: TokenRate | undefined): number | undefined => {
    const perMillion = rate?.[side];
    if (tokens === 0) return 0;
    return perMillion === undefined ? undefined : (tokens * perMillion) / 1e6;
  };
  if (!isDetailed) {
    const sold = [rates.text, rates.image, rates.audio].filter((rate) => rate?.[side] !== undefined);
    return sold.length > 1 ? undefined : each(total, sold[0]);
  }
  return add(add(each(image, rates.image), each(audio, rates.audio)), each(total - image - audio, rates.text));
}

const add = (a: number | undefined, b: number | undefined) => (a === undefined || b === undefined ? undefined : a + b);

function tokenCost(model: string, call: Call, answer: Node): CallCost | undefined {
  const usage = call.usage ?? countsOf(answer.usage)?.usage;
  if (!usage) return undefined;
  const usd = costUsd(model, usage);
  if (usd === undefined) return undefined;
  const output = Array.isArray(answer.output) ? answer.output : [];
  const hasPaidCalls = output.some((item) => PAID_CALLS.some((type) => type === nodeOf(item).type));
  const tokens = tokensOf(usage.inputTokens, usage.outputTokens);
  return { usd, basis: hasPaidCalls ? `${tokens}, without what its tools cost` : tokens };
}

const format = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 1 });

const counted = (count: number, what: string) => `${format(count)} ${what}${count === 1 ? '' : 's'}`;

const tokensOf = (input: number, output: number) =>
  output === 0 ? `${format(input)} input tokens` : `${format(input)} input, ${format(output)} output tokens`;

const timeOf = (seconds: number) =>
  seconds < 60 ? counted(Math.round(seconds * 10) / 10, 'second') : counted(Math.round(seconds / 6) / 10, 'minute');

const nodeOf = (value: unknown): Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Node) : {};
const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
const numberOf = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);
