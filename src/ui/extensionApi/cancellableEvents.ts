import type { CancellationToken } from 'vscode';

/**
 * The events of something that is begun with the first `next()`, and ends when it is left: its signal aborts with what
 * `reason` makes, also in the middle of a `next()`. Nothing else of it can be reached.
 */
export function cancellableEvents<Event>(
  begin: (signal: AbortSignal) => AsyncIterator<Event, void>,
  reason: () => Error,
  token?: CancellationToken,
): AsyncIterableIterator<Event> {
  const abort = new AbortController();
  const cancel = () => abort.abort(reason());
  let events: AsyncIterator<Event, void> | undefined;
  let hasEnded = false;
  const over = { done: true, value: undefined } as const;

  async function* run(): AsyncGenerator<Event, void> {
    if (token?.isCancellationRequested === true) cancel();
    const listening = token?.onCancellationRequested(cancel);
    try {
      abort.signal.throwIfAborted();
      yield* { [Symbol.asyncIterator]: () => begin(abort.signal) };
    } finally {
      listening?.dispose();
    }
  }

  const iterator: AsyncIterableIterator<Event> = {
    next: async () => (hasEnded ? over : (events ??= run()).next()),
    return: async () => {
      hasEnded = true;
      cancel();
      await events?.return?.();
      return over;
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return Object.freeze(iterator);
}
