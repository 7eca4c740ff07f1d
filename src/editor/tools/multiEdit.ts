import { z } from 'zod';
import { defineTool, type Tool } from '../../agent/tool.ts';
import { textSteps } from '../edit/steps.ts';
import { editText } from './editText.ts';
import { textEdits } from './parameters.ts';
import type { ToolPorts } from './ports.ts';
import { nothingToDo, reviewedCall, type FileChange } from './reviewedCall.ts';
import { locateEditable, readText } from './workspaceFiles.ts';

export const multiEdit = ({ edits: reviews }: ToolPorts): Tool =>
  defineTool({
    name: 'multi_edit',
    description: 'Like edit_file in several files at once, all or nothing.',
    kind: 'write',
    parameters: z.strictObject({ files: z.array(z.strictObject({ path: z.string(), edits: textEdits })) }),
    prepare: async ({ files }, context) => {
      const changes = new Map<string, FileChange>();
      for (const { path, edits } of files) {
        const located = await locateEditable(path);
        const known = changes.get(located.uri.toString());
        const file = known?.file ?? located;
        const original = known?.original ?? (await readText(file));
        const current = known?.proposed ?? original;
        const proposed = editText(file, current, textSteps(edits), 'oldText') ?? current;
        changes.set(file.uri.toString(), { file, verb: 'Edit', original, proposed });
      }
      const real = [...changes.values()].filter(({ original, proposed }) => proposed !== original);
      if (changes.size > 0 && real.length === 0)
        return nothingToDo('Edit files', 'The files have all of this already. Nothing was changed.');
      return reviewedCall(reviews, real, context);
    },
  });
