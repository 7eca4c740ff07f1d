import * as vscode from 'vscode';
import { z } from 'zod';
import { defineTool, type Tool } from '../../agent/tool.ts';
import { askLanguage, describeLocations, positionOf } from './language.ts';
import { page } from './output.ts';
import { offset, place } from './parameters.ts';
import type { ToolPorts } from './ports.ts';
import { locateExisting, locateUri } from './workspaceFiles.ts';

/** A function that calls or is called, and where the calls stand. */
interface Calls {
  other: vscode.CallHierarchyItem;
  places: vscode.Location[];
}

export const callHierarchy = ({ outputCharacters }: ToolPorts): Tool =>
  defineTool({
    name: 'call_hierarchy',
    description: 'Finds who calls a function, or whom it calls.',
    kind: 'read',
    parameters: z.strictObject({ ...place, direction: z.enum(['incoming', 'outgoing']), offset }),
    prepare: async ({ path, line, symbol, direction, offset }, { signal }) => {
      const file = await locateExisting(path);
      const what = direction === 'incoming' ? `Callers of ${symbol}` : `Called by ${symbol}`;
      return {
        title: what,
        run: async () => {
          const position = await positionOf(file, line, symbol);
          const command = 'vscode.prepareCallHierarchy';
          const items = await askLanguage<vscode.CallHierarchyItem>(command, signal, file.uri, position);
          if (items.length === 0) return `${symbol} is no function that the language support of ${file.label} knows.`;
          const calls = (await Promise.all(items.map(direction === 'incoming' ? callersOf : calledBy))).flat();
          signal.throwIfAborted();
          if (calls.length === 0) return `${what}: none.`;
          return page(what, (await Promise.all(calls.map(describe))).flat(), offset, outputCharacters());
        },
      };
    },
  });

async function callersOf(item: vscode.CallHierarchyItem): Promise<Calls[]> {
  const calls = await vscode.commands.executeCommand<vscode.CallHierarchyIncomingCall[]>(
    'vscode.provideIncomingCalls',
    item,
  );
  return calls.map(({ from, fromRanges }) => ({
    other: from,
    places: fromRanges.map((range) => new vscode.Location(from.uri, range)),
  }));
}

async function calledBy(item: vscode.CallHierarchyItem): Promise<Calls[]> {
  const calls = await vscode.commands.executeCommand<vscode.CallHierarchyOutgoingCall[]>(
    'vscode.provideOutgoingCalls',
    item,
  );
  return calls.map(({ to, fromRanges }) => ({
    other: to,
    places: fromRanges.map((range) => new vscode.Location(item.uri, range)),
  }));
}

/** The other function, and below it the lines in which the calls stand. */
async function describe({ other, places }: Calls): Promise<string[]> {
  const file = await locateUri(other.uri);
  const where = `${file?.label ?? other.uri.fsPath}:${other.selectionRange.start.line + 1}`;
  const kind = vscode.SymbolKind[other.kind].toLowerCase();
  return [`${kind} ${other.name} (${where})`, ...(await describeLocations(places)).map((line) => `  ${line}`)];
}
