import { setTimeout as sleep } from 'node:timers/promises';

type Truthy<T> = Exclude<T, false | 0 | '' | null | undefined>;

/** Asks again until the answer is truthy, and gives it. An attempt that throws counts as not yet. */
export async function until<T>(
  what: string,
  attempt: () => T | Promise<T>,
  { timeoutMs = 60_000, everyMs = 50 } = {},
): Promise<Truthy<T>> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    let failure: unknown;
    try {
      const result = await attempt();
      if (result) return result as Truthy<T>;
    } catch (error) {
      failure = error;
    }
    if (Date.now() > end) throw new Error(`Waited ${timeoutMs} ms in vain: ${what}`, { cause: failure });
    await sleep(everyMs);
  }
}
