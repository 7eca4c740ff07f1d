import * as vscode from 'vscode';
import { resultMime, type CellResult } from '../../protocol/cellResult.ts';
import type { CellRun } from './runCell.ts';

/** Runs `task` as the execution of a cell: its stop button aborts `signal`, and `show` puts a result in its output. */
export async function execute(
  execution: vscode.NotebookCellExecution,
  task: (signal: AbortSignal, show: (result: CellResult) => PromiseLike<void>) => Promise<CellRun>,
): Promise<CellRun> {
  const controller = new AbortController();
  const subscription = execution.token.onCancellationRequested(() => controller.abort());
  let output: vscode.NotebookCellOutput | undefined;
  const show = (result: CellResult): PromiseLike<void> => {
    const items = [vscode.NotebookCellOutputItem.json(result, resultMime)];
    if (output) return execution.replaceOutputItems(items, output);
    output = new vscode.NotebookCellOutput(items);
    return execution.replaceOutput([output]);
  };
  let success: boolean | undefined = false;
  execution.start(Date.now());
  try {
    const run = await task(controller.signal, show);
    success = run.result.state === 'cancelled' ? undefined : run.result.state === 'done';
    return run;
  } finally {
    subscription.dispose();
    execution.end(success, Date.now());
  }
}
