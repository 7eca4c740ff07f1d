import { formatCost } from '../protocol/figures.ts';

/** `Saved images/a-red-fox.png · $0.04`, and what the model left out. `cost` is absent where it is not known. */
export function doneMessage(
  done: string,
  { cost, dropped = [] }: { cost?: { usd: number } | undefined; dropped?: readonly string[] },
): string {
  const left = dropped.length > 0 ? [`Left out: ${dropped.join('; ')}`] : [];
  return [done, ...(cost ? [formatCost(cost.usd)] : []), ...left].join(' · ');
}
