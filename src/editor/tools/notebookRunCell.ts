import * as vscode from 'vscode';
import { z } from 'zod';
import { defineTool, type Tool } from '../../agent/tool.ts';
import type { ImageAttachment } from '../../agent/transcript.ts';
import { imageType } from '../imageType.ts';
import { cellAt, openNotebook, outputText } from './notebooks.ts';
import { asData, plainTerminalText } from './output.ts';
import type { ToolPorts } from './ports.ts';

const timeoutMs = 300_000;
const largestImageBytes = 5 * 1024 * 1024;

export const notebookRunCell = ({ edits, outputCharacters, takesImages }: ToolPorts): Tool =>
  defineTool({
    name: 'notebook_run_cell',
    description: 'Runs a code cell and answers with its output.',
    kind: 'run',
    parameters: z.strictObject({ path: z.string(), cell: z.number() }),
    prepare: async ({ path, cell: index }, { signal, conversationId, messageId }) => {
      const { file, notebook } = await openNotebook(path);
      const cell = cellAt(notebook, file, index);
      if (cell.kind !== vscode.NotebookCellKind.Code) throw new Error(`Cell ${index} is text: it cannot be run.`);
      const title = `Run cell ${index} of ${file.label}`;
      const source = cell.document.getText();
      return {
        title,
        approval: { kind: 'run', title, detail: source, why: 'runs code' },
        run: async () => {
          if (notebook.isClosed || cell.index !== index || cell.document.getText() !== source)
            throw new Error(`${file.label} has changed meanwhile. Nothing was run.`);
          const write = { files: [], origin: { conversationId, messageId }, byCommand: true };
          const success = await edits.write(write, () => runCell(cell, signal));
          const text = plainTerminalText(outputText(cell, outputCharacters()));
          const end = success === undefined ? 'It ended.' : success ? 'It succeeded.' : 'It failed.';
          const images = takesImages ? imagesOf(cell, `${file.label}, cell ${index}`) : [];
          return { text: text === '' ? `${end} No output.` : `${end} ${asData('Output', text)}`, images };
        },
      };
    },
  });

/** Whether it succeeded. Rejects when nothing runs it, or it takes too long; then it is stopped. */
async function runCell(cell: vscode.NotebookCell, signal: AbortSignal): Promise<boolean | undefined> {
  const { notebook } = cell;
  const ranges = [{ start: cell.index, end: cell.index + 1 }];
  const before = cell.executionSummary?.timing?.endTime;
  const { promise: ended, resolve, reject } = Promise.withResolvers<'ended' | 'stopped'>();
  const listener = vscode.workspace.onDidChangeNotebookDocument(({ cellChanges }) => {
    const summary = cellChanges.find((change) => change.cell === cell)?.executionSummary;
    const endTime = summary?.timing?.endTime;
    if (summary?.success !== undefined || (endTime !== undefined && endTime !== before)) resolve('ended');
  });
  const stop = (): void => resolve('stopped');
  const timer = setTimeout(stop, timeoutMs);
  signal.addEventListener('abort', stop, { once: true });
  try {
    await vscode.window.showNotebookDocument(notebook, { preserveFocus: true, preview: false });
    const target = { ranges, document: notebook.uri };
    // Not waited for: it may ask the user for a kernel, and some kernels answer only when the cell has ended.
    vscode.commands.executeCommand('notebook.cell.execute', target).then(undefined, reject);
    if ((await ended) === 'ended') return cell.executionSummary?.success;
    await vscode.commands.executeCommand('notebook.cell.cancelExecution', target);
    signal.throwIfAborted();
    throw new Error(`The cell did not end within ${timeoutMs / 1000} s and was stopped. Has the notebook a kernel?`);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    listener.dispose();
  }
}

function imagesOf({ outputs }: vscode.NotebookCell, label: string): ImageAttachment[] {
  return outputs
    .flatMap(({ items }) => items)
    .flatMap(({ data }) => {
      const mediaType = data.length <= largestImageBytes ? imageType(data) : undefined;
      return mediaType ? [{ kind: 'image', label, mediaType, data: Buffer.from(data).toString('base64') }] : [];
    });
}
