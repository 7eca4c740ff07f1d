/** Writes values as they come, one at a time and at most one in `everyMs`; of several that wait, the last. */
export function latestWins<T>(
  write: (value: T) => PromiseLike<void> | void,
  everyMs: number,
): {
  push: (value: T) => void;
  /** Writes what still waits and resolves when all is written. Rejects with the first failure of a write. */
  end: () => Promise<void>;
} {
  let waiting: { value: T } | undefined;
  let running: Promise<void> | undefined;
  let pause: { timer: NodeJS.Timeout; over: () => void } | undefined;
  let ended = false;

  const run = async () => {
    while (waiting) {
      const { value } = waiting;
      waiting = undefined;
      await write(value);
      if (ended) continue;
      await new Promise<void>((over) => (pause = { timer: setTimeout(over, everyMs), over }));
      pause = undefined;
    }
    running = undefined;
  };
  const start = () => {
    running ??= run();
    // Whoever ends it is told.
    running.catch(() => undefined);
  };
  return {
    push: (value) => {
      waiting = { value };
      start();
    },
    end: async () => {
      ended = true;
      if (pause) clearTimeout(pause.timer);
      pause?.over();
      await running;
    },
  };
}
