import * as vscode from 'vscode';
import { z } from 'zod';
import { defineTool, type Tool } from '../../agent/tool.ts';
import { askLanguage } from './language.ts';
import { page } from './output.ts';
import { offset, path } from './parameters.ts';
import type { ToolPorts } from './ports.ts';
import { locateExisting } from './workspaceFiles.ts';

export const documentSymbols = ({ outputCharacters }: ToolPorts): Tool =>
  defineTool({
    name: 'document_symbols',
    description: 'Outlines a file: its symbols and their lines.',
    kind: 'read',
    parameters: z.strictObject({ path, offset }),
    prepare: async ({ path, offset }, { signal }) => {
      const { uri, label } = await locateExisting(path);
      return {
        title: `Outline ${label}`,
        run: async () => {
          const command = 'vscode.executeDocumentSymbolProvider';
          const symbols = await askLanguage<vscode.DocumentSymbol | vscode.SymbolInformation>(command, signal, uri);
          if (symbols.length === 0) return `No symbols found. There may be no language support for ${label}.`;
          return page(`Symbols of ${label}`, outline(symbols), offset, outputCharacters());
        },
      };
    },
  });

function outline(symbols: readonly (vscode.DocumentSymbol | vscode.SymbolInformation)[], indent = ''): string[] {
  const lines = symbols.map((symbol) => ({
    symbol,
    range: 'location' in symbol ? symbol.location.range : symbol.range,
  }));
  lines.sort((a, b) => a.range.start.compareTo(b.range.start));
  return lines.flatMap(({ symbol, range }) => {
    const kind = vscode.SymbolKind[symbol.kind].toLowerCase();
    const line = `${indent}${range.start.line + 1}-${range.end.line + 1} ${kind} ${symbol.name}`;
    return 'children' in symbol ? [line, ...outline(symbol.children, `${indent}  `)] : [line];
  });
}
