import * as vscode from 'vscode';
import { z } from 'zod';
import { defineTool, type Tool } from '../../agent/tool.ts';
import { diffLines, splitLines } from '../edit/lineDiff.ts';
import { cellAt, languageOf, openNotebook } from './notebooks.ts';
import type { ToolPorts } from './ports.ts';
import { writeApproval, type WorkspaceFile } from './workspaceFiles.ts';

const cellEdit = z.strictObject({
  action: z.enum(['insert', 'replace', 'delete']),
  cell: z.number().describe('from 0; insert: before it'),
  kind: z.enum(['code', 'markdown']).nullable(),
  source: z.string().nullable(),
});
type CellEdit = z.infer<typeof cellEdit>;

export const notebookEdit = ({ edits: writes }: ToolPorts): Tool =>
  defineTool({
    name: 'notebook_edit',
    description: 'Changes cells of a notebook. Numbers are those before the change.',
    kind: 'write',
    parameters: z.strictObject({ path: z.string(), edits: z.array(cellEdit) }),
    prepare: async ({ path, edits }, { conversationId, messageId }) => {
      const { file, notebook } = await openNotebook(path);
      if (edits.length === 0) throw new Error('There are no edits.');
      for (const edit of edits) check(notebook, file, edit, edits);
      const { version } = notebook;
      const title = `Edit ${file.label}`;
      return {
        title,
        approval: writeApproval(title, edits.map((edit) => describe(notebook, edit)).join('\n\n'), [file]),
        run: async () => {
          if (notebook.isClosed || notebook.version !== version)
            throw new Error(`${file.label} has changed meanwhile. Nothing was changed; read it again.`);
          const origin = { conversationId, messageId };
          await writes.write({ files: [file.uri], origin }, () => apply(notebook, file, edits));
          return `Edited ${file.label}: it has ${notebook.cellCount} cells now.`;
        },
      };
    },
  });

function check(
  notebook: vscode.NotebookDocument,
  file: WorkspaceFile,
  { action, cell, source }: CellEdit,
  all: readonly CellEdit[],
): void {
  if (action !== 'delete' && source === null) throw new Error(`To ${action} a cell, give its source.`);
  if (action !== 'insert' || cell !== notebook.cellCount) cellAt(notebook, file, cell);
  const same = all.filter((edit) => edit.action !== 'insert' && edit.cell === cell);
  if (same.length > 1) throw new Error(`Cell ${cell} is replaced or deleted twice. Nothing was changed.`);
}

/** The change of one cell, to be read by the user: what goes with "-", what comes with "+". */
function describe(notebook: vscode.NotebookDocument, { action, cell, kind, source }: CellEdit): string {
  const before = action === 'insert' ? [] : splitLines(notebook.cellAt(cell).document.getText());
  const after = action === 'delete' ? [] : splitLines(source ?? '');
  const lines = diffLines(before, after).flatMap(({ start, end, lines: added }) => [
    ...before.slice(start, end).map((line) => `- ${line}`),
    ...added.map((line) => `+ ${line}`),
  ]);
  const heads = {
    insert: `Insert a ${kind ?? 'code'} cell before cell ${cell}`,
    replace: `Replace the text of cell ${cell}`,
    delete: `Delete cell ${cell}`,
  };
  return [`${heads[action]}:`, ...lines].join('\n');
}

/** A cell whose text is replaced keeps its outputs and its metadata. A notebook that was saved stays saved. */
async function apply(
  notebook: vscode.NotebookDocument,
  { label }: WorkspaceFile,
  edits: readonly CellEdit[],
): Promise<void> {
  const wasSaved = !notebook.isDirty;
  const change = new vscode.WorkspaceEdit();
  for (const { action, cell, source } of edits) {
    if (action !== 'replace') continue;
    const { document } = notebook.cellAt(cell);
    const whole = document.validateRange(new vscode.Range(0, 0, document.lineCount, 0));
    change.replace(document.uri, whole, source ?? '');
  }
  // From the end, so that the numbers of those before stay; what is inserted before a cell goes in after it is dealt with.
  const moved = edits.map((edit, order) => ({ edit, order })).filter(({ edit }) => edit.action !== 'replace');
  moved.sort((a, b) => b.edit.cell - a.edit.cell || rank(a.edit) - rank(b.edit) || b.order - a.order);
  const cells = moved.map(({ edit: { action, cell, kind, source } }) =>
    action === 'delete'
      ? vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(cell, cell + 1))
      : vscode.NotebookEdit.insertCells(cell, [newCell(notebook, kind, source ?? '')]),
  );
  if (change.size > 0 && !(await vscode.workspace.applyEdit(change))) throw refused(label);
  for (const one of cells) {
    const step = new vscode.WorkspaceEdit();
    step.set(notebook.uri, [one]);
    if (!(await vscode.workspace.applyEdit(step))) throw refused(label);
  }
  if (wasSaved && !(await notebook.save())) throw new Error(`${label} was changed but could not be saved.`);
}

const rank = ({ action }: CellEdit): number => (action === 'delete' ? 0 : 1);

const refused = (label: string): Error => new Error(`VS Code did not take the whole edit of ${label}. Read it again.`);

function newCell(notebook: vscode.NotebookDocument, kind: CellEdit['kind'], source: string): vscode.NotebookCellData {
  if (kind === 'markdown') return new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, source, 'markdown');
  const other = notebook.getCells().find((cell) => cell.kind === vscode.NotebookCellKind.Code);
  return new vscode.NotebookCellData(vscode.NotebookCellKind.Code, source, other ? languageOf(other) : 'python');
}
