import { z } from 'zod';
import { defineTool, type Tool } from '../../agent/tool.ts';
import { replaceText } from '../matchText.ts';
import { asData } from './output.ts';
import { path } from './parameters.ts';
import type { ToolPorts } from './ports.ts';
import { reviewedCall } from './reviewedCall.ts';
import { locateExisting, readText, type WorkspaceFile } from './workspaceFiles.ts';

interface TextEdit {
  oldText: string;
  newText: string;
}

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
      const proposed = edits.reduce((text, edit) => applyTextEdit(text, edit, file), original);
      return reviewedCall(reviews, file, { verb: 'Edit', done: 'Edited', original, proposed });
    },
  });

/** Throws what the model needs to get it right. Of a file with secrets nothing is quoted. */
function applyTextEdit(text: string, { oldText, newText }: TextEdit, { label, secret }: WorkspaceFile): string {
  const result = replaceText(text, oldText, newText);
  switch (result.kind) {
    case 'replaced':
      return result.text;
    case 'ambiguous':
      throw new Error(
        `oldText is in ${label} ${result.lines.length} times, at lines ${result.lines.join(', ')}. Nothing was changed. Include more lines around the one you mean.`,
      );
    case 'absent': {
      const missing = `oldText is not in ${label}. Nothing was changed.`;
      if (oldText === '') throw new Error('oldText is empty. Give the text to replace.');
      if (!result.nearest || secret) throw new Error(`${missing} Read the file again.`);
      const { startLine, endLine, text: nearest } = result.nearest;
      throw new Error(`${missing} ${asData(`The nearest is lines ${startLine}-${endLine}`, nearest)}`);
    }
  }
}
