import { refuseSpent } from './meteredStream.ts';
import type { Parts } from './parts.ts';

/** Counts what a request has cost, where that is known. */
export type Spend = (cost: { usd: number } | undefined) => void;

/**
 * Runs what asks for something besides a stream of a model. With the day's budget spent it throws `BudgetReached` before
 * `call` runs; what `call` spends counts among the day's. `feature` names it in the ledger; the id of a conversation puts it
 * there.
 */
export async function meteredCall<Result>(
  { conversations }: Pick<Parts, 'conversations'>,
  feature: string,
  call: (spend: Spend) => Promise<Result>,
): Promise<Result> {
  const budget = await conversations.spending.budget(feature);
  refuseSpent(budget);
  return call((cost) => budget.spend(cost?.usd));
}
