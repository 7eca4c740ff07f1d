import { basename } from 'node:path/posix';
import * as vscode from 'vscode';
import { readPatch } from '../editor/edit/readPatch.ts';
import { patchSteps } from '../editor/edit/steps.ts';
import type { Edits } from '../editor/review/edits.ts';
import { editText } from '../editor/tools/editText.ts';
import { patchChanges } from '../editor/tools/patchChanges.ts';
import { proposalOf } from '../editor/tools/reviewedCall.ts';
import { locate } from '../editor/tools/workspaceFiles.ts';

const namesFiles = /^(\*\*\* ?(update|add|delete) file:|--- \S.*\n\+\+\+ \S)/im;

/** True for a patch or diff. `language` is what is written after its fence. */
export const isPatch = (block: string, language: string): boolean =>
  namesFiles.test(block) || (/^(diff|patch)$/i.test(language) && /^[-+@]/m.test(block));

/**
 * Proposes what the patch changes: in the document where it names only a file of that name or none, else in the files of
 * the workspace that it names.
 */
export async function proposePatch(edits: Edits, document: vscode.TextDocument, block: string): Promise<void> {
  const label = vscode.workspace.asRelativePath(document.uri);
  const hasNames = namesFiles.test(block);
  const patch = hasNames ? block : `*** Update File: ${label}\n${block}`;
  const [first, ...others] = readPatch(patch);
  if (first?.kind === 'update' && others.length === 0 && (!hasNames || (await isMeant(document, first.path)))) {
    const original = document.getText();
    const proposed = editText({ label, secret: false }, original, patchSteps(first.hunks), 'hunk');
    if (proposed === undefined) throw new Error(`${label} has this code already.`);
    await edits.propose({ uri: document.uri, original, proposed, title: `${label} (Apply)` });
    return;
  }
  const changes = await patchChanges(patch);
  if (changes.length === 0) throw new Error('The files have this code already.');
  const title = changes.length === 1 ? `${changes[0]?.file.label ?? ''} (Apply)` : `${changes.length} files (Apply)`;
  await edits.proposeAll(changes.map(proposalOf), { title });
}

/** Whether the patch is for the document: it has the name, and no other file of the workspace is where the patch says. */
async function isMeant({ uri }: vscode.TextDocument, named: string): Promise<boolean> {
  if (basename(named) !== basename(uri.path)) return false;
  const other = await locate(named).catch(() => undefined);
  return !other?.exists || other.uri.toString() === uri.toString();
}
