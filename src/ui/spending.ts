import { ConversationBudget, type BudgetLimits } from '../store/conversationBudget.ts';
import type { ConversationStore } from '../store/conversationStore.ts';
import type { RecentSpending } from '../store/recentSpending.ts';

/** What features that are no conversations may cost and have cost. `feature` names one. */
export class Spending {
  readonly #openStore: () => Promise<ConversationStore>;
  readonly #limits: () => BudgetLimits;

  constructor(openStore: () => Promise<ConversationStore>, limits: () => BudgetLimits) {
    this.#openStore = openStore;
    this.#limits = limits;
  }

  /** Its cost counts among the day's, and has no limit of its own. */
  async budget(feature: string): Promise<ConversationBudget> {
    const { ledger } = await this.#openStore();
    const limits = () => ({ ...this.#limits(), conversationUsd: 0 });
    return new ConversationBudget({ conversationId: feature, ledger, limits });
  }

  /** What the requests of the last hour have cost, of features that have a budget by the hour. */
  async recent(): Promise<RecentSpending> {
    return (await this.#openStore()).recent;
  }

  /** What a feature has cost in all, in US dollars. */
  async totalUsd(feature: string): Promise<number> {
    return (await this.#openStore()).ledger.conversationUsd(feature);
  }
}
