import { z } from 'zod';
import { defineTool, type Tool } from '../../agent/tool.ts';
import { splitLines } from '../edit/lineDiff.ts';
import { asData, takeFitting } from './output.ts';
import { path } from './parameters.ts';
import type { ToolPorts } from './ports.ts';
import { locateExisting, readApproval, readText } from './workspaceFiles.ts';

export const readFile = ({ outputCharacters }: ToolPorts): Tool =>
  defineTool({
    name: 'read_file',
    description: 'Reads a text file, unsaved changes included. Null lines: the whole file.',
    kind: 'read',
    parameters: z.strictObject({ path, startLine: z.number().nullable(), endLine: z.number().nullable() }),
    prepare: async ({ path, startLine, endLine }) => {
      const file = await locateExisting(path);
      const range = startLine === null && endLine === null ? '' : `, lines ${startLine ?? 1}–${endLine ?? 'end'}`;
      return {
        title: `Read ${file.label}${range}`,
        ...readApproval(file),
        run: async () => excerpt(file.label, await readText(file), startLine, endLine, outputCharacters()),
      };
    },
  });

function excerpt(label: string, text: string, startLine: number | null, endLine: number | null, limit: number): string {
  if (text === '') return `${label} is empty.`;
  const lines = splitLines(text);
  if (lines.at(-1) === '') lines.pop();
  const start = Math.max(1, Math.floor(startLine ?? 1));
  const end = Math.min(lines.length, Math.floor(endLine ?? lines.length));
  if (start > end) throw new Error(`${label} has ${lines.length} lines: there are none from ${start} to ${end}.`);
  const wanted = lines.slice(start - 1, end);
  const shown = takeFitting(wanted, limit);
  const last = start + shown.length - 1;
  const result = asData(`${label}, lines ${start}-${last} of ${lines.length}`, shown.join('\n'));
  if (shown[0] !== wanted[0])
    return `${result}\nLine ${start} is cut: it has ${wanted[0]?.length ?? 0} characters. search_text shows parts of it.`;
  return last < end ? `${result}\nCut here. For more, call again with startLine ${last + 1}.` : result;
}
