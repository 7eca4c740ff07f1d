import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { toLf } from './edit/textKeys.ts';
import type { LineChange } from './edit/lineDiff.ts';
import { rebaseChanges } from './edit/rebase.ts';

const catchUpMs = 5000;

/** The new text of a whole file. */
export interface Proposal {
  uri: vscode.Uri;
  /** The text that `proposed` was made from. Undefined: the file does not exist yet. */
  original: string | undefined;
  proposed: string;
}

/**
 * Makes the proposal real as one undo step that replaces only what differs. A document that was saved stays saved.
 * Throws a sentence where the file has changed in the same lines meanwhile; nothing is changed then.
 */
export async function applyProposal(proposal: Proposal): Promise<void> {
  const name = vscode.workspace.asRelativePath(proposal.uri);
  if (proposal.original === undefined) return createFile(proposal.uri, proposal.proposed, name);
  const document = await vscode.workspace.openTextDocument(proposal.uri);
  const saveAfter = !document.isDirty && !document.isUntitled;
  if (saveAfter) await catchUp(document, name);
  // VS Code refuses an edit made for an older version of the document: then it is made again for the new one.
  for (let attempt = 0; attempt < 3; attempt++) {
    const changes = rebaseChanges(proposal.original, proposal.proposed, document.getText());
    if (!changes)
      throw new Error(`${name} has changed since the edit was proposed, in the same lines. It was left as it is.`);
    if (!(await vscode.workspace.applyEdit(editFor(document, changes)))) continue;
    if (saveAfter && !(await document.save())) throw new Error(`${name} was edited but could not be saved.`);
    return;
  }
  throw new Error(`VS Code did not take the edit of ${name}. It was left as it is.`);
}

/** VS Code takes a moment to see what another program wrote, and would not save an edit of the older text. */
async function catchUp(document: vscode.TextDocument, name: string): Promise<void> {
  const end = Date.now() + catchUpMs;
  for (;;) {
    const bytes = await vscode.workspace.fs.readFile(document.uri);
    const text = await vscode.workspace.decode(bytes, { uri: document.uri });
    if (toLf(text.replace(/^\uFEFF/, '')) === toLf(document.getText())) return;
    if (Date.now() > end) throw new Error(`${name} is not as on disk in the editor. It was left as it is; try again.`);
    await sleep(100);
  }
}

async function createFile(uri: vscode.Uri, text: string, name: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(uri, { overwrite: false, contents: Buffer.from(text) });
  if (!(await vscode.workspace.applyEdit(edit)))
    throw new Error(`${name} could not be created. Does it exist already?`);
}

function editFor(document: vscode.TextDocument, changes: readonly LineChange[]): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const change of changes) {
    const [range, text] = replacementOf(document, change);
    edit.replace(document.uri, range, text);
  }
  return edit;
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
