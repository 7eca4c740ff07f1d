import { z } from 'zod';
import { defineTool, type Tool } from '../../agent/tool.ts';
import { readPatch, type FilePatch } from '../edit/readPatch.ts';
import { patchSteps } from '../edit/steps.ts';
import { editText } from './editText.ts';
import type { ToolPorts } from './ports.ts';
import { nothingToDo, reviewedCall, type FileChange } from './reviewedCall.ts';
import { locate, locateEditable, locateNew, readText } from './workspaceFiles.ts';

export const applyPatch = ({ edits }: ToolPorts): Tool =>
  defineTool({
    name: 'apply_patch',
    description: 'Applies a patch (*** Begin Patch … *** End Patch), all or nothing.',
    kind: 'write',
    parameters: z.strictObject({ patch: z.string() }),
    prepare: async ({ patch }) => {
      const changes = new Map<string, FileChange>();
      for (const part of readPatch(patch)) {
        const change = await changeOf(part, (uri) => changes.get(uri));
        changes.set(change.file.uri.toString(), change);
      }
      const real = [...changes.values()].filter(
        ({ original, proposed, target }) => target !== undefined || proposed !== original,
      );
      if (real.length === 0)
        return nothingToDo('Apply a patch', 'The files have all of this already. Nothing was changed.');
      return reviewedCall(edits, real);
    },
  });

/** `earlier` is what the patch has said about a file before. */
async function changeOf(part: FilePatch, earlier: (uri: string) => FileChange | undefined): Promise<FileChange> {
  if (part.kind === 'add') {
    const deleted = earlier((await locate(part.path)).uri.toString());
    if (deleted && deleted.proposed === undefined) return { ...deleted, verb: 'Edit', proposed: part.content };
    return { file: await locateNew(part.path), verb: 'Create', original: undefined, proposed: part.content };
  }
  const located = await locateEditable(part.path);
  const before = earlier(located.uri.toString());
  const file = before?.file ?? located;
  const original = before ? before.original : await readText(file);
  if (part.kind === 'delete') return { file, verb: 'Delete', original, proposed: undefined };
  const current = before ? before.proposed : original;
  if (current === undefined) throw new Error(`The patch deletes ${file.label} and changes it. Nothing was changed.`);
  const proposed = editText(file, current, patchSteps(part.hunks), 'hunk') ?? current;
  const target = part.moveTo === undefined ? before?.target : await locateNew(part.moveTo);
  return { file, verb: target ? 'Move' : 'Edit', original, proposed, ...(target && { target }) };
}
