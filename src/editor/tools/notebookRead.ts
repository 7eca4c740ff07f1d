import { z } from 'zod';
import { defineTool, type Tool } from '../../agent/tool.ts';
import { languageOf, openNotebook, outputText } from './notebooks.ts';
import { page, plainTerminalText } from './output.ts';
import { offset } from './parameters.ts';
import type { ToolPorts } from './ports.ts';
import { readApproval } from './workspaceFiles.ts';

const outputCharactersOfCell = 2000;

export const notebookRead = ({ outputCharacters }: ToolPorts): Tool =>
  defineTool({
    name: 'notebook_read',
    description: 'Reads the cells of a notebook.',
    kind: 'read',
    parameters: z.strictObject({ path: z.string(), offset }),
    prepare: async ({ path, offset }) => {
      const { file, notebook } = await openNotebook(path);
      return {
        title: `Read ${file.label}`,
        ...readApproval(file),
        run: () => {
          const cells = notebook.getCells().map((cell) => {
            const output = plainTerminalText(outputText(cell, outputCharactersOfCell));
            const head = `--- cell ${cell.index} (${languageOf(cell)})`;
            return [head, cell.document.getText(), ...(output === '' ? [] : ['--- its output', output])].join('\n');
          });
          return Promise.resolve(
            cells.length === 0
              ? `${file.label} has no cells.`
              : page(`Cells of ${file.label}`, cells, offset, outputCharacters()),
          );
        },
      };
    },
  });
