const SHORTEST_MS = 5_000;
const LONGEST_MS = 5 * 60_000;

/** How long nothing is asked after a failure: longer each time in a row, or as long as the server says. */
export class BackOff {
  #failures = 0;
  #until = 0;

  /** Milliseconds since the epoch when the next request may go. */
  get until(): number {
    return this.#until;
  }

  failed(retryAfterMs: number | undefined, now = Date.now()): void {
    this.#until = now + (retryAfterMs ?? Math.min(LONGEST_MS, SHORTEST_MS * 2 ** this.#failures));
    this.#failures++;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#until = 0;
  }
}
