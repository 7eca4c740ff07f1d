import type { TurnSoFar } from './answerPosition.ts';
import type { Budget } from './budget.ts';
import { costUsd } from './models/catalog.ts';
import type { ContentFilter, ResultItem, Usage } from './transcript.ts';
import { addUsage } from './usage.ts';

/** Adds up what the requests of a turn come to, after what came before an answer that is gone on with. */
export class TurnTotals {
  readonly #model: string;
  readonly #budget: Budget | undefined;
  readonly #startedAt: number;
  readonly #requests: Usage[];
  readonly #dropped: Set<string>;
  #filters: readonly ContentFilter[] | undefined;
  #unpriced = false;

  constructor({ model, budget, before }: { model: string; budget?: Budget; before?: TurnSoFar }) {
    this.#model = model;
    this.#budget = budget;
    this.#startedAt = before?.startedAt ?? Date.now();
    this.#requests = [...(before?.requests ?? [])];
    this.#dropped = new Set(before?.dropped);
  }

  get soFar(): TurnSoFar {
    return { startedAt: this.#startedAt, requests: [...this.#requests], dropped: [...this.#dropped] };
  }

  /** Counts a request that has ended, toward the budget too. */
  addUsage(usage: Usage): void {
    const cost = costUsd(this.#model, usage);
    if (cost !== undefined) this.#budget?.spend(cost);
    else this.#unpriced = this.#budget?.limited === true;
    this.#requests.push({ ...usage, ...(cost !== undefined && { costUsd: cost }) });
  }

  /** Each sentence is told once. */
  addDropped(sentences: readonly string[]): void {
    for (const sentence of sentences) this.#dropped.add(sentence);
  }

  /** What the content filter says of the last request. */
  setFilters(filters: readonly ContentFilter[]): void {
    this.#filters = filters;
  }

  /** What the end of the turn says, but for how it ended. */
  get result(): Omit<ResultItem, 'type' | 'id' | 'at' | 'end'> {
    const [first, ...more] = this.#requests;
    return {
      model: this.#model,
      durationMs: Date.now() - this.#startedAt,
      ...(first && { usage: more.reduce(addUsage, first) }),
      ...(more.length > 0 && { requests: [...this.#requests] }),
      ...(this.#filters && { filters: this.#filters }),
      ...(this.#unpriced && { unpriced: true }),
      ...(this.#dropped.size > 0 && { dropped: [...this.#dropped] }),
    };
  }
}
