/** What a conversation may cost before the user is asked. */
export interface Budget {
  /** False: there is no limit. */
  readonly limited: boolean;
  /** Why the next request needs the user's word: a sentence with the figures. Undefined: it is within the limits. */
  exceeded(): string | undefined;
  /** The user goes on past the limit that `exceeded` speaks of. */
  extend(): void;
  /** Counts what a request has cost. */
  spend(costUsd: number): void;
}
