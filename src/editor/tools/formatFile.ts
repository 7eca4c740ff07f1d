import * as vscode from 'vscode';
import { z } from 'zod';
import { defineTool, type Tool } from '../../agent/tool.ts';
import { formattingOptions } from '../settings.ts';
import { editedText } from './editedText.ts';
import { askLanguage } from './language.ts';
import type { ToolPorts } from './ports.ts';
import { nothingToDo, reviewedCall } from './reviewedCall.ts';
import { locateEditable, readText } from './workspaceFiles.ts';

export const formatFile = ({ edits }: ToolPorts): Tool =>
  defineTool({
    name: 'format_file',
    description: "Formats a file with the editor's formatter.",
    kind: 'write',
    parameters: z.strictObject({ path: z.string() }),
    prepare: async ({ path }, context) => {
      const file = await locateEditable(path);
      await readText(file); // Says what cannot be formatted: folders, binary files.
      const document = await vscode.workspace.openTextDocument(file.uri);
      const command = 'vscode.executeFormatDocumentProvider';
      const options = formattingOptions(document);
      const changes = await askLanguage<vscode.TextEdit>(command, context.signal, file.uri, options);
      const original = document.getText();
      const proposed = editedText(document, changes);
      if (proposed === original)
        return nothingToDo(`Format ${file.label}`, `${file.label} is formatted, or nothing formats its language.`);
      return reviewedCall(edits, [{ file, verb: 'Edit', original, proposed }], context);
    },
  });
