import { spawn } from 'node:child_process';
import { killTree, signal } from './killTree.ts';
import { unattended, type Launched } from './launched.ts';

/** Runs a command line in the system's shell, out of sight. Rejects where no shell can be started there. */
export async function launchProcess(command: string, cwd: string, onText: (text: string) => void): Promise<Launched> {
  const detached = process.platform !== 'win32';
  const child = spawn(command, {
    cwd,
    shell: true,
    detached,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...unattended },
  });
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', onText);
  const ended = new Promise<number | undefined>((resolve) => {
    child.once('close', (exitCode) => resolve(exitCode ?? undefined));
  });
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  const { pid } = child;
  return {
    ended,
    kill: async () => {
      if (pid === undefined) return;
      if (child.exitCode === null && child.signalCode === null) await killTree(pid);
      // What has lost its parent, the shell, is in its group, which has the shell's id.
      if (detached) signal(-pid, 'SIGKILL');
      // A process that left the group may hold the pipes open.
      child.stdout.destroy();
      child.stderr.destroy();
    },
  };
}
