// Our client against the official SDK, on the same server in another process, in turns, each time in a fresh process.
// Prints JSON lines { name, ours, peer, unit, ratio, goal }: `ratio` is ours/peer, `goal` the largest allowed.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const ROUNDS = 3;

type Figures = Record<string, number>;

const script = (name: string) => new URL(`client/${name}.ts`, import.meta.url).pathname;
const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function measure(origin: string): Promise<{ ours: Figures; sdk: Figures }> {
  const runs = { ours: [] as Figures[], sdk: [] as Figures[] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of ['ours', 'sdk'] as const) {
      const { stdout } = await promisify(execFile)(process.execPath, [script('contender'), name, origin]);
      runs[name].push(JSON.parse(stdout) as Figures);
    }
  }
  const medians = (all: Figures[]): Figures =>
    Object.fromEntries(
      Object.keys(all[0] ?? {}).map((key) => [key, median(all.map((figures) => figures[key] ?? NaN))]),
    );
  return { ours: medians(runs.ours), sdk: medians(runs.sdk) };
}

const server = spawn(process.execPath, [script('server')], { stdio: ['pipe', 'pipe', 'inherit'] });
try {
  const [origin] = (await once(createInterface(server.stdout), 'line')) as [string];
  const { ours, sdk } = await measure(origin);
  const print = (name: string, unit: string, our = NaN, peer = NaN, goal: number) => {
    const round = (value: number) => Number(value.toPrecision(3));
    console.log(JSON.stringify({ name, ours: round(our), peer: round(peer), unit, ratio: round(our / peer), goal }));
  };
  for (const column of ['chat text', 'chat tool arguments', 'responses text', 'responses tool arguments']) {
    print(`client: ${column}, 20,000 chunks`, 'CPU µs/chunk', ours[column], sdk[column], 0.4);
  }
  print('client: 100,000 chunks against 20,000', 'CPU µs/chunk', ours.long, ours['chat text'], 1.2);
  print('client: small request', 'CPU µs', ours.smallCpu, sdk.smallCpu, 0.45);
  print('client: small request, p50', 'µs', ours.smallP50, sdk.smallP50, 1);
  print('client: first token, p50', 'µs', ours.firstToken, sdk.firstToken, 0.55);
  print('client: 64 streams at 50 deltas/s', 'CPU µs/delta', ours.streams, sdk.streams, 0.6);
} finally {
  server.stdin.end();
}
