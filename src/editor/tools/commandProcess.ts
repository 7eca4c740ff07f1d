import { spawn } from 'node:child_process';
import { keepEnds } from './output.ts';

export interface CommandResult {
  output: string;
  /** Undefined where the command was stopped or the shell does not tell. */
  exitCode: number | undefined;
}

/** What pagers and prompts would wait for never comes. */
export const unattended = { PAGER: 'cat', GIT_PAGER: 'cat', GIT_TERMINAL_PROMPT: '0' };

/** Runs a command line in the system's shell, out of sight. When `stop` fires all its processes are killed. */
export async function runInProcess(
  command: string,
  cwd: string,
  keepCharacters: number,
  stop: AbortSignal,
): Promise<CommandResult> {
  stop.throwIfAborted();
  const detached = process.platform !== 'win32';
  const child = spawn(command, {
    cwd,
    shell: true,
    detached,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...unattended },
  });
  const output = keepEnds(keepCharacters);
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => output.add(text));
  const kill = (): void => {
    // A group of its own has the shell's id: the whole group goes, not only the shell.
    if (detached && child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  };
  stop.addEventListener('abort', kill, { once: true });
  try {
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    return { output: output.text(), exitCode: exitCode ?? undefined };
  } finally {
    stop.removeEventListener('abort', kill);
  }
}
