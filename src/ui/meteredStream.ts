import type { Budget } from '../agent/budget.ts';
import { costUsd } from '../agent/models/catalog.ts';
import { countedStream } from '../agent/models/countedStream.ts';
import type { ModelStream } from '../agent/models/modelStream.ts';
import type { Profile } from '../editor/profile.ts';
import { openModelStream } from './model.ts';
import type { Parts } from './parts.ts';

/** The day's budget is spent. The message says how much, and which setting allows more. */
export class BudgetReached extends Error {
  override readonly name = 'BudgetReached';
}

/** Throws `BudgetReached` where the budget is spent. */
export function refuseSpent(budget: Pick<Budget, 'exceeded'>): void {
  const reached = budget.exceeded();
  if (reached !== undefined) throw new BudgetReached(reached);
}

/**
 * `openModelStream` for what is no conversation: its cost counts among the day's, and with the day's budget spent it throws
 * `BudgetReached` before anything is sent. `feature` names it in the ledger and in the list of requests.
 */
export async function openMeteredStream(
  { account, conversations }: Pick<Parts, 'account' | 'conversations'>,
  feature: string,
  profile: Profile = account.profile,
): Promise<ModelStream> {
  const [stream, budget] = await Promise.all([
    openModelStream(account, feature, profile),
    conversations.spending.budget(feature),
  ]);
  const counted = countedStream(stream, (usage, { model }) => budget.spend(costUsd(model, usage)));
  return (request, options) => {
    refuseSpent(budget);
    return counted(request, options);
  };
}
