import { setTimeout as sleep } from 'node:timers/promises';
import type { ToolContext } from '../../agent/tool.ts';
import type { RunningCommand } from './runningCommand.ts';

export interface FollowOptions extends Pick<ToolContext, 'signal' | 'report' | 'ask'> {
  timeoutMs: number;
}

const lookMs = 400;
const quietMs = 3000;
const progressCharacters = 1500;

/**
 * Waits until the command has ended, and shows what it prints. Where it seems to wait for input, the user is offered
 * its terminal. It is stopped when its time is over, unless the user works in it, and when the turn is cancelled.
 */
export async function followCommand(
  command: RunningCommand,
  { signal, report, ask, timeoutMs }: FollowOptions,
): Promise<void> {
  const startedAt = Date.now();
  let seen = -1;
  let changedAt = startedAt;
  /** The question that is open, and how far the output was when it was asked. */
  const open: { version?: number; withdraw?: AbortController } = {};
  const leave = { unlimited: false };
  const offer = (prompt: string): void => {
    const withdraw = new AbortController();
    Object.assign(open, { version: seen, withdraw });
    ask(inputQuestion(command.command, prompt), withdraw.signal).then(
      ({ option }) => {
        if (option === 'stop') command.stop(`Stopped by the user as it waited for input (${prompt})`);
        else {
          leave.unlimited = true;
          command.show?.();
        }
      },
      () => undefined, // Withdrawn, or the turn was cancelled.
    );
  };
  report('');
  try {
    while (command.running && !signal.aborted) {
      const { version } = command.output;
      if (version !== seen) {
        if (open.version !== version) open.withdraw?.abort();
        if (seen >= 0 || version > 0) report(command.output.tail(progressCharacters));
        seen = version;
        changedAt = Date.now();
      }
      const { prompt } = command;
      if (prompt !== undefined && open.version !== version && Date.now() - changedAt >= quietMs) offer(prompt);
      const left = startedAt + timeoutMs - Date.now();
      if (!leave.unlimited && left <= 0) {
        const waited = prompt === undefined ? '' : ` as it waited for input (${prompt})`;
        command.stop(`Stopped after ${Math.round(timeoutMs / 1000)} s${waited}`);
      }
      await soon(command, signal, leave.unlimited || left <= 0 ? lookMs : Math.min(lookMs, left));
    }
  } finally {
    open.withdraw?.abort();
    if (signal.aborted) command.stop('Cancelled by the user');
  }
  signal.throwIfAborted();
}

/** Waits for the end of the command, at most so long. */
export async function soon(command: RunningCommand, signal: AbortSignal, waitMs: number): Promise<void> {
  const over = new AbortController();
  const timer = sleep(waitMs, undefined, { signal: AbortSignal.any([signal, over.signal]) }).catch(() => undefined);
  await Promise.race([command.ended, timer]);
  over.abort();
}

const inputQuestion = (command: string, prompt: string) => ({
  text: `\`${command.split('\n')[0] ?? ''}\` seems to wait for input: ${prompt}`,
  options: [
    { id: 'terminal', label: 'Answer in the terminal', description: 'Parley sees what the terminal shows.' },
    { id: 'stop', label: 'Stop the command' },
  ],
});
