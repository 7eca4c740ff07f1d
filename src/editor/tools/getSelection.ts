import type * as vscode from 'vscode';
import { z } from 'zod';
import type { ApprovalRequest } from '../../agent/approval.ts';
import { defineTool, type Tool } from '../../agent/tool.ts';
import { asData } from './output.ts';
import type { ToolPorts } from './ports.ts';
import { locateUri, readApproval } from './workspaceFiles.ts';

export const getSelection = ({ editor, outputCharacters }: ToolPorts): Tool =>
  defineTool({
    name: 'get_selection',
    description: 'Tells which file the user looks at and what is selected in it.',
    kind: 'read',
    parameters: z.strictObject({}),
    prepare: async () => {
      const current = editor();
      if (!current) return { title: 'Read the selection', run: () => Promise.resolve('No file is open.') };
      const { document, selection } = current;
      const file = await locateUri(document.uri);
      const label = file?.label ?? (document.isUntitled ? document.uri.path : document.uri.fsPath);
      const answer = describe(label, document, selection, outputCharacters());
      return {
        title: `Read the selection in ${label}`,
        ...(file ? readApproval(file) : foreignApproval(label, document)),
        run: () => Promise.resolve(answer),
      };
    },
  });

function describe(label: string, document: vscode.TextDocument, selection: vscode.Selection, limit: number): string {
  if (selection.isEmpty)
    return asData(
      `Nothing is selected. The cursor is in ${label}, line ${selection.active.line + 1} of ${document.lineCount}`,
      document.lineAt(selection.active.line).text.slice(0, limit),
    );
  const text = document.getText(selection);
  const header = `Selected in ${label}, lines ${selection.start.line + 1}-${selection.end.line + 1}`;
  const data = asData(header, text.slice(0, limit));
  return text.length > limit ? `${data}\nCut here. read_file reads these lines in parts.` : data;
}

/** A file from elsewhere that the user has open: its text goes out only when the user says so. */
function foreignApproval(label: string, document: vscode.TextDocument): { approval?: ApprovalRequest } {
  if (document.isUntitled) return {};
  return {
    approval: { kind: 'read', title: `Read the selection in ${label}`, detail: 'The file is outside the workspace.' },
  };
}
