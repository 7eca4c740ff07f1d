import { z } from 'zod';
import { defineTool, type Tool } from '../../agent/tool.ts';
import { patchChanges } from './patchChanges.ts';
import type { ToolPorts } from './ports.ts';
import { nothingToDo, reviewedCall } from './reviewedCall.ts';

export const applyPatch = ({ edits }: ToolPorts): Tool =>
  defineTool({
    name: 'apply_patch',
    description: 'Applies a patch (*** Begin Patch … *** End Patch), all or nothing.',
    kind: 'write',
    parameters: z.strictObject({ patch: z.string() }),
    prepare: async ({ patch }, context) => {
      const changes = await patchChanges(patch);
      if (changes.length === 0)
        return nothingToDo('Apply a patch', 'The files have all of this already. Nothing was changed.');
      return reviewedCall(edits, changes, context);
    },
  });
