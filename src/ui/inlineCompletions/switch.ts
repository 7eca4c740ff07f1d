/** Runs something while it is on. A start that failed is forgotten: the next one tries again. */
export class Switch<Running extends { dispose(): void }> {
  readonly #start: () => Promise<Running>;
  #running: Promise<Running> | undefined;

  constructor(start: () => Promise<Running>) {
    this.#start = start;
  }

  /** What runs, or is about to; undefined while it is off. Rejects where it cannot be started. */
  get running(): Promise<Running> | undefined {
    return this.#running;
  }

  /** Starts it unless it runs. Rejects with what keeps it from starting. */
  on(): Promise<Running> {
    return (this.#running ??= this.#begin());
  }

  /** Ends what runs; what is about to run ends as soon as it does. */
  off(): void {
    this.#running?.then(
      (running) => running.dispose(),
      () => undefined,
    );
    this.#running = undefined;
  }

  #begin(): Promise<Running> {
    const starting = this.#start();
    starting.catch(() => {
      if (this.#running === starting) this.#running = undefined;
    });
    return starting;
  }
}
