import * as vscode from 'vscode';
import { unattended, type CommandResult } from './commandProcess.ts';
import { keepEnds } from './output.ts';

/** How long a new terminal gets to say that it can run commands and tell how they end. */
const integrationMs = 5000;

/** Terminals in view of the user that run one command after the other. */
export class CommandTerminals {
  readonly #idle = new Set<vscode.Terminal>();
  #hasIntegration = true;

  /** Undefined where the shell has no integration with VS Code: nothing has run then. No later command runs in its terminal unless `reuse`. */
  async run(
    command: string,
    cwd: vscode.Uri,
    keepCharacters: number,
    stop: AbortSignal,
    { reuse = true } = {},
  ): Promise<CommandResult | undefined> {
    stop.throwIfAborted();
    if (!this.#hasIntegration) return undefined;
    const terminal = this.#take(cwd) ?? vscode.window.createTerminal({ name: 'Parley', cwd, env: unattended });
    terminal.show(true);
    const integration = await integrationOf(terminal, stop);
    if (!integration) {
      this.#hasIntegration = stop.aborted;
      terminal.dispose();
      return undefined;
    }
    const result = await execute(terminal, integration, command, keepCharacters, stop);
    if (stop.aborted) terminal.dispose();
    else if (reuse) this.#idle.add(terminal);
    return result;
  }

  /** An idle terminal whose shell still is in this folder. */
  #take(cwd: vscode.Uri): vscode.Terminal | undefined {
    for (const terminal of this.#idle) {
      if (terminal.exitStatus) this.#idle.delete(terminal);
      else if (terminal.shellIntegration?.cwd?.fsPath === cwd.fsPath) {
        this.#idle.delete(terminal);
        return terminal;
      }
    }
    return undefined;
  }
}

async function integrationOf(
  terminal: vscode.Terminal,
  stop: AbortSignal,
): Promise<vscode.TerminalShellIntegration | undefined> {
  if (terminal.shellIntegration) return terminal.shellIntegration;
  const { promise, resolve } = Promise.withResolvers<vscode.TerminalShellIntegration | undefined>();
  const giveUp = (): void => resolve(undefined);
  const timer = setTimeout(giveUp, integrationMs);
  stop.addEventListener('abort', giveUp, { once: true });
  const listeners = [
    vscode.window.onDidChangeTerminalShellIntegration((change) => {
      if (change.terminal === terminal) resolve(change.shellIntegration);
    }),
    vscode.window.onDidCloseTerminal((closed) => {
      if (closed === terminal) resolve(undefined);
    }),
  ];
  const integration = await promise;
  clearTimeout(timer);
  stop.removeEventListener('abort', giveUp);
  for (const listener of listeners) listener.dispose();
  return integration;
}

/** Ends with the command, with its terminal, or when `stop` fires, which closes the terminal and so kills the command. */
async function execute(
  terminal: vscode.Terminal,
  integration: vscode.TerminalShellIntegration,
  command: string,
  keepCharacters: number,
  stop: AbortSignal,
): Promise<CommandResult> {
  const output = keepEnds(keepCharacters);
  const { promise: ended, resolve } = Promise.withResolvers<number | undefined>();
  let execution: vscode.TerminalShellExecution | undefined;
  const listeners = [
    vscode.window.onDidEndTerminalShellExecution((end) => {
      if (end.execution === execution) resolve(end.exitCode);
    }),
    vscode.window.onDidCloseTerminal((closed) => {
      if (closed === terminal) resolve(undefined);
    }),
  ];
  const close = (): void => {
    terminal.dispose();
    resolve(undefined);
  };
  stop.addEventListener('abort', close, { once: true });
  try {
    execution = integration.executeCommand(command);
    const reading = collect(execution.read(), output);
    const exitCode = await ended;
    if (!stop.aborted && !terminal.exitStatus) await reading;
    return { output: output.text(), exitCode };
  } finally {
    stop.removeEventListener('abort', close);
    for (const listener of listeners) listener.dispose();
  }
}

async function collect(stream: AsyncIterable<string>, output: { add(text: string): void }): Promise<void> {
  for await (const text of stream) output.add(text);
}
