import * as vscode from 'vscode';
import type { Account } from '../../editor/account.ts';
import type { Log } from '../../editor/log.ts';
import type { CellResult } from '../../protocol/cellResult.ts';
import { assertTrusted, confirm, foldersOf, shortPath } from './cellAccess.ts';
import { cellLabel } from './cellLabel.ts';
import type { CellSession } from './cellSession.ts';
import { cellStatusBar } from './cellStatusBar.ts';
import { execute } from './execute.ts';
import { notebookType } from './notebookType.ts';
import type { CellRun, RunContext } from './runCell.ts';

/** What is known about one open notebook. */
interface NotebookSession {
  /** By the name of the cell; `_` is the last of any. */
  values: Map<string, unknown>;
  cells: Map<vscode.NotebookCell, CellSession>;
  /** Cells with an execution, under way or waiting for its turn, and how to stop it. */
  running: Map<vscode.NotebookCell, AbortController>;
  order: number;
  /** Its cells run one after another. */
  last: Promise<unknown>;
}

interface NotebookParts {
  account: Account;
  log: Log;
}

/** Runs the cells of the API notebooks and remembers their answers while a notebook is open. */
export class ApiNotebooks implements vscode.Disposable {
  readonly #parts: NotebookParts;
  readonly #controller: vscode.NotebookController;
  readonly #sessions = new Map<vscode.NotebookDocument, NotebookSession>();
  readonly #confirmed = new Set<string>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor(parts: NotebookParts, controller: vscode.NotebookController) {
    this.#parts = parts;
    this.#controller = controller;
    this.#subscriptions = [
      parts.account.onDidChange(() => this.#changed.fire()),
      vscode.notebooks.registerNotebookCellStatusBarItemProvider(
        notebookType,
        cellStatusBar(parts.account, (cell) => this.session(cell), this.#changed.event),
      ),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => this.#close(notebook)),
      vscode.workspace.onDidChangeNotebookDocument((change) => this.#forgetCleared(change)),
    ];
  }

  /** What the cell has brought; undefined where it has not run. */
  session(cell: vscode.NotebookCell): CellSession | undefined {
    return this.#sessions.get(cell.notebook)?.cells.get(cell);
  }

  /** Runs cells in their order, after those that run already; the first that fails is the last. */
  async run(cells: readonly vscode.NotebookCell[], notebook: vscode.NotebookDocument): Promise<void> {
    const { runCell } = await import('./runCell.ts');
    await this.#inTurn(notebook, cells, (cell, context) => runCell(cell.document.getText(), context));
  }

  /** Asks on, in the cell's output, until its long operation has ended. */
  async runFollow(cell: vscode.NotebookCell): Promise<void> {
    const session = this.session(cell);
    if (!session) throw new Error('Run the cell first: there is nothing to follow yet.');
    if (this.#sessions.get(cell.notebook)?.running.has(cell)) throw new Error('The cell runs already.');
    const { followCell } = await import('./followCell.ts');
    await this.#inTurn(cell.notebook, [cell], async (_, context) =>
      followCell(session, await session.client(), context),
    );
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
    for (const notebook of [...this.#sessions.keys()]) this.#close(notebook);
  }

  async #inTurn(
    notebook: vscode.NotebookDocument,
    cells: readonly vscode.NotebookCell[],
    run: (cell: vscode.NotebookCell, context: RunContext) => Promise<CellRun>,
  ): Promise<void> {
    const session = this.#sessionOf(notebook);
    const executions = cells
      // VS Code has one execution a cell, and none for a cell that is gone.
      .filter((cell) => cell.index >= 0 && !session.running.has(cell))
      .map((cell) => ({ cell, execution: this.#controller.createNotebookCellExecution(cell) }));
    for (const { cell } of executions) session.running.set(cell, new AbortController());
    const all = async () => {
      let failed = false;
      try {
        for (const { cell, execution } of executions) {
          const stopped = execution.token.isCancellationRequested || session.running.get(cell)?.signal.aborted;
          if (failed || stopped) execution.end(undefined);
          else failed = !(await this.#runOne(session, cell, execution, run).catch(passOn));
          session.running.delete(cell);
        }
      } finally {
        for (const { cell } of executions) session.running.delete(cell);
      }
      if (broken) throw broken.error;
    };
    let broken: { error: unknown } | undefined;
    // The cells after it have to end too.
    const passOn = (error: unknown) => {
      broken = { error };
      return false;
    };
    const done = session.last.then(all);
    session.last = done.catch(() => undefined);
    await done;
  }

  /** False where it failed or was cancelled. */
  async #runOne(
    session: NotebookSession,
    cell: vscode.NotebookCell,
    execution: vscode.NotebookCellExecution,
    run: (cell: vscode.NotebookCell, context: RunContext) => Promise<CellRun>,
  ): Promise<boolean> {
    execution.executionOrder = ++session.order;
    const gone = session.running.get(cell)?.signal;
    try {
      const done = await execute(execution, (stop, show) => {
        const signal = gone ? AbortSignal.any([stop, gone]) : stop;
        // Of a cell that is gone there is nothing to show it in.
        const showThere = (result: CellResult) => (gone?.aborted ? Promise.resolve() : show(result));
        return run(cell, this.#contextOf(cell, session, signal, showThere));
      });
      if (gone?.aborted) return false;
      await this.#keep(session, cell, done);
      return done.result.state === 'done';
    } finally {
      session.running.delete(cell);
      this.#changed.fire();
    }
  }

  async #keep(session: NotebookSession, cell: vscode.NotebookCell, run: CellRun): Promise<void> {
    const { profile, answer, error, result } = run;
    const { isPending } = await import('./answer/follow.ts');
    session.cells.set(cell, {
      ...run,
      client: () => this.#parts.account.client(profile, cellLabel(cell)),
      isPending: answer !== undefined && isPending(answer.value),
    });
    if (answer) {
      session.values.set('_', answer.value);
      if (run.name !== undefined) session.values.set(run.name, answer.value);
    }
    if (result.state === 'failed') {
      this.#parts.log.error(`${result.request.method} ${result.request.path} of a notebook failed.`, error);
    }
  }

  #contextOf(
    cell: vscode.NotebookCell,
    session: NotebookSession,
    signal: AbortSignal,
    show: (result: CellResult) => PromiseLike<void>,
  ): RunContext {
    const { account, log } = this.#parts;
    return {
      assertMayRun: () => assertTrusted(),
      profiles: { all: account.profiles(), active: () => account.profile },
      client: (profile) => account.client(profile, cellLabel(cell)),
      values: session.values,
      environment: process.env,
      files: {
        ...foldersOf(cell.notebook),
        confirmed: this.#confirmed,
        confirm: (file) =>
          confirm({ message: `Send the file ${shortPath(file.path)}?`, detail: file.why, action: 'Send' }),
      },
      loadImage: async (profile, url, stop) => {
        const { fetchImage } = await import('../../editor/fetchImage.ts');
        return fetchImage(url, { profile, signal: stop });
      },
      confirm,
      show,
      onSecret: (secret) => log.redact(secret),
      hidden: () => log.hidden,
      signal,
    };
  }

  #sessionOf(notebook: vscode.NotebookDocument): NotebookSession {
    const known = this.#sessions.get(notebook);
    if (known) return known;
    const session: NotebookSession = {
      values: new Map(),
      cells: new Map(),
      running: new Map(),
      order: 0,
      last: Promise.resolve(),
    };
    this.#sessions.set(notebook, session);
    return session;
  }

  /** What runs in it is given up: its cells are gone. */
  #close(notebook: vscode.NotebookDocument): void {
    for (const controller of this.#sessions.get(notebook)?.running.values() ?? []) controller.abort();
    this.#sessions.delete(notebook);
  }

  /** A cell whose output was cleared is as if it had not run. */
  #forgetCleared({ notebook, cellChanges, contentChanges }: vscode.NotebookDocumentChangeEvent): void {
    const session = this.#sessions.get(notebook);
    if (!session) return;
    for (const cell of contentChanges.flatMap(({ removedCells }) => removedCells)) {
      // One that was moved has been removed too, and is there again.
      if (cell.index >= 0) continue;
      session.cells.delete(cell);
      session.running.get(cell)?.abort();
    }
    for (const { cell, outputs } of cellChanges) {
      const forgotten = session.cells.get(cell);
      if (outputs?.length !== 0 || !forgotten || session.running.has(cell)) continue;
      session.cells.delete(cell);
      if (forgotten.name !== undefined) session.values.delete(forgotten.name);
      if (session.cells.size === 0) session.values.delete('_');
    }
    this.#changed.fire();
  }
}
