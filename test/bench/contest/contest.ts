// Two clients against one server in another process, in turns, each time in a fresh process.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

/** What a contender measured: it prints them as one JSON object. */
export type Figures = Record<string, number>;

export interface Result {
  name: string;
  unit: string;
  ours: number | undefined;
  peer: number | undefined;
  /** The largest ratio ours/peer allowed. */
  goal: number;
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** A script that prints its origin and ends when its input does. */
export async function startServer(script: URL): Promise<Disposable & { origin: string }> {
  const server = spawn(process.execPath, [script.pathname], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [origin] = (await once(createInterface(server.stdout), 'line')) as [string];
  return { origin, [Symbol.dispose]: () => server.stdin.end() };
}

/** The medians of what `contender.ts ours|sdk <arguments>` prints, over so many rounds. */
export async function contest(
  contender: URL,
  rounds: number,
  ...args: string[]
): Promise<{ ours: Figures; sdk: Figures }> {
  const runs = { ours: [] as Figures[], sdk: [] as Figures[] };
  for (let round = 0; round < rounds; round++) {
    for (const name of ['ours', 'sdk'] as const) {
      const { stdout } = await promisify(execFile)(process.execPath, [contender.pathname, name, ...args]);
      runs[name].push(JSON.parse(stdout) as Figures);
    }
  }
  return { ours: mediansOf(runs.ours), sdk: mediansOf(runs.sdk) };
}

function mediansOf(runs: readonly Figures[]): Figures {
  const keys = Object.keys(runs[0] ?? {});
  return Object.fromEntries(keys.map((key) => [key, median(runs.map((figures) => figures[key] ?? NaN))]));
}

/** Prints a JSON line { name, ours, peer, unit, ratio, goal }: `ratio` is ours/peer. */
export function printResult({ name, unit, ours = NaN, peer = NaN, goal }: Result): void {
  const round = (value: number) => Number(value.toPrecision(3));
  console.log(JSON.stringify({ name, ours: round(ours), peer: round(peer), unit, ratio: round(ours / peer), goal }));
}
