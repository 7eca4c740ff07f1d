// A whole cell of a notebook, from its text to the result shown last, against the official SDK's bare iteration.
import { contest, printResult, startServer } from './contest/contest.ts';

const ROUNDS = 3;

using server = await startServer(new URL('client/server.ts', import.meta.url));
const { ours, sdk } = await contest(new URL('cell/contender.ts', import.meta.url), ROUNDS, server.origin);
for (const [column, our] of Object.entries(ours)) {
  printResult({ name: `cell: ${column}`, unit: 'CPU µs/chunk', ours: our, peer: sdk[column], goal: 0.6 });
}
