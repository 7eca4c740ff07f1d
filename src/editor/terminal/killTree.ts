import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

type Parents = ReadonlyMap<number, number>;

/**
 * Ends a process and all that it and they have begun; those that are gone are no error. All are halted before the first
 * one ends: a shell whose command is killed would go on with the next command of its line. `halted` is called between.
 */
export async function killTree(pid: number, halted?: () => void): Promise<void> {
  if (process.platform === 'win32') {
    halted?.();
    await promisify(execFile)('taskkill', ['/pid', String(pid), '/T', '/F']).catch(() => undefined);
    return;
  }
  const tree = new Set([pid]);
  signal(pid, 'SIGSTOP');
  // What is halted begins nothing more: at some time nothing new is found.
  for (let found = [pid]; found.length > 0;) {
    const parents = await readParents().catch((): Parents => new Map());
    found = descendantsOf(pid, parents).filter((child) => !tree.has(child));
    for (const child of found) {
      tree.add(child);
      signal(child, 'SIGSTOP');
    }
  }
  halted?.();
  for (const member of tree) signal(member, 'SIGKILL');
}

/** Sends it to a process, or with a negative id to its group; one that is gone is no error. */
export function signal(pid: number, name: 'SIGSTOP' | 'SIGKILL'): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended by itself.
  }
}

/** `parents` names the parent of each process. Pure. */
export function descendantsOf(pid: number, parents: Parents): number[] {
  const children = [...parents].filter(([child, parent]) => parent === pid && child !== pid).map(([child]) => child);
  return children.flatMap((child) => [child, ...descendantsOf(child, parents)]);
}

const readParents = (): Promise<Parents> => (process.platform === 'linux' ? linuxParents() : listedParents());

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
