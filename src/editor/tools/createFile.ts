import { z } from 'zod';
import { defineTool, type Tool } from '../../agent/tool.ts';
import { path } from './parameters.ts';
import type { ToolPorts } from './ports.ts';
import { reviewedCall } from './reviewedCall.ts';
import { locateNew } from './workspaceFiles.ts';

export const createFile = ({ edits }: ToolPorts): Tool =>
  defineTool({
    name: 'create_file',
    description: 'Creates a file, with its folders.',
    kind: 'write',
    parameters: z.strictObject({ path, content: z.string() }),
    prepare: async ({ path, content }, context) => {
      const file = await locateNew(path);
      return reviewedCall(edits, [{ file, verb: 'Create', original: undefined, proposed: content }], context);
    },
  });
