import { callCost, type Call } from '../../agent/models/callCost.ts';
import { formatCost } from '../../protocol/figures.ts';

/** `$0.0042` or `free`; undefined where the price is not known. */
export function costNote(call: Call): string | undefined {
  const cost = callCost(call);
  if (!cost) return undefined;
  return cost.usd === 0 ? 'free' : formatCost(cost.usd);
}

/** `What happened · gpt-5.2 · $0.0042`, without what is not known. */
export const joined = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join(' · ');
