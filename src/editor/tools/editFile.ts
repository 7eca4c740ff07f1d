import { z } from 'zod';
import { defineTool, type Tool } from '../../agent/tool.ts';
import { textSteps } from '../edit/steps.ts';
import { editText } from './editText.ts';
import { path, textEdits } from './parameters.ts';
import type { ToolPorts } from './ports.ts';
import { nothingToDo, reviewedCall } from './reviewedCall.ts';
import { locateEditable, readText } from './workspaceFiles.ts';

export const editFile = ({ edits: reviews }: ToolPorts): Tool =>
  defineTool({
    name: 'edit_file',
    description:
      'Replaces texts in a file. Each oldText must be there exactly once: copy whole lines, without line numbers.',
    kind: 'write',
    parameters: z.strictObject({ path, edits: textEdits.describe('applied in order') }),
    prepare: async ({ path, edits }, context) => {
      const file = await locateEditable(path);
      const original = await readText(file);
      const proposed = editText(file, original, textSteps(edits), 'oldText');
      if (proposed === undefined)
        return nothingToDo(`Edit ${file.label}`, `${file.label} has this already. Nothing was changed.`);
      return reviewedCall(reviews, [{ file, verb: 'Edit', original, proposed }], context);
    },
  });
