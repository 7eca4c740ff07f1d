import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type * as vscode from 'vscode';
import { CommandOutput } from './commandOutput.ts';
import { CommandTerminals } from './commandTerminals.ts';
import { launchProcess } from './launchProcess.ts';
import { RunningCommand } from './runningCommand.ts';

export interface CommandStart {
  conversationId: string;
  callId: string;
  command: string;
  folder: vscode.Uri;
  /** No later command runs in its shell: this one may leave it changed. */
  changesShell: boolean;
  /** Fires before it has begun: nothing runs. */
  signal: AbortSignal;
}

const maxEnded = 20;
const leftoverMs = 24 * 60 * 60 * 1000;

/** The commands of this window's conversations: those that run, and the last ones that ran. */
export class Commands {
  readonly #terminals = new CommandTerminals();
  readonly #folder: string;
  readonly #known: RunningCommand[] = [];
  #count = 0;

  /** Output too long for memory is kept in `folder` as long as it can be asked for. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Runs it in a terminal in view, or out of sight where the shell does not tell how commands end. */
  async start({
    conversationId,
    callId,
    command,
    folder,
    changesShell,
    signal,
  }: CommandStart): Promise<RunningCommand> {
    signal.throwIfAborted();
    if (this.#count === 0) void removeLeftovers(this.#folder);
    const id = `t${++this.#count}`;
    const output = new CommandOutput(path.join(this.#folder, `${process.pid}-${Date.now()}-${id}.txt`));
    const onText = (text: string): void => output.add(text);
    // A shell in a terminal takes several lines for several commands, and completes words at a tab.
    const inTerminal = /[\n\t]/.test(command)
      ? undefined
      : await this.#terminals.launch(command, folder, onText, { stop: signal, reuse: !changesShell });
    const launched = inTerminal ?? (await launchProcess(command, folder.fsPath, onText));
    const running = new RunningCommand({ id, conversationId, callId, command }, output, launched);
    this.#known.push(running);
    this.#forgetOld();
    return running;
  }

  /** Throws a sentence for the model where the conversation has none with this id. */
  find(conversationId: string, id: string): RunningCommand {
    const own = this.#known.filter((command) => command.conversationId === conversationId);
    const found = own.find((command) => command.id === id);
    if (found) return found;
    const ids = own.map((command) => `${command.id} (${command.command.split('\n')[0] ?? ''})`);
    throw new Error(
      `There is no command "${id}". ${ids.length > 0 ? `There are: ${ids.join(', ')}.` : 'None has run.'}`,
    );
  }

  /** Stops what a call has begun, for the user; one that has ended is left alone. */
  stopCall(conversationId: string, callId: string): void {
    for (const command of this.#known)
      if (command.conversationId === conversationId && command.callId === callId) command.stop('Stopped by the user');
  }

  /** Like `dispose`; resolves when it has ended. What is halted to be killed would stay so if the window went before. */
  async close(): Promise<void> {
    this.dispose();
    await Promise.all(this.#known.map(({ ended }) => ended));
  }

  /** Stops what still runs and removes what was kept. */
  dispose(): void {
    for (const command of this.#known) {
      command.stop('The window closed');
      command.output.dispose();
    }
    this.#terminals.dispose();
  }

  #forgetOld(): void {
    const ended = this.#known.filter(({ running }) => !running);
    for (const command of ended.slice(0, Math.max(0, ended.length - maxEnded))) {
      command.output.dispose();
      this.#known.splice(this.#known.indexOf(command), 1);
    }
  }
}

/** What a window that ended without notice left behind. */
async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const file = path.join(folder, name);
    const facts = await stat(file).catch(() => undefined);
    if (facts && Date.now() - facts.mtimeMs > leftoverMs) await rm(file, { force: true }).catch(() => undefined);
  }
}
