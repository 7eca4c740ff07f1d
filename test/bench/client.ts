// Our client against the official SDK: chats as they stream, requests, and many streams at once.
import { contest, printResult, startServer } from './contest/contest.ts';

const ROUNDS = 3;

using server = await startServer(new URL('client/server.ts', import.meta.url));
const { ours, sdk } = await contest(new URL('client/contender.ts', import.meta.url), ROUNDS, server.origin);

for (const column of ['chat text', 'chat tool arguments', 'responses text', 'responses tool arguments']) {
  const [our, peer] = [ours[column], sdk[column]];
  printResult({ name: `client: ${column}, 20,000 chunks`, unit: 'CPU µs/chunk', ours: our, peer, goal: 0.4 });
}
const [long, short] = [ours.long, ours['chat text']];
printResult({
  name: 'client: 100,000 chunks against 20,000',
  unit: 'CPU µs/chunk',
  ours: long,
  peer: short,
  goal: 1.2,
});

const figures: [key: string, name: string, unit: string, goal: number][] = [
  ['smallCpu', 'small request', 'CPU µs', 0.45],
  ['smallP50', 'small request, p50', 'µs', 1],
  ['rate', '2,000 small requests, 16 at a time', 'µs/request', 0.6],
  ['firstToken', 'first token, p50', 'µs', 0.55],
  ['streams', '64 streams at 50 deltas/s', 'CPU µs/delta', 0.6],
];
for (const [key, name, unit, goal] of figures) {
  printResult({ name: `client: ${name}`, unit, ours: ours[key], peer: sdk[key], goal });
}
