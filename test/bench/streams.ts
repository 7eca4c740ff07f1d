// Our client against the official SDK: the streams besides those of chats.
import { contest, printResult, startServer } from './contest/contest.ts';

const ROUNDS = 3;

using server = await startServer(new URL('client/server.ts', import.meta.url));
const { ours, sdk } = await contest(new URL('streams/contender.ts', import.meta.url), ROUNDS, server.origin);

const figures: [key: string, name: string, goal: number][] = [
  ['completions', 'completions, 20,000 chunks', 0.4],
  ['transcriptions', 'transcriptions, 20,000 chunks', 0.4],
  ['runs', 'runs of assistants, 20,000 chunks', 0.4],
  ['images', 'partial images, 100 of 200 kB', 0.4],
];
for (const [key, name, goal] of figures) {
  printResult({ name: `streams: ${name}`, unit: 'CPU µs/chunk', ours: ours[key], peer: sdk[key], goal });
}
