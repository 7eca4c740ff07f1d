import type { Budget } from '../agent/budget.ts';
import { costUsd } from '../agent/models/catalog.ts';
import { estimateUsage } from '../agent/models/estimateUsage.ts';
import type { ModelStream } from '../agent/models/modelStream.ts';
import type { Usage } from '../agent/transcript.ts';
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
 * `BudgetReached` before anything is sent. An answer that is cancelled or breaks off is paid too, and counts about what it
 * has come to. `feature` names it in the ledger and in the list of requests.
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
  return async function* (request, options) {
    refuseSpent(budget);
    options.signal.throwIfAborted();
    let said = '';
    let hasBegun = false;
    let usage: Usage | undefined;
    try {
      for await (const event of stream(request, options)) {
        hasBegun = true;
        if ('delta' in event) said += event.delta;
        if (event.type === 'done') usage = event.usage;
        yield event;
      }
    } finally {
      if (hasBegun || options.signal.aborted)
        budget.spend(costUsd(request.model, usage ?? estimateUsage(request, said)));
    }
  };
}
