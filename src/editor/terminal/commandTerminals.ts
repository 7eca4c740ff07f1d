import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { killTree } from './killTree.ts';
import { unattended, type Launched } from './launched.ts';

/** How long a new terminal gets to say that it can run commands and tell how they end. */
const integrationMs = 8000;
/** A shell that fails so soon after its start VS Code starts anew, and tells nobody that the first has ended. */
const startMs = 500;
/** So often in a row a shell may fail to say it: a busy machine may be too slow once. */
const maxFailures = 2;

/** Terminals in view of the user that run one command after the other. */
export class CommandTerminals implements vscode.Disposable {
  readonly #idle = new Set<vscode.Terminal>();
  #watching: vscode.Disposable | undefined;
  #failures = 0;

  /**
   * Undefined where the shell has no integration with VS Code: nothing has run then. No later command runs in its
   * terminal unless `reuse`. Rejects with `stop.reason` when it fires before the command has begun.
   */
  async launch(
    command: string,
    cwd: vscode.Uri,
    onText: (text: string) => void,
    { stop, reuse }: { stop: AbortSignal; reuse: boolean },
  ): Promise<Launched | undefined> {
    stop.throwIfAborted();
    if (this.#failures >= maxFailures) return undefined;
    const idle = this.#take(cwd);
    const terminal = idle ?? vscode.window.createTerminal({ name: 'Parley', cwd, env: unattended });
    terminal.show(true);
    const started = idle ? undefined : terminal.processId.then(() => sleep(startMs));
    const integration = await integrationOf(terminal, stop);
    if (integration) await started;
    if (!integration || stop.aborted || terminal.exitStatus) {
      terminal.dispose();
      stop.throwIfAborted();
      this.#failures++;
      return undefined;
    }
    this.#failures = 0;
    // What the user runs in an idle terminal is not ours to interrupt, and may leave its shell changed.
    this.#watching ??= vscode.window.onDidStartTerminalShellExecution((start) => this.#idle.delete(start.terminal));
    const launched = execute(terminal, integration, command, onText);
    if (reuse) void launched.ended.then(() => this.#idle.add(terminal));
    return launched;
  }

  dispose(): void {
    this.#watching?.dispose();
  }

  /** An idle terminal whose shell still is in this folder. */
  #take(cwd: vscode.Uri): vscode.Terminal | undefined {
    for (const terminal of this.#idle) {
      if (!vscode.window.terminals.includes(terminal) || terminal.exitStatus) this.#idle.delete(terminal);
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

/** Ends with the command or with its terminal. */
function execute(
  terminal: vscode.Terminal,
  integration: vscode.TerminalShellIntegration,
  command: string,
  onText: (text: string) => void,
): Launched {
  const { promise: exited, resolve } = Promise.withResolvers<number | undefined>();
  let killed = false;
  const execution = integration.executeCommand(command);
  const listeners = [
    vscode.window.onDidEndTerminalShellExecution((end) => {
      if (end.execution === execution) resolve(end.exitCode);
    }),
    vscode.window.onDidCloseTerminal((closed) => {
      // With a code where the command was `exit`, or ended the shell otherwise.
      if (closed === terminal) resolve(closed.exitStatus?.code);
    }),
  ];
  const reading = collect(execution.read(), onText);
  const ended = exited.then(async (exitCode) => {
    for (const listener of listeners) listener.dispose();
    if (!killed && !terminal.exitStatus) await reading;
    return exitCode;
  });
  return {
    ended,
    kill: async () => {
      killed = true;
      // What a closed terminal leaves behind would have lost its parent, and VS Code tells of a shell that ends by itself.
      const pid = await terminal.processId;
      if (pid === undefined) terminal.dispose();
      else await killTree(pid, () => terminal.dispose());
      resolve(undefined);
    },
    show: () => terminal.show(),
  };
}

async function collect(stream: AsyncIterable<string>, onText: (text: string) => void): Promise<void> {
  for await (const text of stream) onText(text);
}
