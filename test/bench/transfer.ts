// Our client against the official SDK: uploads from and downloads to disk, 200 MB each.
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contest, printResult, startServer } from './contest/contest.ts';

const ROUNDS = 3;
const SIZES_MB = [4, 200];
const LARGEST_GROWTH_MB = 32;

const transfers = [
  ['blob', 'upload of a file on disk'],
  ['stream', 'upload of a read stream'],
  ['download', 'download to disk'],
] as const;

const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'));
const path = join(folder, 'file');
try {
  for (const size of SIZES_MB) {
    await writeFile(`${path}-${size}`, '');
    await truncate(`${path}-${size}`, size * 1_000_000);
  }
  using server = await startServer(new URL('transfer/server.ts', import.meta.url));
  for (const [transfer, name] of transfers) {
    const contender = new URL('transfer/contender.ts', import.meta.url);
    const { ours, sdk } = await contest(contender, ROUNDS, server.origin, transfer, path);
    printResult({ name: `transfer: ${name}`, unit: 'CPU s/GB', ours: ours.cpu, peer: sdk.cpu, goal: 1 });
    printResult({ name: `transfer: ${name}`, unit: 's/GB', ours: ours.wall, peer: sdk.wall, goal: 1 });
    const memory = { unit: 'MB more memory', ours: ours.growthMB, goal: 1 };
    printResult({ name: `transfer: ${name}`, ...memory, peer: sdk.growthMB });
    printResult({ name: `transfer: ${name}, against its limit`, ...memory, peer: LARGEST_GROWTH_MB });
  }
} finally {
  await rm(folder, { recursive: true });
}
