import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

type Parents = ReadonlyMap<number, number>;

/** Ends all processes that this one has begun, and those that they have. Those that are gone are no error. */
export async function killDescendants(pid: number): Promise<void> {
  if (process.platform === 'win32') {
    await promisify(execFile)('taskkill', ['/pid', String(pid), '/T', '/F']).catch(() => undefined);
    return;
  }
  const parents = await (process.platform === 'linux' ? linuxParents() : listedParents()).catch(() => new Map());
  for (const child of descendantsOf(pid, parents)) killOne(child);
}

/** Ends a process, or with a negative id its group, at once; one that is gone is no error. */
export function killOne(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** `parents` names the parent of each process. Pure. */
export function descendantsOf(pid: number, parents: Parents): number[] {
  const children = [...parents].filter(([child, parent]) => parent === pid && child !== pid).map(([child]) => child);
  return children.flatMap((child) => [child, ...descendantsOf(child, parents)]);
}

/** The fourth word of a process's `stat` names its parent; the second is in brackets and may hold anything. */
async function linuxParents(): Promise<Parents> {
  const ids = (await readdir('/proc')).map(Number).filter(Number.isInteger);
  const found = await Promise.allSettled(
    ids.map(async (id): Promise<[number, number]> => {
      const stat = await readFile(`/proc/${id}/stat`, 'utf8');
      return [id, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])];
    }),
  );
  return new Map(found.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])));
}

async function listedParents(): Promise<Parents> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=']);
  return new Map(
    stdout.split('\n').flatMap((line): [number, number][] => {
      const [id, parent] = line.trim().split(/\s+/).map(Number);
      return id !== undefined && parent !== undefined ? [[id, parent]] : [];
    }),
  );
}
