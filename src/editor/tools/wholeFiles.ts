import * as vscode from 'vscode';
import { z } from 'zod';
import { defineTool, type Tool } from '../../agent/tool.ts';
import { path } from './parameters.ts';
import type { ToolPorts } from './ports.ts';
import { locateExisting, locateNew, writeApproval, type WorkspaceFile } from './workspaceFiles.ts';

export const deleteFile = ({ edits }: ToolPorts): Tool =>
  defineTool({
    name: 'delete_file',
    description: 'Deletes a file.',
    kind: 'write',
    parameters: z.strictObject({ path }),
    prepare: async ({ path }, { conversationId, messageId }) => {
      const file = await locateExisting(path);
      const { size, mtime } = await statFile(file);
      const title = `Delete ${file.label}`;
      return {
        title,
        approval: writeApproval(title, `${size} bytes. It goes to the trash where there is one.`, [file]),
        run: async () => {
          if (isDirty(file.uri)) throw new Error(`${file.label} has unsaved changes. It was not deleted.`);
          if ((await statFile(file)).mtime !== mtime)
            throw new Error(`${file.label} has changed meanwhile. It was not deleted.`);
          const edit = new vscode.WorkspaceEdit();
          edit.deleteFile(file.uri);
          const write = { files: [file.uri], origin: { conversationId, messageId } };
          if (!(await edits.write(write, async () => vscode.workspace.applyEdit(edit))))
            throw new Error(`${file.label} could not be deleted.`);
          return `Deleted ${file.label}.`;
        },
      };
    },
  });

export const moveFile = ({ edits }: ToolPorts): Tool =>
  defineTool({
    name: 'move_file',
    description: 'Moves or renames a file.',
    kind: 'write',
    parameters: z.strictObject({ from: z.string(), to: z.string() }),
    prepare: async ({ from, to }, { conversationId, messageId }) => {
      const [file, target] = [await locateExisting(from), await locateNew(to)];
      await statFile(file);
      const title = `Move ${file.label} to ${target.label}`;
      return {
        title,
        approval: writeApproval(title, 'What is in it stays as it is.', [file, target]),
        run: async () => {
          const edit = new vscode.WorkspaceEdit();
          edit.renameFile(file.uri, target.uri, { overwrite: false });
          const write = { files: [file.uri, target.uri], origin: { conversationId, messageId } };
          if (!(await edits.write(write, async () => vscode.workspace.applyEdit(edit))))
            throw new Error(`${file.label} could not be moved. Does ${target.label} exist already?`);
          return `Moved ${file.label} to ${target.label}.`;
        },
      };
    },
  });

async function statFile({ uri, label }: WorkspaceFile): Promise<vscode.FileStat> {
  const stat = await vscode.workspace.fs.stat(uri);
  if (stat.type & vscode.FileType.Directory)
    throw new Error(`${label} is a folder. Only files can be moved or deleted.`);
  return stat;
}

const isDirty = (uri: vscode.Uri): boolean =>
  [...vscode.workspace.textDocuments, ...vscode.workspace.notebookDocuments].some(
    (document) => document.isDirty && document.uri.toString() === uri.toString(),
  );
