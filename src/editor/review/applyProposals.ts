import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { LineChange } from '../edit/lineDiff.ts';
import { rebaseChanges } from '../edit/rebase.ts';
import { toLf } from '../edit/textKeys.ts';
import { saveCreated } from '../saveCreated.ts';

const catchUpMs = 5000;

/** What is to become of a file. */
export interface Proposal {
  uri: vscode.Uri;
  /** The text that `proposed` was made from. Undefined: the file does not exist yet. */
  original: string | undefined;
  /** The new text of the whole file. Undefined: the file goes away. */
  proposed: string | undefined;
  /** Where the file moves; nothing is there yet. */
  moveTo?: vscode.Uri;
}

/** A file that exists, and how it was before. */
interface Target {
  proposal: Proposal & { original: string };
  document: vscode.TextDocument;
  before: string;
  saveAfter: boolean;
}

/**
 * Makes the proposals real, all or none, as one undo step that replaces only what differs. A document that was saved
 * stays saved. Throws a sentence where a file has changed in the same lines meanwhile; nothing is changed then.
 */
export async function applyProposals(proposals: readonly Proposal[]): Promise<void> {
  const created = proposals.filter((proposal) => proposal.original === undefined);
  const targets = await Promise.all(proposals.flatMap((proposal) => (isChange(proposal) ? [open(proposal)] : [])));
  for (const { uri } of created) await refuseExisting(uri);
  for (const { moveTo } of proposals) if (moveTo) await refuseExisting(moveTo);
  // VS Code refuses an edit made for an older version of a document: then it is made again for the new one.
  for (let attempt = 0; attempt < 3; attempt++) {
    if (!(await vscode.workspace.applyEdit(await editFor(targets, created)))) continue;
    for (const target of targets) await saveTarget(target);
    for (const { uri } of created) await saveCreated(uri);
    return;
  }
  await putBack(targets);
  const names = proposals.map(({ uri }) => nameOf(uri)).join(', ');
  throw new Error(`VS Code did not take the edit of ${names}. Nothing was changed.`);
}

const nameOf = (uri: vscode.Uri): string => vscode.workspace.asRelativePath(uri);

const isChange = (proposal: Proposal): proposal is Proposal & { original: string } => proposal.original !== undefined;

async function open(proposal: Proposal & { original: string }): Promise<Target> {
  const document = await vscode.workspace.openTextDocument(proposal.uri);
  const saveAfter = !document.isDirty && !document.isUntitled;
  if (saveAfter) await catchUp(document);
  return { proposal, document, before: document.getText(), saveAfter };
}

/** VS Code takes a moment to see what another program wrote, and would not save an edit of the older text. */
async function catchUp(document: vscode.TextDocument): Promise<void> {
  const end = Date.now() + catchUpMs;
  for (;;) {
    const bytes = await vscode.workspace.fs.readFile(document.uri);
    const text = await vscode.workspace.decode(bytes, { uri: document.uri });
    if (toLf(text.replace(/^\uFEFF/, '')) === toLf(document.getText())) return;
    if (Date.now() > end)
      throw new Error(`${nameOf(document.uri)} is not as on disk in the editor. It was left as it is; try again.`);
    await sleep(100);
  }
}

async function refuseExisting(uri: vscode.Uri): Promise<void> {
  const there = await vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
  if (there) throw new Error(`${nameOf(uri)} could not be created: it exists already. Nothing was changed.`);
}

/** Texts first: where one of them is refused, no file has been created, moved or deleted yet. */
async function editFor(targets: readonly Target[], created: readonly Proposal[]): Promise<vscode.WorkspaceEdit> {
  const edit = new vscode.WorkspaceEdit();
  for (const { proposal, document } of targets)
    for (const change of changesOf(proposal, document)) {
      const [range, text] = replacementOf(document, change);
      edit.replace(document.uri, range, text);
    }
  for (const { uri, proposed = '' } of created)
    edit.createFile(uri, { overwrite: false, contents: await vscode.workspace.encode(proposed, { uri }) });
  for (const { proposal } of targets)
    if (proposal.moveTo) edit.renameFile(proposal.uri, proposal.moveTo, { overwrite: false });
    else if (proposal.proposed === undefined) edit.deleteFile(proposal.uri);
  return edit;
}

/** Throws a sentence where the file has changed in the same lines. */
function changesOf({ original, proposed }: Target['proposal'], document: vscode.TextDocument): LineChange[] {
  const name = nameOf(document.uri);
  if (proposed === undefined) {
    if (document.isDirty) throw new Error(`${name} has unsaved changes. It was left as it is.`);
    if (toLf(document.getText()) === toLf(original)) return [];
    throw new Error(`${name} has changed since its deletion was proposed. It was left as it is.`);
  }
  const changes = rebaseChanges(original, proposed, document.getText());
  if (changes) return changes;
  throw new Error(`${name} has changed since the edit was proposed, in the same lines. It was left as it is.`);
}

async function saveTarget({ proposal: { uri, proposed, moveTo }, document, saveAfter }: Target): Promise<void> {
  if (!saveAfter || proposed === undefined) return;
  const edited = moveTo ? await vscode.workspace.openTextDocument(moveTo) : document;
  if (edited.isDirty && !(await edited.save()))
    throw new Error(`${nameOf(moveTo ?? uri)} was edited but could not be saved.`);
}

/** Takes back what was changed before a file could not be created, moved or deleted. */
async function putBack(targets: readonly Target[]): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  for (const { document, before } of targets) {
    if (document.isClosed || document.getText() === before) continue;
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    edit.replace(document.uri, document.validateRange(whole), before);
  }
  if (edit.size === 0) return;
  await vscode.workspace.applyEdit(edit);
  for (const { document, saveAfter } of targets) if (saveAfter && document.isDirty) await document.save();
}

/** The change as a range and its text. Line ends are the document's own: VS Code sees to that. */
function replacementOf(document: vscode.TextDocument, { start, end, lines }: LineChange): [vscode.Range, string] {
  const text = lines.join('\n');
  if (start < end && lines.length > 0)
    return [new vscode.Range(document.lineAt(start).range.start, document.lineAt(end - 1).range.end), text];
  if (end < document.lineCount) return [new vscode.Range(start, 0, end, 0), lines.length > 0 ? `${text}\n` : ''];
  // At the end of the document the line break belongs to the line before.
  const last = document.lineAt(document.lineCount - 1).range.end;
  const from = start > 0 ? document.lineAt(start - 1).range.end : new vscode.Position(0, 0);
  return [new vscode.Range(from, last), lines.length > 0 ? `\n${text}` : ''];
}
