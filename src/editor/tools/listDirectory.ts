import * as vscode from 'vscode';
import { z } from 'zod';
import { defineTool, type Tool } from '../../agent/tool.ts';
import { page } from './output.ts';
import { offset } from './parameters.ts';
import type { ToolPorts } from './ports.ts';
import { locateExisting, workspaceRoots } from './workspaceFiles.ts';

export const listDirectory = ({ outputCharacters }: ToolPorts): Tool =>
  defineTool({
    name: 'list_directory',
    description: 'Lists a folder.',
    kind: 'read',
    parameters: z.strictObject({ path: z.string().describe('"." for the workspace'), offset }),
    prepare: async ({ path, offset }) => {
      const roots = workspaceRoots();
      if (roots.length > 1 && /^\.?\/?$/.test(path)) {
        const names = roots.map(({ name }) => `${name}/`);
        return {
          title: 'List the workspace folders',
          run: () => Promise.resolve(page('Workspace folders', names, offset, outputCharacters())),
        };
      }
      const { uri, label } = await locateExisting(path || '.');
      return {
        title: `List ${label}`,
        run: async () => {
          const entries = await vscode.workspace.fs.readDirectory(uri);
          if (entries.length === 0) return `${label} is empty.`;
          return page(`Entries of ${label}`, entries.sort(foldersFirst).map(describe), offset, outputCharacters());
        },
      };
    },
  });

type Entry = [name: string, type: vscode.FileType];

const isFolder = ([, type]: Entry): boolean => (type & vscode.FileType.Directory) !== 0;

const foldersFirst = (a: Entry, b: Entry): number =>
  Number(isFolder(b)) - Number(isFolder(a)) || a[0].localeCompare(b[0]);

const describe = (entry: Entry): string =>
  `${entry[0]}${isFolder(entry) ? '/' : ''}${entry[1] & vscode.FileType.SymbolicLink ? ' (link)' : ''}`;
