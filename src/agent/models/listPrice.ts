import { PRICED, callCost } from './callCost.ts';
import { modelInfo, pricedAs } from './catalog.ts';
import { unitPrices, type TokenRates } from './unitPrices.ts';

/** What a request will cost by the list price: US dollars where that is certain, else how it is reckoned, in words. */
export type ListPrice = { usd: number } | { rate: string };

/**
 * The list price of a request that is yet to be sent; undefined where it is not known. `path` is below the base URL; of
 * the request the model, the number and form of pictures and the text to speak matter.
 */
export function listPrice(path: string, request: Record<string, unknown>): ListPrice | undefined {
  const { model, service_tier: tier } = request;
  if (typeof model !== 'string' || !PRICED.test(path)) return undefined;
  if (tier !== undefined && tier !== 'auto' && tier !== 'default') return undefined;
  const cost = callCost({ path, request });
  if (cost) return { usd: cost.usd };
  const family = pricedAs(model);
  const unit = family === undefined ? undefined : unitPrices[family];
  if (unit?.minute !== undefined) return { rate: `${dollars(unit.minute)} a minute` };
  if (unit?.tokens) return perMillion(ratesOf(unit.tokens));
  const price = modelInfo(model).price;
  return (
    price && perMillion([`${dollars(price.input)} in`, ...(price.output > 0 ? [`${dollars(price.output)} out`] : [])])
  );
}

const perMillion = (rates: readonly string[]): ListPrice => ({ rate: `a million tokens: ${rates.join(', ')}` });

const ratesOf = (tokens: TokenRates): string[] =>
  (['text', 'image', 'audio'] as const).flatMap((kind) => {
    const { input, output } = tokens[kind] ?? {};
    return [
      ...(input === undefined ? [] : [`${dollars(input)} for ${kind} in`]),
      ...(output === undefined ? [] : [`${dollars(output)} for ${kind} out`]),
    ];
  });

/** Two digits after the point, or as many as the price has. */
const dollars = (usd: number): string => `$${Number.isInteger(usd * 100) ? usd.toFixed(2) : String(usd)}`;
