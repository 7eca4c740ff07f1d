import { z } from 'zod';
import { defineTool, type Tool } from '../../agent/tool.ts';
import { textSteps } from '../edit/steps.ts';
import { editText } from './editText.ts';
import { path } from './parameters.ts';
import type { ToolPorts } from './ports.ts';
import { reviewedCall } from './reviewedCall.ts';
import { locateExisting, readText } from './workspaceFiles.ts';

export const editFile = ({ edits: reviews }: ToolPorts): Tool =>
  defineTool({
    name: 'edit_file',
    description:
      'Replaces texts in a file. Each oldText must be there exactly once: copy whole lines, without line numbers.',
    kind: 'write',
    parameters: z.strictObject({
      path,
      edits: z.array(z.strictObject({ oldText: z.string(), newText: z.string() })).describe('applied in order'),
    }),
    prepare: async ({ path, edits }) => {
      const file = await locateExisting(path);
      const original = await readText(file);
      const proposed = editText(file, original, textSteps(edits), 'oldText');
      if (proposed === undefined) {
        const unchanged = `${file.label} has this already. Nothing was changed.`;
        return { title: `Edit ${file.label}`, run: () => Promise.resolve(unchanged) };
      }
      return reviewedCall(reviews, file, { verb: 'Edit', done: 'Edited', original, proposed });
    },
  });
