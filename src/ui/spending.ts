import type { Budget } from '../agent/budget.ts';
import { ConversationBudget, type BudgetLimits } from '../store/conversationBudget.ts';
import type { ConversationStore } from '../store/conversationStore.ts';
import type { RecentSpending } from '../store/recentSpending.ts';

/** The budget of a feature that is no conversation: it has the day's limit and none of its own. */
export interface FeatureBudget extends Pick<Budget, 'exceeded'> {
  /** Counts what a request has cost; undefined where no price is known. */
  spend(costUsd: number | undefined): void;
}

/** What features that are no conversations may cost and have cost. `feature` names one. */
export class Spending {
  readonly #openStore: () => Promise<ConversationStore>;
  readonly #limits: () => BudgetLimits;

  constructor(openStore: () => Promise<ConversationStore>, limits: () => BudgetLimits) {
    this.#openStore = openStore;
    this.#limits = limits;
  }

  /** What is spent counts among the day's and in the last hour. */
  async budget(feature: string): Promise<FeatureBudget> {
    const { ledger, recent } = await this.#openStore();
    const limits = () => ({ ...this.#limits(), conversationUsd: 0 });
    const budget = new ConversationBudget({ conversationId: feature, ledger, limits });
    return {
      exceeded: () => budget.exceeded(),
      spend: (costUsd) => {
        recent.add(feature, costUsd);
        if (costUsd !== undefined) budget.spend(costUsd);
      },
    };
  }

  /** What the requests of the last hour have cost. */
  async recent(): Promise<RecentSpending> {
    return (await this.#openStore()).recent;
  }

  /** What a feature has cost in all, in US dollars. */
  async totalUsd(feature: string): Promise<number> {
    return (await this.#openStore()).ledger.conversationUsd(feature);
  }
}
