import type * as vscode from 'vscode';
import { z } from 'zod';
import { defineTool, type Tool } from '../../agent/tool.ts';
import { askLanguage, describeLocations, positionOf, projectLoaded } from './language.ts';
import { page } from './output.ts';
import { line, offset, path, symbol } from './parameters.ts';
import type { ToolPorts } from './ports.ts';
import { locateExisting } from './workspaceFiles.ts';

export const findReferences = (ports: ToolPorts): Tool =>
  locationTool(ports, {
    name: 'find_references',
    description: 'Finds where a symbol is used.',
    command: 'vscode.executeReferenceProvider',
    what: 'References to',
  });

export const goToDefinition = (ports: ToolPorts): Tool =>
  locationTool(ports, {
    name: 'go_to_definition',
    description: 'Finds where a symbol is defined.',
    command: 'vscode.executeDefinitionProvider',
    what: 'Definition of',
  });

/** Two questions about a symbol that differ only in whom VS Code asks. */
function locationTool(
  { outputCharacters }: ToolPorts,
  { name, description, command, what }: { name: string; description: string; command: string; what: string },
): Tool {
  return defineTool({
    name,
    description,
    kind: 'read',
    parameters: z.strictObject({ path, line, symbol, offset }),
    prepare: async ({ path, line, symbol, offset }, { signal }) => {
      const file = await locateExisting(path);
      return {
        title: `${what} ${symbol}`,
        run: async () => {
          const position = await positionOf(file, line, symbol);
          const ask = () => askLanguage<vscode.Location | vscode.LocationLink>(command, signal, file.uri, position);
          if ((await ask()).length === 0) return `Nothing found. There may be no language support for ${file.label}.`;
          await projectLoaded(file, position, signal);
          const found = await ask();
          return page(`${what} ${symbol}`, await describeLocations(found), offset, outputCharacters());
        },
      };
    },
  });
}
