import { median } from './contest.ts';

/** CPU µs that this process spends on some work, all its threads together. */
export async function cpuUs(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** CPU µs for each of `count` chunks: the median of five streams after two to warm up. `stream` answers with how much came. */
export async function cpuUsPerChunk(stream: () => Promise<number>, count: number): Promise<number> {
  const runs: number[] = [];
  for (let run = 0; run < 7; run++) {
    runs.push(
      await cpuUs(async () => {
        if ((await stream()) < count) throw new Error('Something is missing.');
      }),
    );
  }
  return median(runs.slice(2)) / count;
}
