import { z } from 'zod';
import { defineTool, type Tool } from '../../agent/tool.ts';
import { searchFiles } from './fileSearch.ts';
import { page } from './output.ts';
import { offset } from './parameters.ts';
import type { ToolPorts } from './ports.ts';

export const findFiles = ({ outputCharacters }: ToolPorts): Tool =>
  defineTool({
    name: 'find_files',
    description: 'Finds files by name.',
    kind: 'read',
    parameters: z.strictObject({ glob: z.string().describe('such as src/**/*.ts'), offset }),
    prepare: ({ glob, offset }, { signal }) =>
      Promise.resolve({
        title: `Find ${glob}`,
        run: async () => {
          const files = await searchFiles(glob, signal);
          if (files.length === 0) return `No file matches ${glob}.`;
          return page(
            `Files that match ${glob}`,
            files.map(({ label }) => label),
            offset,
            outputCharacters(),
          );
        },
      }),
  });
