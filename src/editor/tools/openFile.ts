import * as vscode from 'vscode';
import { z } from 'zod';
import { defineTool, type Tool } from '../../agent/tool.ts';
import { path } from './parameters.ts';
import { locateExisting } from './workspaceFiles.ts';

export const openFile = (): Tool =>
  defineTool({
    name: 'open_file',
    description: 'Shows a file to the user in the editor.',
    kind: 'read',
    parameters: z.strictObject({ path, line: z.number().nullable() }),
    prepare: async ({ path, line }) => {
      const { uri, label } = await locateExisting(path);
      return {
        title: `Open ${label}${line === null ? '' : `, line ${line}`}`,
        run: async () => {
          const at = Math.max(0, Math.floor(line ?? 1) - 1);
          const options: vscode.TextDocumentShowOptions = {
            preview: false,
            preserveFocus: true,
            ...(line !== null && { selection: new vscode.Range(at, 0, at, 0) }),
          };
          await vscode.commands.executeCommand('vscode.open', uri, options);
          return `${label} is open in the editor.`;
        },
      };
    },
  });
