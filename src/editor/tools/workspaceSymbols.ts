import * as vscode from 'vscode';
import { z } from 'zod';
import { defineTool, type Tool } from '../../agent/tool.ts';
import { page } from './output.ts';
import { offset } from './parameters.ts';
import type { ToolPorts } from './ports.ts';
import { locateUri } from './workspaceFiles.ts';

export const workspaceSymbols = ({ outputCharacters }: ToolPorts): Tool =>
  defineTool({
    name: 'workspace_symbols',
    description: 'Finds functions, types and the like by a part of their name.',
    kind: 'read',
    parameters: z.strictObject({ query: z.string(), offset }),
    prepare: ({ query, offset }, { signal }) =>
      Promise.resolve({
        title: `Find symbols ${query}`,
        run: async () => {
          const command = 'vscode.executeWorkspaceSymbolProvider';
          const found = await vscode.commands.executeCommand<vscode.SymbolInformation[] | undefined>(command, query);
          signal.throwIfAborted();
          const lines = (await Promise.all((found ?? []).map(describe))).flat();
          if (lines.length > 0) return page(`Symbols with ${query}`, [...new Set(lines)], offset, outputCharacters());
          return `No symbol with ${query}. A language server may know only the projects of open files: search_text finds text.`;
        },
      }),
  });

/** Those of libraries outside the workspace are not told. */
async function describe({ name, kind, containerName, location }: vscode.SymbolInformation): Promise<string[]> {
  const file = await locateUri(location.uri);
  if (!file) return [];
  const container = containerName === '' ? '' : ` in ${containerName}`;
  return [
    `${file.label}:${location.range.start.line + 1}: ${vscode.SymbolKind[kind].toLowerCase()} ${name}${container}`,
  ];
}
