// A whole turn of ours, from the socket to the message for the webview with the transcript in SQLite on the way, against
// the official SDK's bare iteration, on the same server in another process, in turns, each time in a fresh process.
// Prints JSON lines { name, ours, peer, unit, ratio, goal }: `ratio` is ours/peer, `goal` the largest allowed.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const ROUNDS = 3;
const GOAL = 0.6;

type Figures = Record<string, number>;

const script = (name: string) => new URL(name, import.meta.url).pathname;
const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const run = async (contender: string, origin: string): Promise<Figures> => {
  const { stdout } = await promisify(execFile)(process.execPath, [script('turn/contender.ts'), contender, origin]);
  return JSON.parse(stdout) as Figures;
};

const server = spawn(process.execPath, [script('client/server.ts')], { stdio: ['pipe', 'pipe', 'inherit'] });
try {
  const [origin] = (await once(createInterface(server.stdout), 'line')) as [string];
  const runs: { ours: Figures; peer: Figures }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    runs.push({ ours: await run('ours', origin), peer: await run('sdk', origin) });
  }
  for (const column of Object.keys(runs[0]?.ours ?? {})) {
    const [ours, peer] = (['ours', 'peer'] as const).map((side) =>
      median(runs.map((each) => each[side][column] ?? NaN)),
    );
    const round = (value = NaN) => Number(value.toPrecision(3));
    const ratio = round((ours ?? NaN) / (peer ?? NaN));
    const unit = 'CPU µs/chunk';
    console.log(
      JSON.stringify({ name: `turn: ${column}`, ours: round(ours), peer: round(peer), unit, ratio, goal: GOAL }),
    );
  }
} finally {
  server.stdin.end();
}
