import type { Budget } from '../agent/budget.ts';
import { localDay, type UsageLedger } from './usageLedger.ts';

/** In US dollars; 0: no limit. */
export interface BudgetLimits {
  conversationUsd: number;
  dayUsd: number;
}

interface Options {
  conversationId: string;
  ledger: UsageLedger;
  limits: () => BudgetLimits;
  now?: () => Date;
}

/** The budget of one conversation and of the day. Who goes on past a limit may spend as much again before it asks. */
export class ConversationBudget implements Budget {
  readonly #options: Options;
  readonly #now: () => Date;
  #conversationAllowsUsd = 0;
  #dayAllows = { day: '', usd: 0 };

  constructor(options: Options) {
    this.#options = options;
    this.#now = options.now ?? (() => new Date());
  }

  get limited(): boolean {
    const { conversationUsd, dayUsd } = this.#options.limits();
    return conversationUsd > 0 || dayUsd > 0;
  }

  exceeded(): string | undefined {
    const { conversationUsd, dayUsd } = this.#options.limits();
    const { conversation, day } = this.#spent();
    switch (this.#reached()) {
      case 'conversation':
        return `This conversation has cost ${dollars(conversation)}. Its budget is ${dollars(conversationUsd)} (setting parley.budget.conversationUsd).`;
      case 'day':
        return `Today's conversations have cost ${dollars(day)}. The day's budget is ${dollars(dayUsd)} (setting parley.budget.dayUsd).`;
      case undefined:
        return undefined;
    }
  }

  extend(): void {
    const { conversationUsd, dayUsd } = this.#options.limits();
    const { conversation, day } = this.#spent();
    const reached = this.#reached();
    if (reached === 'conversation') this.#conversationAllowsUsd = conversation + conversationUsd;
    if (reached === 'day') this.#dayAllows = { day: localDay(this.#now()), usd: day + dayUsd };
  }

  spend(costUsd: number): void {
    this.#options.ledger.add(this.#options.conversationId, costUsd, this.#now());
  }

  /** The first limit that is reached: the one that is asked about. */
  #reached(): 'conversation' | 'day' | undefined {
    const { conversationUsd, dayUsd } = this.#options.limits();
    const { conversation, day } = this.#spent();
    if (conversationUsd > 0 && conversation >= Math.max(conversationUsd, this.#conversationAllowsUsd))
      return 'conversation';
    return dayUsd > 0 && day >= Math.max(dayUsd, this.#allowedTodayUsd()) ? 'day' : undefined;
  }

  #spent(): { conversation: number; day: number } {
    const { ledger, conversationId } = this.#options;
    return { conversation: ledger.conversationUsd(conversationId), day: ledger.dayUsd(this.#now()) };
  }

  #allowedTodayUsd(): number {
    return this.#dayAllows.day === localDay(this.#now()) ? this.#dayAllows.usd : 0;
  }
}

/** Whole cents, or as many digits as a small sum needs. */
const dollars = (usd: number): string => `$${usd === 0 || usd >= 0.01 ? usd.toFixed(2) : usd.toPrecision(2)}`;
