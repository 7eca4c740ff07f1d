// Our client against the official SDK: uploads from and downloads to disk, 200 MB each.
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contest, printResult, startServer } from './contest/contest.ts';

const ROUNDS = 3;
const SIZES_MB = [4, 200];
const LARGEST_GROWTH_MB = 32;

/** The memory of one that holds nothing is that of Node and its garbage: no less than the SDK's where it holds nothing either. */
const transfers = [
  { transfer: 'blob', name: 'upload of a file on disk', memoryGoal: 0.75 },
  { transfer: 'stream', name: 'upload of a read stream', memoryGoal: 0.75 },
  { transfer: 'download', name: 'download to disk', memoryGoal: 1.1 },
];

const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'));
const path = join(folder, 'file');
try {
  for (const size of SIZES_MB) {
    await writeFile(`${path}-${size}`, '');
    await truncate(`${path}-${size}`, size * 1_000_000);
  }
  using server = await startServer(new URL('transfer/server.ts', import.meta.url));
  for (const { transfer, name, memoryGoal } of transfers) {
    const contender = new URL('transfer/contender.ts', import.meta.url);
    const { ours, sdk } = await contest(contender, ROUNDS, server.origin, transfer, path);
    const print = (unit: string, our: number | undefined, peer: number | undefined, goal: number, what = '') =>
      printResult({ name: `transfer: ${name}${what}`, unit, ours: our, peer, goal });
    print('CPU s/GB', ours.cpu, sdk.cpu, 1);
    print('s/GB', ours.wall, sdk.wall, 1, ', time');
    print('MB', ours.peakMB, sdk.peakMB, memoryGoal, ', peak memory of the process');
    print('MB', ours.growthMB, LARGEST_GROWTH_MB, 1, ', its growth from 4 MB to 200 MB against its limit');
  }
} finally {
  await rm(folder, { recursive: true });
}
