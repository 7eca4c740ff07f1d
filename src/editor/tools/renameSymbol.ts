import * as vscode from 'vscode';
import { z } from 'zod';
import { defineTool, type Tool } from '../../agent/tool.ts';
import { askLanguage, positionOf, projectLoaded } from './language.ts';
import { line, path, symbol } from './parameters.ts';
import type { ToolPorts } from './ports.ts';
import { locateExisting, locateUri, writeApproval, type WorkspaceFile } from './workspaceFiles.ts';

interface FileRename {
  file: WorkspaceFile;
  document: vscode.TextDocument;
  version: number;
  places: number;
}

export const renameSymbol = ({ edits }: ToolPorts): Tool =>
  defineTool({
    name: 'rename_symbol',
    description: 'Renames a symbol wherever it is used.',
    kind: 'write',
    parameters: z.strictObject({ path, line, symbol, newName: z.string() }),
    prepare: async ({ path, line, symbol, newName }, { signal, conversationId, messageId }) => {
      const file = await locateExisting(path);
      const position = await positionOf(file, line, symbol);
      // Before that it would rename nothing, or only in this file.
      await askLanguage('vscode.executeDefinitionProvider', signal, file.uri, position);
      await projectLoaded(file, position, signal);
      const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
        'vscode.executeDocumentRenameProvider',
        file.uri,
        position,
        newName,
      );
      const renames = await confineRenames(edit, symbol);
      const title = `Rename ${symbol} to ${newName}`;
      const detail = renames.map(({ file, places }) => `${file.label}: ${places}`).join('\n');
      return {
        title,
        approval: writeApproval(
          title,
          `Places by file:\n${detail}`,
          renames.map(({ file }) => file),
        ),
        run: async () => {
          const files = renames.map(({ file }) => file.uri);
          const origin = { conversationId, messageId };
          await edits.write({ files, origin }, () => applyRenames(edit, renames));
          return `Renamed ${symbol} to ${newName}. Places by file:\n${detail}`;
        },
      };
    },
  });

/** Throws unless all the edit touches are texts of files in the workspace. */
async function confineRenames(edit: vscode.WorkspaceEdit, symbol: string): Promise<FileRename[]> {
  const entries = edit.entries();
  if (entries.length === 0) throw new Error(`${symbol} cannot be renamed here.`);
  if (entries.length !== edit.size) throw new Error('The rename would move files. Nothing was changed.');
  return Promise.all(
    entries.map(async ([uri, places]) => {
      const file = await locateUri(uri);
      if (!file) throw new Error(`The rename would change ${uri.fsPath}, outside the workspace. Nothing was changed.`);
      const document = await vscode.workspace.openTextDocument(uri);
      return { file, document, version: document.version, places: places.length };
    }),
  );
}

/** Documents that were saved before stay saved. */
async function applyRenames(edit: vscode.WorkspaceEdit, renames: readonly FileRename[]): Promise<void> {
  const changed = renames.find(({ document, version }) => document.version !== version);
  if (changed) throw new Error(`${changed.file.label} has changed meanwhile. Nothing was renamed; try again.`);
  const clean = renames.filter(({ document }) => !document.isDirty && !document.isUntitled);
  if (!(await vscode.workspace.applyEdit(edit)))
    throw new Error('VS Code did not take the rename. Nothing was changed.');
  for (const { document, file } of clean)
    if (!(await document.save())) throw new Error(`${file.label} was changed but could not be saved.`);
}
