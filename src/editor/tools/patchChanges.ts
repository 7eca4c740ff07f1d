import { readPatch, type FilePatch } from '../edit/readPatch.ts';
import { patchSteps } from '../edit/steps.ts';
import { editText } from './editText.ts';
import type { FileChange } from './reviewedCall.ts';
import { locate, locateEditable, locateNew, readText } from './workspaceFiles.ts';

/** What a patch changes in the workspace; empty where all of it is there. Throws what the model needs to get it right. */
export async function patchChanges(patch: string): Promise<FileChange[]> {
  const changes = new Map<string, FileChange>();
  for (const part of readPatch(patch)) {
    const change = await changeOf(part, (uri) => changes.get(uri));
    changes.set(change.file.uri.toString(), change);
  }
  const written = [...changes.values()].flatMap(({ file, target, proposed }) =>
    proposed === undefined ? [] : [target ?? file],
  );
  const labels = written.map(({ label }) => label);
  const twice = labels.find((label, at) => labels.indexOf(label) !== at);
  if (twice !== undefined) throw new Error(`The patch makes ${twice} twice. Nothing was changed.`);
  return [...changes.values()].filter(
    ({ original, proposed, target }) => target !== undefined || proposed !== original,
  );
}

/** `earlier` is what the patch has said about a file before. */
async function changeOf(part: FilePatch, earlier: (uri: string) => FileChange | undefined): Promise<FileChange> {
  if (part.kind === 'add') {
    const { uri, label } = await locate(part.path);
    const before = earlier(uri.toString());
    if (before?.verb === 'Create') throw new Error(`The patch makes ${label} twice. Nothing was changed.`);
    if (before && before.proposed === undefined) return { ...before, verb: 'Edit', proposed: part.content };
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
