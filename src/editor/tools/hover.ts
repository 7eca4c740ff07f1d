import type * as vscode from 'vscode';
import { z } from 'zod';
import { defineTool, type Tool } from '../../agent/tool.ts';
import { askLanguage, positionOf } from './language.ts';
import { asData, cutMiddle } from './output.ts';
import { place } from './parameters.ts';
import type { ToolPorts } from './ports.ts';
import { locateExisting } from './workspaceFiles.ts';

export const hover = ({ outputCharacters }: ToolPorts): Tool =>
  defineTool({
    name: 'hover',
    description: "Tells a symbol's type and documentation.",
    kind: 'read',
    parameters: z.strictObject(place),
    prepare: async ({ path, line, symbol }, { signal }) => {
      const file = await locateExisting(path);
      return {
        title: `Look up ${symbol}`,
        run: async () => {
          const position = await positionOf(file, line, symbol);
          const hovers = await askLanguage<vscode.Hover>('vscode.executeHoverProvider', signal, file.uri, position);
          const text = hovers.flatMap(({ contents }) => contents.map(textOf)).filter((part) => part.trim() !== '');
          if (text.length === 0) return `Nothing is known. There may be no language support for ${file.label}.`;
          return asData(symbol, cutMiddle(text.join('\n\n'), outputCharacters()));
        },
      };
    },
  });

/** A part of a hover is Markdown, or, from older providers, code with its language. */
const textOf = (content: string | { value: string }): string => (typeof content === 'string' ? content : content.value);
